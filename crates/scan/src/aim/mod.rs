//! One aiming of the camera: frame after frame until a code is read.

mod advice;
mod likely;
mod memory;
mod scene;
mod stages;
mod working;

use crate::{
    code::SeenCode,
    frame::GrayFrame,
    geometry::{Point, Quad},
    grid::SoftGrid,
    hint::Hint,
    reader,
    stopwatch::{Deadline, MonotonicStopwatch, Stopwatch},
};
use advice::{Candidate, LastCandidate, SteadyHint, diagnose};
use memory::Memory;
use scene::Scene;
use serde::{Deserialize, Serialize};
use stages::{ROTATION, THOROUGH};
use std::time::Duration;
use working::{LIVE_PIXELS_MAX, PICTURE_PIXELS_MAX, Working};

/// How an aiming looks.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanSettings {
    /// What one frame may cost.
    pub budget: Duration,
    /// At most this many codes are told per frame.
    pub codes_max: usize,
    pub looking_for: LookingFor,
}

/// What the camera is pointed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum LookingFor {
    /// A machine's sticker: QR codes only.
    #[default]
    Sticker,
    /// A part's box: line codes and Data Matrix as well.
    Part,
}

impl Default for ScanSettings {
    fn default() -> Self {
        Self { budget: Duration::from_millis(15), codes_max: 4, looking_for: LookingFor::Sticker }
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
    memory: Memory,
    hint: SteadyHint,
    last_candidate: LastCandidate,
}

/// Versions of QR code that stickers have, and those of other codes: the grey reader fits each one it tries.
const VERSIONS_OF_STICKERS: [usize; 2] = [3, 2];
const VERSIONS_OF_OTHERS: [usize; 6] = [4, 1, 5, 6, 7, 8];
/// A stage that begins later than this part of the budget would be cut off before it can succeed.
const STAGE_BEGINS_BEFORE: f32 = 0.55;
/// Undecoded grids that fit this well are shown to the technician as a code that is there.
const CANDIDATE_AGREEMENT_MIN: f32 = 0.5;

impl Aim {
    /// Measures its budget in real time.
    pub fn new(settings: ScanSettings) -> Self {
        Self::with_stopwatch(settings, Box::new(MonotonicStopwatch::default()))
    }

    /// Measures its budget by another stopwatch.
    pub fn with_stopwatch(settings: ScanSettings, stopwatch: Box<dyn Stopwatch>) -> Self {
        Self {
            settings,
            stopwatch,
            next_stage: 0,
            memory: Memory::default(),
            hint: SteadyHint::default(),
            last_candidate: LastCandidate::default(),
        }
    }

    /// Reads one camera frame within the budget: the first reader, then heavier looks, going on where the last frame
    /// left off and adding up what the frames of this aiming showed.
    pub fn frame(&mut self, frame: &GrayFrame) -> FrameReport {
        let deadline = Deadline::start(self.stopwatch.as_ref(), self.settings.budget);
        let working = Working::of(frame, LIVE_PIXELS_MAX);
        let mut codes = self.first_look(&working.frame, &deadline);
        let scene = Scene::new(&working.frame);
        let mut undecoded = Vec::new();
        for _ in 0..ROTATION.len() {
            if !codes.is_empty() || deadline.is_over_after(STAGE_BEGINS_BEFORE) {
                break;
            }
            let (stage, versions) = (ROTATION[self.next_stage % ROTATION.len()], self.versions());
            self.next_stage += 1;
            let found = stages::run(stage, &scene, versions, &deadline);
            codes.extend(found.code.or_else(|| found.undecoded.iter().find_map(|grid| self.memory.add(grid))));
            undecoded.extend(found.undecoded);
        }
        let mut candidate = candidate(&scene, &undecoded);
        let hint = if codes.is_empty() {
            candidate = self.last_candidate.or_last(candidate, ROTATION.len() - 1);
            Some(self.hint.add(diagnose(&working.frame, candidate.as_ref())))
        } else {
            self.hint.clear();
            self.last_candidate.clear();
            None
        };
        report(codes, hint, candidate, &working)
    }

