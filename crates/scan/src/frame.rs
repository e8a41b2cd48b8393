//! One gray camera frame and the checks that let nothing else in.

use thiserror::Error;

/// The largest picture that is looked at at all, in pixels.
pub const PIXELS_MAX: usize = 100_000_000;

/// A gray image, one byte a pixel (0 = black), rows from top to bottom without padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrayFrame {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// Why bytes are not a frame.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FrameError {
    #[error("the frame has no pixels ({width}×{height}); the camera is probably still starting")]
    Empty { width: u32, height: u32 },
    #[error("the frame is {width}×{height}; more than 100 megapixels are not read")]
    TooLarge { width: u32, height: u32 },
    #[error("a {width}×{height} frame needs {expected} bytes, {received} arrived; grab the frame again")]
    WrongLength { width: u32, height: u32, expected: usize, received: usize },
}

impl GrayFrame {
    /// Takes raw luma bytes as the camera hands them over.
    ///
    /// # Errors
    /// No pixels, more than [`PIXELS_MAX`] of them, or another number of bytes than `width × height`.
    pub fn new(width: u32, height: u32, pixels: Vec<u8>) -> Result<Self, FrameError> {
        let expected = checked_area(width, height)?;
        if pixels.len() != expected {
            return Err(FrameError::WrongLength { width, height, expected, received: pixels.len() });
        }
        Ok(Self { width: width as usize, height: height as usize, pixels })
    }

    /// A frame made inside this crate, whose size is right by construction.
    pub(crate) fn from_parts(width: usize, height: usize, pixels: Vec<u8>) -> Self {
        debug_assert_eq!(width * height, pixels.len());
        Self { width, height, pixels }
    }

    /// Width in pixels, at least 1.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels, at least 1.
    pub fn height(&self) -> usize {
        self.height
    }

    /// All pixels, row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    pub(crate) fn short_side(&self) -> usize {
        self.width.min(self.height)
    }
}

/// The number of pixels, checked before anything of that size is allocated.
pub(crate) fn checked_area(width: u32, height: u32) -> Result<usize, FrameError> {
    if width == 0 || height == 0 {
        return Err(FrameError::Empty { width, height });
    }
    match (width as usize).checked_mul(height as usize) {
        Some(area) if area <= PIXELS_MAX => Ok(area),
        _ => Err(FrameError::TooLarge { width, height }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_without_pixels_is_refused() {
        assert_eq!(GrayFrame::new(0, 720, vec![]), Err(FrameError::Empty { width: 0, height: 720 }));
    }

    #[test]
    fn a_truncated_frame_is_refused() {
        let error = GrayFrame::new(4, 4, vec![0; 15]).unwrap_err();
        assert_eq!(error, FrameError::WrongLength { width: 4, height: 4, expected: 16, received: 15 });
    }

    #[test]
    fn more_than_a_hundred_megapixels_are_refused_before_the_bytes_are_counted() {
        assert!(matches!(GrayFrame::new(10_001, 10_000, vec![]), Err(FrameError::TooLarge { .. })));
        assert!(matches!(GrayFrame::new(u32::MAX, u32::MAX, vec![]), Err(FrameError::TooLarge { .. })));
    }

    #[test]
    fn a_single_pixel_is_a_frame() {
        assert!(GrayFrame::new(1, 1, vec![0]).is_ok());
    }
}
