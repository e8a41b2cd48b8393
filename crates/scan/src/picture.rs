//! A picture from a file or the gallery becomes a gray frame.

use crate::frame::{FrameError, GrayFrame, checked_area};
use image::{ImageDecoder, ImageReader, Limits, metadata::Orientation};
use std::io::Cursor;
use thiserror::Error;

/// What the decoder may allocate for one picture, in bytes: 100 megapixels in colour and some room.
const ALLOCATION_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// Why a picture cannot be read.
#[derive(Debug, Error)]
pub enum PictureError {
    #[error("this file is not a JPEG, PNG or WebP picture")]
    NotAPicture,
    #[error(transparent)]
    Size(#[from] FrameError),
    #[error("the picture is damaged: {0}")]
    Damaged(image::ImageError),
}

/// Decodes a JPEG, PNG or WebP picture. The size in the header is checked before any pixel is decoded,
/// and the camera's orientation mark is obeyed (a mirrored selfie would otherwise not be a QR code).
///
/// # Errors
/// Not a picture of these kinds, too large, or damaged.
pub fn gray_from_image_bytes(bytes: &[u8]) -> Result<GrayFrame, PictureError> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| PictureError::NotAPicture)?;
    if reader.format().is_none() {
        return Err(PictureError::NotAPicture);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(ALLOCATION_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(PictureError::Damaged)?;
    let (width, height) = decoder.dimensions();
    checked_area(width, height)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = image::DynamicImage::from_decoder(decoder).map_err(PictureError::Damaged)?;
    picture.apply_orientation(orientation);
    let gray = picture.into_luma8();
    let (width, height) = gray.dimensions();
    Ok(GrayFrame::new(width, height, gray.into_raw())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayImage, ImageFormat, Luma};

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        GrayImage::from_pixel(width, height, Luma([200]))
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        bytes
    }

    #[test]
    fn a_png_becomes_a_frame() {
        let frame = gray_from_image_bytes(&png(7, 5)).unwrap();
        assert_eq!((frame.width(), frame.height(), frame.pixels()[0]), (7, 5, 200));
    }

    #[test]
    fn text_is_no_picture() {
        assert!(matches!(gray_from_image_bytes(b"HTTPS://EXAMPLE/S/1"), Err(PictureError::NotAPicture)));
    }

    #[test]
    fn a_truncated_png_is_damaged() {
        let bytes = png(64, 64);
        assert!(matches!(gray_from_image_bytes(&bytes[..bytes.len() / 2]), Err(PictureError::Damaged(_))));
    }

    #[test]
    fn a_header_that_claims_too_many_pixels_is_refused_before_decoding() {
        let mut bytes = png(16, 16);
        bytes[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&20_000_u32.to_be_bytes());
        let checksum = crc32(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
        assert!(matches!(gray_from_image_bytes(&bytes), Err(PictureError::Size(FrameError::TooLarge { .. }))));
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
        })
    }
}
