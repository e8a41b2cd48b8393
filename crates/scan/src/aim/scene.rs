//! One frame with everything that more than one stage wants to know about it, made when first asked for.

use crate::{
    frame::GrayFrame,
    pixels::Bitmap,
    search::{Finder, Region, find_finders, merge_finders, regions_of, texture_regions},
};
use std::cell::OnceCell;

/// A frame and what was worked out about it.
pub(crate) struct Scene<'a> {
    pub(crate) frame: &'a GrayFrame,
    half: OnceCell<GrayFrame>,
    bitmap: OnceCell<Bitmap>,
    regions: OnceCell<Vec<Region>>,
    texture: OnceCell<Vec<Region>>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(frame: &'a GrayFrame) -> Self {
        Self {
            frame,
            half: OnceCell::new(),
            bitmap: OnceCell::new(),
            regions: OnceCell::new(),
            texture: OnceCell::new(),
        }
    }

    pub(crate) fn half(&self) -> &GrayFrame {
        self.half.get_or_init(|| self.frame.half())
    }

    /// The whole frame against wide windows.
    pub(crate) fn bitmap(&self) -> &Bitmap {
        self.bitmap.get_or_init(|| self.frame.threshold(self.window(), 95))
    }

    /// Regions around corner squares, best first.
    pub(crate) fn regions(&self) -> &[Region] {
        self.regions.get_or_init(|| regions_of(&self.finders(), self.frame.width(), self.frame.height()))
    }

    /// These regions if a stage has asked for them.
    pub(crate) fn regions_if_known(&self) -> Option<&[Region]> {
        self.regions.get().map(Vec::as_slice)
    }

    /// Busy regions by number, with their module size changed by the factor; those that are not there are left out.
    pub(crate) fn texture(&self, wanted: &[(usize, f32)]) -> Vec<Region> {
        let regions = self.texture.get_or_init(|| texture_regions(self.frame));
        wanted.iter().filter_map(|&(i, factor)| Some(regions.get(i)?.with_module(factor))).collect()
    }

    fn window(&self) -> usize {
        (self.frame.short_side() / 30).max(8)
    }

    fn finders(&self) -> Vec<Finder> {
        let mut finders = find_finders(self.bitmap(), 2);
        if finders.len() < 3 {
            // Large modules and noise are seen better at half size.
            let coarse = find_finders(&self.half().threshold(self.window(), 95), 2);
            merge_finders(&mut finders, coarse.into_iter().map(Finder::doubled));
        }
        finders
    }
}
