//! Frames in, reports out: stickers drawn and spoilt here, with fixed seeds, and frames that mean harm.

mod chance;
mod hints;
mod hostile;
mod hostile_frames;
mod parts;
mod photo;
mod reading;

use feltbok_scan::{Aim, ScanSettings, Stopwatch};
use std::time::Duration;

/// Time stands still: what a frame shows does not depend on the machine that runs the test.
struct Frozen;

impl Stopwatch for Frozen {
    fn reading(&self) -> Duration {
        Duration::ZERO
    }
}

fn patient_aim() -> Aim {
    Aim::with_stopwatch(ScanSettings::default(), Box::new(Frozen))
}
