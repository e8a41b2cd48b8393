//! The QR code of a sticker as pixels.

use crate::frame::GrayFrame;
use image::{GrayImage, Luma};
use qrcode::{Color, EcLevel, QrCode, Version, types::QrError};
use thiserror::Error;

/// Light modules around the code that readers rely on.
pub const QUIET_MODULES: u32 = 4;
/// Version 3 holds 47 upper-case characters at level Q, which is our address; a longer one grows.
const VERSION: i16 = 3;
const MODULE_PIXELS_MAX: u32 = 200;

/// Why there is no code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StickerImageError {
    #[error("the text is too long for a QR code")]
    TooLong,
    #[error("a module is 1 to 200 pixels wide")]
    ModuleSize,
}

/// Draws the code with its quiet zone: level Q (a quarter of it may be lost), version 3 or the smallest one that holds
/// the text. Print it from an upper-case address, which needs little more than half the modules of a mixed one.
///
/// # Errors
/// The text does not fit any code, or `module_pixels` is 0 or above 200.
pub fn sticker_image(text: &str, module_pixels: u32) -> Result<GrayImage, StickerImageError> {
    if module_pixels == 0 || module_pixels > MODULE_PIXELS_MAX {
        return Err(StickerImageError::ModuleSize);
    }
    let code = match QrCode::with_version(text, Version::Normal(VERSION), EcLevel::Q) {
        Err(QrError::DataTooLong) => QrCode::with_error_correction_level(text, EcLevel::Q),
        code => code,
    };
    let code = code.map_err(|_| StickerImageError::TooLong)?;
    let modules = code.width() as u32;
    let side = (modules + 2 * QUIET_MODULES) * module_pixels;
    let colors = code.to_colors();
    Ok(GrayImage::from_fn(side, side, |x, y| {
        let module = |pixel: u32| (pixel / module_pixels).checked_sub(QUIET_MODULES).filter(|&place| place < modules);
        let dark = match (module(x), module(y)) {
            (Some(column), Some(row)) => colors[(row * modules + column) as usize] == Color::Dark,
            _ => false,
        };
        Luma([if dark { 0 } else { 255 }])
    }))
}

impl From<GrayImage> for GrayFrame {
    fn from(image: GrayImage) -> Self {
        let (width, height) = image.dimensions();
        GrayFrame::from_parts(width as usize, height as usize, image.into_raw())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_address_is_a_version_3_code() {
        let image = sticker_image("HTTPS://SERVICE.EXAMPLE/S/SI-123455-7K2M9QX4TB", 1).unwrap();
        assert_eq!(image.width(), 29 + 2 * QUIET_MODULES);
    }

    #[test]
    fn a_longer_address_grows() {
        let image =
            sticker_image("HTTPS://SERVICE.A-LONGER-COMPANY-NAME.EXAMPLE/S/SI-1234567897-7K2M9QX4TB", 1).unwrap();
        assert!(image.width() > 29 + 2 * QUIET_MODULES);
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        assert_eq!(sticker_image(&"x".repeat(5000), 4), Err(StickerImageError::TooLong));
        assert_eq!(sticker_image("SI-123455", 0), Err(StickerImageError::ModuleSize));
    }
}
