//! Huge frames are shrunk before anything looks at them, so that their size cannot break the budget.

use crate::{
    frame::GrayFrame,
    geometry::{Point, Quad},
};
use std::borrow::Cow;

/// A camera frame is looked at with at most this many pixels (1920×1080 and a little more), a picture with more.
pub(crate) const LIVE_PIXELS_MAX: usize = 2_200_000;
pub(crate) const PICTURE_PIXELS_MAX: usize = 13_000_000;
/// Beyond this many times the limit pixels are skipped instead of averaged: reading them all takes too long.
const SKIPPED_FROM: usize = 16;

/// The frame that is looked at, and what its coordinates must be multiplied with.
pub(crate) struct Working<'a> {
    pub(crate) frame: Cow<'a, GrayFrame>,
    factor: f32,
}

impl<'a> Working<'a> {
    pub(crate) fn of(frame: &'a GrayFrame, pixels_max: usize) -> Self {
        let mut working = Self { frame: Cow::Borrowed(frame), factor: 1.0 };
        let area = frame.width() * frame.height();
        if area > pixels_max * SKIPPED_FROM {
            let step = ((area / (pixels_max * 4)) as f32).sqrt().ceil() as usize;
            working = Self { frame: Cow::Owned(frame.every(step)), factor: step as f32 };
        }
        while working.frame.width() * working.frame.height() > pixels_max && working.frame.short_side() > 1 {
            working = Self { frame: Cow::Owned(working.frame.half()), factor: working.factor * 2.0 };
        }
        working
    }

    /// Back into pixels of the frame that came in.
    pub(crate) fn outline(&self, outline: Quad) -> Quad {
        outline.map(|corner| corner.scaled(self.factor, Point::default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_megapixels_shrink_to_the_limit() {
        let huge = GrayFrame::from_parts(10_000, 10_000, vec![7; 100_000_000]);
        let working = Working::of(&huge, LIVE_PIXELS_MAX);
        let area = working.frame.width() * working.frame.height();
        assert!((400_000..=LIVE_PIXELS_MAX).contains(&area), "{area}");
        assert!((working.factor * working.frame.width() as f32 - 10_000.0).abs() < 50.0);
    }

    #[test]
    fn a_strip_of_one_pixel_in_height_ends() {
        let strip = GrayFrame::from_parts(5_000_000, 1, vec![7; 5_000_000]);
        assert_eq!(Working::of(&strip, LIVE_PIXELS_MAX).frame.height(), 1);
    }
}
