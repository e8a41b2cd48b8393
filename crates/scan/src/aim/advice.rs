//! Which hint a frame that was not read deserves.

use crate::{frame::GrayFrame, geometry::Quad, hint::Hint};
use std::collections::VecDeque;

/// Gray levels; below this mean with nothing bright in it a picture is called dark.
const DARK_MEAN: f32 = 45.0;
const DARK_BRIGHTEST: u8 = 110;
/// Light levels that carry no picture any more, and the part of a code that may have them.
const BURNT: u8 = 250;
const BURNT_SHARE_MAX: f32 = 0.04;
/// Smaller modules are lost to the lens, in pixels.
const MODULE_MIN: f32 = 2.6;
/// The steepest edges of a sharp code cross this part of its contrast from one pixel to the next.
const SHARPNESS_MIN: f32 = 0.28;

/// Something that looks like a code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) outline: Quad,
    /// Width of a module, in pixels of the frame.
    pub(crate) module: f32,
}

/// What stands in the way of reading this frame.
pub(crate) fn diagnose(frame: &GrayFrame, candidate: Option<&Candidate>) -> Hint {
    let whole = Light::of(frame, None);
    if whole.mean < DARK_MEAN && whole.bright < DARK_BRIGHTEST {
        return Hint::Dark;
    }
    let Some(candidate) = candidate else { return Hint::NothingInView };
    // First, because white paper far away looks burnt.
    if candidate.module < MODULE_MIN {
        return Hint::Closer;
    }
    let light = Light::of(frame, Some(&candidate.outline));
    if light.burnt_share > BURNT_SHARE_MAX && whole.burnt_share < light.burnt_share {
        return Hint::Tilt;
    }
    if light.sharpness < SHARPNESS_MIN {
        return Hint::HoldStill;
    }
    Hint::Closer
}

/// Light and edges of a part of a frame.
struct Light {
    mean: f32,
    /// 98 of 100 pixels are darker.
    bright: u8,
    burnt_share: f32,
    /// The steepest step between neighbours in parts of the contrast.
    sharpness: f32,
}

impl Light {
    /// Looks at every pixel of an outline's bounds, or at every fourth of every fourth row of a whole frame.
    fn of(frame: &GrayFrame, outline: Option<&Quad>) -> Self {
        let (left, top, right, bottom) = bounds(frame, outline);
        let step = if outline.is_some() { 1 } else { 4 };
        let (mut levels, mut steps) = ([0_u32; 256], [0_u32; 256]);
        for y in (top..bottom).step_by(step) {
            let row = &frame.row(y)[left..right];
            for x in (0..row.len()).step_by(step) {
                levels[row[x] as usize] += 1;
                if let Some(next) = row.get(x + 1) {
                    steps[row[x].abs_diff(*next) as usize] += 1;
                }
            }
        }
        let count = levels.iter().sum::<u32>().max(1) as f32;
        let weighted: f32 = levels.iter().enumerate().map(|(level, &n)| level as f32 * n as f32).sum();
        let burnt: u32 = levels[BURNT as usize..].iter().sum();
        let contrast = f32::from(quantile(&levels, 0.95)) - f32::from(quantile(&levels, 0.05));
        Self {
            mean: weighted / count,
            bright: quantile(&levels, 0.98),
            burnt_share: burnt as f32 / count,
            sharpness: f32::from(quantile(&steps, 0.98)) / contrast.max(8.0),
        }
    }
}

fn quantile(histogram: &[u32; 256], share: f32) -> u8 {
    let wanted = histogram.iter().sum::<u32>() as f32 * share;
    let mut sum = 0.0;
    for (level, &count) in histogram.iter().enumerate() {
        sum += count as f32;
        if sum >= wanted {
            return level as u8;
        }
    }
    255
}