    /// Reads a single picture: every look in turn until a code is read or the budget is over.
    pub fn still(&mut self, frame: &GrayFrame) -> FrameReport {
        let deadline = Deadline::start(self.stopwatch.as_ref(), self.settings.budget);
        let working = Working::of(frame, PICTURE_PIXELS_MAX);
        let mut codes = self.first_look(&working.frame, &deadline);
        let scene = Scene::new(&working.frame);
        let mut undecoded = Vec::new();
        for versions in [&VERSIONS_OF_STICKERS[..], &VERSIONS_OF_OTHERS] {
            for stage in THOROUGH {
                if !codes.is_empty() || deadline.is_over() {
                    break;
                }
                let found = stages::run(stage, &scene, versions, &deadline);
                codes.extend(found.code);
                undecoded.extend(found.undecoded);
            }
        }
        let candidate = candidate(&scene, &undecoded);
        let hint = codes.is_empty().then(|| diagnose(&working.frame, candidate.as_ref()));
        report(codes, hint, candidate, &working)
    }

    /// Which of the texts a code begins with that was seen but not read, the likeliest first; none when nothing stands
    /// out. To be offered to a person, never to be taken for read.
    pub fn likely(&self, beginnings: &[String], most: usize) -> Vec<usize> {
        likely::likely(&self.memory, beginnings, most)
    }

    /// What the borrowed readers see at once. A frame's turn decides which of the two readers for part boxes goes
    /// first, so that the slower one gets its share of the budget.
    fn first_look(&self, frame: &GrayFrame, deadline: &Deadline<'_>) -> Vec<SeenCode> {
        let mut codes = reader::look(frame, self.settings.codes_max, deadline).codes;
        if self.settings.looking_for == LookingFor::Part {
            let mut readers = [reader::look_for_lines, reader::look_for_data_matrix];
            readers.rotate_left(self.next_stage % 2);
            for read in readers {
                if !deadline.is_over() {
                    codes.extend(read(frame));
                }
            }
        }
        codes
    }

    /// Stickers in the first turn of the rotation, other codes in the second, and so on.
    fn versions(&self) -> &'static [usize] {
        if (self.next_stage / ROTATION.len()).is_multiple_of(2) { &VERSIONS_OF_STICKERS } else { &VERSIONS_OF_OTHERS }
    }
}

/// Reads a picture from a file or the gallery; takes up to two seconds, because nobody holds a camera meanwhile.
pub fn read_picture(frame: &GrayFrame, looking_for: LookingFor) -> FrameReport {
    Aim::new(ScanSettings { budget: Duration::from_secs(2), looking_for, ..ScanSettings::default() }).still(frame)
}

/// The best fitted grid, else the best region around corner squares.
fn candidate(scene: &Scene<'_>, undecoded: &[SoftGrid]) -> Option<Candidate> {
    let fitted = undecoded.iter().max_by(|a, b| a.agreement.total_cmp(&b.agreement));
    if let Some(grid) = fitted.filter(|grid| grid.agreement >= CANDIDATE_AGREEMENT_MIN) {
        return Some(Candidate { outline: grid.outline, module: grid.outline.side() / grid.symbol.modules as f32 });
    }
    let region = scene.regions_if_known()?.first()?;
    Some(Candidate { outline: region.outline(), module: region.module })
}

fn report(
    mut codes: Vec<SeenCode>,
    hint: Option<Hint>,
    candidate: Option<Candidate>,
    working: &Working<'_>,
) -> FrameReport {
    sort_by_distance_to_centre(&mut codes, &working.frame);
    let seen = codes.first().map(|code| code.corners);
    let guide = seen.or(candidate.map(|candidate| candidate.outline)).map(|outline| working.outline(outline));
    for code in &mut codes {
        code.corners = working.outline(code.corners);
    }
    FrameReport { codes, hint, guide }
}

fn sort_by_distance_to_centre(codes: &mut [SeenCode], frame: &GrayFrame) {
    let centre = Point::new(frame.width() as f32 / 2.0, frame.height() as f32 / 2.0);
    codes.sort_by(|a, b| a.corners.centre().distance(centre).total_cmp(&b.corners.centre().distance(centre)));
}
