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
use stages::{ROTATION, Stage, THOROUGH};
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
    frame_count: usize,
}

/// Versions of QR code the grey reader tries: the stickers' own first.
const VERSIONS: [usize; 8] = [3, 2, 4, 1, 5, 6, 7, 8];

impl Aim {
    /// Measures its budget in real time.
    pub fn new(settings: ScanSettings) -> Self {
        Self::with_stopwatch(settings, Box::new(MonotonicStopwatch::default()))
    }

    /// Measures its budget by another stopwatch.
    pub fn with_stopwatch(settings: ScanSettings, stopwatch: Box<dyn Stopwatch>) -> Self {
        Self { settings, stopwatch, frame_count: 0 }
    }

    /// Reads one camera frame within the budget: the first reader, then one heavier look in rotation.
    pub fn frame(&mut self, frame: &GrayFrame) -> FrameReport {
        let stage = ROTATION[self.frame_count % ROTATION.len()];
        self.frame_count += 1;
        self.read(frame, &[stage])
    }

    /// Reads a single picture: every look in turn until a code is read or the budget is over.
    pub fn still(&mut self, frame: &GrayFrame) -> FrameReport {
        self.read(frame, &THOROUGH)
    }

    fn read(&mut self, frame: &GrayFrame, stages: &[Stage]) -> FrameReport {
        let deadline = Deadline::start(self.stopwatch.as_ref(), self.settings.budget);
        let mut codes = reader::look(frame, self.settings.codes_max, &deadline).codes;
        let mut scene = Scene::new(frame);
        for &stage in stages {
            if !codes.is_empty() || deadline.is_over() {
                break;
            }
            let found = stages::run(stage, &mut scene, &VERSIONS, &deadline);
            codes.extend(found.code);
        }
        sort_by_distance_to_centre(&mut codes, frame);
        let guide = codes.first().map(|code| code.corners);
        FrameReport { hint: codes.is_empty().then_some(Hint::NothingInView), codes, guide }
    }
}

fn sort_by_distance_to_centre(codes: &mut [SeenCode], frame: &GrayFrame) {
    let centre = Point::new(frame.width() as f32 / 2.0, frame.height() as f32 / 2.0);
    codes.sort_by(|a, b| a.corners.centre().distance(centre).total_cmp(&b.corners.centre().distance(centre)));
}