fn bounds(frame: &GrayFrame, outline: Option<&Quad>) -> (usize, usize, usize, usize) {
    let Some(outline) = outline else { return (0, 0, frame.width(), frame.height()) };
    let along = |of: fn(&crate::geometry::Point) -> f32, limit: usize| {
        let values = outline.corners.iter().map(of);
        let low = values.clone().fold(f32::MAX, f32::min).clamp(0.0, limit as f32 - 1.0) as usize;
        let high = values.fold(0.0, f32::max).clamp(0.0, limit as f32) as usize;
        (low, high.max(low + 1))
    };
    let ((left, right), (top, bottom)) = (along(|p| p.x, frame.width()), along(|p| p.y, frame.height()));
    (left, top, right, bottom)
}

/// Remembers a candidate while the stages that cannot see it have their turn.
#[derive(Default)]
pub(crate) struct LastCandidate(Option<(Candidate, usize)>);

impl LastCandidate {
    /// This frame's candidate, else that of a frame at most `frames` before it.
    pub(crate) fn or_last(&mut self, seen: Option<Candidate>, frames: usize) -> Option<Candidate> {
        self.0 = match (seen, self.0) {
            (Some(candidate), _) => Some((candidate, frames)),
            (None, Some((candidate, left))) if left > 0 => Some((candidate, left - 1)),
            (None, _) => None,
        };
        self.0.map(|(candidate, _)| candidate)
    }

    pub(crate) fn clear(&mut self) {
        self.0 = None;
    }
}

/// Frames over which a hint is steadied.
const FRAMES_REMEMBERED: usize = 7;

/// Keeps a hint from flickering: the most frequent one of the last frames.
#[derive(Default)]
pub(crate) struct SteadyHint {
    last: VecDeque<Hint>,
}

impl SteadyHint {
    pub(crate) fn add(&mut self, hint: Hint) -> Hint {
        if self.last.len() == FRAMES_REMEMBERED {
            self.last.pop_front();
        }
        self.last.push_back(hint);
        let count = |wanted: &Hint| self.last.iter().filter(|hint| *hint == wanted).count();
        // Of equally frequent ones the latest, because `max_by_key` takes the last.
        self.last.iter().max_by_key(|hint| count(hint)).copied().unwrap_or(hint)
    }

    pub(crate) fn clear(&mut self) {
        self.last.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_odd_frame_does_not_change_the_hint() {
        let mut steady = SteadyHint::default();
        let hints = [Hint::Closer, Hint::Closer, Hint::Closer, Hint::Tilt, Hint::Closer];
        assert!(hints.into_iter().all(|hint| steady.add(hint) == Hint::Closer));
    }

    #[test]
    fn a_code_with_tiny_modules_asks_to_come_closer() {
        let checks = (0..120 * 90).map(|i| if (i % 120 + i / 120) % 2 == 0 { 60 } else { 200 }).collect();
        let frame = GrayFrame::from_parts(120, 90, checks);
        let candidate = Candidate { outline: Quad::rectangle(30.0, 20.0, 80.0, 70.0), module: 1.7 };
        assert_eq!(diagnose(&frame, Some(&candidate)), Hint::Closer);
    }

    #[test]
    fn a_candidate_outlasts_the_frames_that_cannot_see_it_and_no_more() {
        let mut last = LastCandidate::default();
        let candidate = Candidate { outline: Quad::rectangle(30.0, 20.0, 80.0, 70.0), module: 1.7 };
        assert!(last.or_last(Some(candidate), 2).is_some());
        let frames: Vec<bool> = (0..3).map(|_| last.or_last(None, 2).is_some()).collect();
        assert_eq!(frames, [true, true, false]);
    }

    #[test]
    fn a_black_frame_is_dark_and_a_gray_one_shows_nothing() {
        let flat = |level| GrayFrame::from_parts(64, 48, vec![level; 64 * 48]);
        assert_eq!(diagnose(&flat(6), None), Hint::Dark);
        assert_eq!(diagnose(&flat(128), None), Hint::NothingInView);
    }
}
