//! A region cut out and resampled so that its modules have the size a reader likes.

use super::Region;
use crate::{
    code::SeenCode,
    frame::GrayFrame,
    geometry::{Point, Quad},
};

/// Patches are not made larger than this, in pixels.
const SIDE_MAX: f32 = 620.0;
const ENLARGED_MAX: f32 = 4.0;

/// A normalised piece of a frame.
pub(crate) struct Patch {
    pub(crate) frame: GrayFrame,
    /// Expected width of a module, in pixels of the patch.
    pub(crate) module: f32,
    /// Pixels of the frame per pixel of the patch.
    scale: f32,
    offset: Point,
}

impl Patch {
    /// Resamples to about `module` pixels a module. None where the region is too small for any code.
    pub(crate) fn cut(frame: &GrayFrame, region: &Region, module: f32) -> Option<Self> {
        let (left, top) = (region.left.max(0.0) as usize, region.top.max(0.0) as usize);
        let (width, height) = (region.right - region.left, region.bottom - region.top);
        if width < 24.0 || height < 24.0 {
            return None;
        }
        let mut piece = frame.crop(left, top, width as usize, height as usize);
        let mut factor = module / region.module;
        let mut scale = 1.0;
        while factor < 0.5 && piece.short_side() > 80 {
            piece = piece.half();
            factor *= 2.0;
            scale *= 2.0;
        }
        let offset = Point::new(left as f32, top as f32);
        if (factor - 1.0).abs() < 0.12 {
            return Some(Self { frame: piece, module: module / factor, scale, offset });
        }
        let factor = factor.min(ENLARGED_MAX).min(SIDE_MAX / piece.width().max(piece.height()) as f32);
        let module = region.module * factor / scale;
        Some(Self { frame: piece.scaled(factor), module, scale: scale / factor, offset })
    }

    /// A length in modules as a window radius in pixels of the patch.
    pub(crate) fn radius(&self, modules: f32) -> usize {
        ((self.module * modules) as usize).max(1)
    }

    /// Into pixels of the whole frame.
    pub(crate) fn outline_in_frame(&self, outline: Quad) -> Quad {
        outline.map(|corner| corner.scaled(self.scale, self.offset))
    }

    /// Moves a code seen in the patch to its place in the frame.
    pub(crate) fn code_in_frame(&self, code: SeenCode) -> SeenCode {
        SeenCode { corners: self.outline_in_frame(code.corners), ..code }
    }
}
