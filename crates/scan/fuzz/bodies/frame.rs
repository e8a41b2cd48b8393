//! Any bytes as a frame: width and what is looked for from the first two, the rest are pixels. An answer, never a panic.

use feltbok_scan::{Aim, GrayFrame, LookingFor, ScanSettings, Stopwatch};
use std::time::Duration;

/// Time stands still: what is looked at does not depend on how slow the sanitizer is.
struct Frozen;

impl Stopwatch for Frozen {
    fn reading(&self) -> Duration {
        Duration::ZERO
    }
}

pub fn check(bytes: &[u8]) {
    let [width, kind, pixels @ ..] = bytes else { return };
    let width = usize::from(*width).max(1);
    let height = pixels.len() / width;
    // Enlarged, so that a few hundred bytes make a code with modules of several pixels.
    let scale = usize::from(kind >> 1 & 3) + 1;
    let pixel = |i: usize| pixels[i / (width * scale) / scale * width + i % (width * scale) / scale];
    let enlarged: Vec<u8> = (0..width * height * scale * scale).map(pixel).collect();
    let Ok(frame) = GrayFrame::new((width * scale) as u32, (height * scale) as u32, enlarged) else { return };
    let looking_for = if kind & 1 == 0 { LookingFor::Sticker } else { LookingFor::Part };
    let settings = ScanSettings { looking_for, ..ScanSettings::default() };
    let mut aim = Aim::with_stopwatch(settings.clone(), Box::new(Frozen));
    let report = aim.frame(&frame);
    assert!(report.codes.iter().all(|code| !code.text.is_empty()));
    assert_eq!(report.hint.is_none(), !report.codes.is_empty());
}
