//! A black-and-white picture.

use crate::frame::GrayFrame;

/// One byte a pixel, 1 = black: faster to scan by runs than packed bits.
#[derive(Clone)]
pub(crate) struct Bitmap {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) black: Vec<u8>,
}

impl Bitmap {
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.black[y * self.width..(y + 1) * self.width]
    }

    /// As a gray frame, for a reader that makes its own threshold.
    pub(crate) fn to_gray(&self) -> GrayFrame {
        let pixels = self.black.iter().map(|&black| if black == 0 { 255 } else { 0 }).collect();
        GrayFrame::from_parts(self.width, self.height, pixels)
    }
}
