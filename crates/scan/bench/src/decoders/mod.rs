//! Ours and its peers behind one interface; a peer that is not installed says so once and is left out.

mod helper;
mod ours;
mod rust_peers;
#[cfg(feature = "zxing-cpp")]
mod zxing_cpp;

use anyhow::Result;
use feltbok_scan::{GrayFrame, Stopwatch};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use crate::cpu::CpuStopwatch;

pub trait Decoder {
    fn name(&self) -> &'static str;

    /// Reads one frame, seen for the first time.
    ///
    /// # Errors
    /// The decoder itself is gone; a frame that cannot be read is a run without texts.
    fn read(&mut self, frame: &GrayFrame) -> Result<Run>;
}

/// Texts of one photo and what each frame cost.
#[derive(Default)]
pub struct Run {
    pub texts: Vec<String>,
    pub costs: Vec<Duration>,
    pub panicked: bool,
}

/// CPU time of the call; a panic is caught and counted.
fn timed(read: impl FnOnce() -> Vec<String>) -> Run {
    let started = CpuStopwatch.reading();
    let texts = catch_unwind(AssertUnwindSafe(read));
    let costs = vec![CpuStopwatch.reading() - started];
    Run { panicked: texts.is_err(), texts: texts.unwrap_or_default(), costs }
}

/// Every decoder that is there, peers first.
pub fn all() -> Vec<Box<dyn Decoder>> {
    // Borrowed readers panic on photos; the table counts it.
    std::panic::set_hook(Box::new(|_| {}));
    let mut all: Vec<Box<dyn Decoder>> = Vec::new();
    #[cfg(feature = "zxing-cpp")]
    all.push(Box::new(zxing_cpp::ZxingCpp::new()));
    for (name, needs) in [("zbar", "pyzbar with libzbar0"), ("opencv", "opencv-python-headless")] {
        match helper::Helper::start(name) {
            Ok(helper) => all.push(Box::new(helper)),
            Err(error) => eprintln!("{name}: skipped ({error:#}); it needs Python with numpy and {needs}"),
        }
    }
    all.push(Box::new(rust_peers::Rxing));
    all.push(Box::new(rust_peers::Rqrr));
    all.push(Box::new(ours::Ours::UNCAPPED));
    all.push(Box::new(ours::Ours::THREE_FRAMES));
    all
}
