//! Where a code may be: corner squares, regions around them, and regions that only look busy enough.

mod finders;
mod patch;
mod regions;
mod texture;

pub(crate) use finders::{Finder, find_finders, merge_finders};
pub(crate) use patch::Patch;
pub(crate) use regions::{Region, regions_of};
pub(crate) use texture::texture_regions;
