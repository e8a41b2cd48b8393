//! Gray pixels in, gray pixels or black-and-white bits out; knows nothing of codes.

mod bitmap;
mod filter;
mod resample;
mod window;

pub(crate) use bitmap::Bitmap;
pub(crate) use window::visit_windows;
