//! One aiming of the camera: frame after frame until a code is read.

mod scene;
mod stages;

use crate::{
    code::SeenCode,
    frame::GrayFrame,
    geometry::{Point, Quad},
    hint::Hint,
    reader,
    stopwatch::{Deadline, MonotonicStopwatch, Stopwatch},
};
use scene::Scene;
use serde::{Deserialize, Serialize};
use stages::{ROTATION, THOROUGH};
use std::time::Duration;

/// How an aiming looks.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanSettings {
    /// What one frame may cost.
    pub budget: Duration,
    /// At most this many codes are told per frame.
    pub codes_max: usize,
}

impl Default for ScanSettings {
    fn default() -> Self {
        Self { budget: Duration::from_millis(15), codes_max: 4 }
    }
}

/// What one frame showed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FrameReport {
    /// The codes that were read, the one nearest the frame's centre first.
    pub codes: Vec<SeenCode>,
    /// What to do when nothing was read.
    pub hint: Option<Hint>,
    /// Where something that looks like a code is, read or not, in pixels of the frame.
    pub guide: Option<Quad>,
}

/// One aiming. Make a new one for every sticker.
pub struct Aim {
    settings: ScanSettings,
    stopwatch: Box<dyn Stopwatch>,
    next_stage: usize,
}

/// Versions of QR code that stickers have, and those of other codes: the grey reader fits each one it tries.
const VERSIONS_OF_STICKERS: [usize; 2] = [3, 2];
const VERSIONS_OF_OTHERS: [usize; 6] = [4, 1, 5, 6, 7, 8];

impl Aim {
    /// Measures its budget in real time.
    pub fn new(settings: ScanSettings) -> Self {
        Self::with_stopwatch(settings, Box::new(MonotonicStopwatch::default()))
    }

    /// Measures its budget by another stopwatch.
    pub fn with_stopwatch(settings: ScanSettings, stopwatch: Box<dyn Stopwatch>) -> Self {
        Self { settings, stopwatch, next_stage: 0 }
    }

    /// Reads one camera frame within the budget: the first reader, then heavier looks, going on where the last frame
    /// left off.
    pub fn frame(&mut self, frame: &GrayFrame) -> FrameReport {
        let deadline = Deadline::start(self.stopwatch.as_ref(), self.settings.budget);
        let mut codes = reader::look(frame, self.settings.codes_max, &deadline).codes;
        let scene = Scene::new(frame);
        for _ in 0..ROTATION.len() {
            if !codes.is_empty() || deadline.is_over_after(STAGE_BEGINS_BEFORE) {
                break;
            }
            let (stage, versions) = (ROTATION[self.next_stage % ROTATION.len()], self.versions());
            self.next_stage += 1;
            let found = stages::run(stage, &scene, versions, &deadline);
            codes.extend(found.code);
        }
        report(codes, frame)
    }

    /// Reads a single picture: every look in turn until a code is read or the budget is over.
    pub fn still(&mut self, frame: &GrayFrame) -> FrameReport {
        let deadline = Deadline::start(self.stopwatch.as_ref(), self.settings.budget);
        let mut codes = reader::look(frame, self.settings.codes_max, &deadline).codes;
        let scene = Scene::new(frame);
        for versions in [&VERSIONS_OF_STICKERS[..], &VERSIONS_OF_OTHERS] {
            for stage in THOROUGH {
                if !codes.is_empty() || deadline.is_over() {
                    break;
                }
                codes.extend(stages::run(stage, &scene, versions, &deadline).code);
            }
        }
        report(codes, frame)
    }

    /// Stickers in the first turn of the rotation, other codes in the second, and so on.
    fn versions(&self) -> &'static [usize] {
        if self.next_stage / ROTATION.len() % 2 == 0 { &VERSIONS_OF_STICKERS } else { &VERSIONS_OF_OTHERS }
    }
}

/// A stage that begins later than this part of the budget would be cut off before it can succeed.
const STAGE_BEGINS_BEFORE: f32 = 0.55;

fn report(mut codes: Vec<SeenCode>, frame: &GrayFrame) -> FrameReport {
    sort_by_distance_to_centre(&mut codes, frame);
    let guide = codes.first().map(|code| code.corners);
    FrameReport { hint: codes.is_empty().then_some(Hint::NothingInView), codes, guide }
}

fn sort_by_distance_to_centre(codes: &mut [SeenCode], frame: &GrayFrame) {
    let centre = Point::new(frame.width() as f32 / 2.0, frame.height() as f32 / 2.0);
    codes.sort_by(|a, b| a.corners.centre().distance(centre).total_cmp(&b.corners.centre().distance(centre)));
}
