//! Our reader: without a limit of time, and as a camera uses it.

use super::{Decoder, Run, timed};
use crate::cpu::CpuStopwatch;
use anyhow::Result;
use feltbok_scan::{Aim, FrameReport, GrayFrame, ScanSettings};
use std::time::Duration;

pub struct Ours {
    name: &'static str,
    /// How often the same picture is shown to the camera; `None` reads it as a still without a limit of time.
    frames: Option<usize>,
}

impl Ours {
    pub const UNCAPPED: Ours = Ours { name: "feltbok, no limit", frames: None };
    /// The shipped budget a frame.
    pub const THREE_FRAMES: Ours = Ours { name: "feltbok, 3 frames", frames: Some(3) };
}

impl Decoder for Ours {
    fn name(&self) -> &'static str {
        self.name
    }

    fn read(&mut self, frame: &GrayFrame) -> Result<Run> {
        let settings = match self.frames {
            None => ScanSettings { budget: Duration::from_secs(60), ..ScanSettings::default() },
            Some(_) => ScanSettings::default(),
        };
        let mut aim = Aim::with_stopwatch(settings, Box::new(CpuStopwatch));
        let Some(frames) = self.frames else { return Ok(timed(|| texts(aim.still(frame)))) };
        let mut all = Run::default();
        for _ in 0..frames {
            let one = timed(|| texts(aim.frame(frame)));
            all.costs.extend(one.costs);
            all.panicked |= one.panicked;
            all.texts = one.texts;
            if !all.texts.is_empty() {
                break;
            }
        }
        Ok(all)
    }
}

fn texts(report: FrameReport) -> Vec<String> {
    report.codes.into_iter().map(|code| code.text).collect()
}
