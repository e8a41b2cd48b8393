//! From the bytes of a camera or a file to what is stored: looked at, turned upright, scaled down, written anew.
//!
//! Writing the picture anew is what takes away places, names and anything else that hides in a photo's metadata.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};

use crate::{
    error::Result,
    views::{ErrorCode, TabletError},
};

/// Larger files are refused before they are looked at.
const FILE_MEGABYTES_MAX: usize = 60;
/// Larger pictures are refused by their header, before memory is taken for their pixels.
const MEGAPIXELS_MAX: u64 = 50;
/// The longer side of what is stored, in pixels.
const SIDE_MAX: u32 = 2048;
const THUMBNAIL_SIDE: u32 = 320;
const QUALITY: u8 = 85;
const THUMBNAIL_QUALITY: u8 = 75;

/// A picture ready to be stored.
#[derive(Debug)]
pub struct Picture {
    pub jpeg: Vec<u8>,
    pub thumbnail: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Takes in a JPEG, PNG or WebP.
///
/// Errors: `file_too_large`, `not_an_image`, `image_too_large`, `image_truncated`.
pub fn take_in(bytes: &[u8]) -> Result<Picture> {
    if bytes.len() > FILE_MEGABYTES_MAX * 1024 * 1024 {
        let megabytes = bytes.len().div_ceil(1024 * 1024).to_string();
        let details = [("megabytes", megabytes), ("max", FILE_MEGABYTES_MAX.to_string())];
        return Err(TabletError::with(ErrorCode::FileTooLarge, details));
    }
    let upright = decode(bytes)?;
    let picture = if upright.width().max(upright.height()) > SIDE_MAX {
        upright.resize(SIDE_MAX, SIDE_MAX, FilterType::Triangle)
    } else {
        upright
    };
    let thumbnail = picture.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE);
    Ok(Picture {
        jpeg: encode(&picture, QUALITY)?,
        thumbnail: encode(&thumbnail, THUMBNAIL_QUALITY)?,
        width: picture.width(),
        height: picture.height(),
    })
}

fn decode(bytes: &[u8]) -> Result<DynamicImage> {
    let format = sniff(bytes).ok_or_else(|| TabletError::new(ErrorCode::NotAnImage))?;
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder().map_err(|e| refusal(&e))?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MEGAPIXELS_MAX * 1_000_000 {
        let details = [("megapixels", pixels.div_ceil(1_000_000).to_string()), ("max", MEGAPIXELS_MAX.to_string())];
        return Err(TabletError::with(ErrorCode::ImageTooLarge, details));
    }
    if format == ImageFormat::Jpeg && !has_end(bytes) {
        return Err(TabletError::new(ErrorCode::ImageTruncated));
    }
    let orientation = decoder.orientation().map_err(|error| refusal(&error))?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?;
    image.apply_orientation(orientation);
    Ok(image)
}

/// The format by the first bytes; a name or media type would only be a claim.
fn sniff(bytes: &[u8]) -> Option<ImageFormat> {
    let format = image::guess_format(bytes).ok()?;
    matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP).then_some(format)
}

/// Whether a JPEG's last scan is ended. A decoder fills what is missing with grey, which is no photo of anything.
fn has_end(jpeg: &[u8]) -> bool {
    let last = |marker: [u8; 2]| jpeg.windows(2).rposition(|pair| pair == marker);
    match (last([0xff, 0xda]), last([0xff, 0xd9])) {
        (Some(scan), Some(end)) => end > scan,
        _ => false,
    }
}

fn encode(image: &DynamicImage, quality: u8) -> Result<Vec<u8>> {
    let rgb = flatten(image);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality)
        .write_image(rgb.as_raw(), rgb.width(), rgb.height(), image::ExtendedColorType::Rgb8)
        .map_err(TabletError::internal)?;
    Ok(jpeg)
}

/// Puts what is transparent on white: a JPEG has no other ground.
fn flatten(image: &DynamicImage) -> image::RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let rgba = image.to_rgba8();
    image::RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [red, green, blue, alpha] = rgba.get_pixel(x, y).0.map(u16::from);
        let on_white = |value: u16| u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255);
        image::Rgb([on_white(red), on_white(green), on_white(blue)])
    })
}

fn refusal(error: &ImageError) -> TabletError {
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            TabletError::new(ErrorCode::ImageTruncated)
        }
        ImageError::Limits(_) => TabletError::with(
            ErrorCode::ImageTooLarge,
            [("megapixels", format!("> {MEGAPIXELS_MAX}")), ("max", MEGAPIXELS_MAX.to_string())],
        ),
        _ => TabletError::new(ErrorCode::NotAnImage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let image = DynamicImage::ImageRgb8(image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x * y) % 239) as u8])
        }));
        encode(&image, 90).unwrap()
    }

    /// A JPEG with an Exif segment that says `orientation` and carries a made-up place.
    fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
        tiff.extend(b"GPS 59.91 N 10.75 E");
        let mut out = jpeg[..2].to_vec();
        out.extend([0xff, 0xe1]);
        out.extend(u16::try_from(tiff.len() + 2).unwrap().to_be_bytes());
        out.extend(tiff);
        out.extend(&jpeg[2..]);
        out
    }

    fn code(bytes: &[u8]) -> ErrorCode {
        take_in(bytes).unwrap_err().code
    }

    #[test]
    fn a_text_file_is_no_photo() {
        assert_eq!(code(b"%PDF-1.7 and so on"), ErrorCode::NotAnImage);
        assert_eq!(code(b""), ErrorCode::NotAnImage);
        assert_eq!(code(b"GIF89a\x01\0\x01\0"), ErrorCode::NotAnImage);
    }

    #[test]
    fn a_hundred_megapixels_are_refused_by_the_header() {
        // The header alone: width and height 10 000, no pixels behind it.
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x27\x10\0\0\x27\x10\x08\x02\0\0\0".to_vec();
        png.extend(crc32(&png[12..29]).to_be_bytes());
        png.extend(b"\0\0\0\0IDAT");
        png.extend(crc32(b"IDAT").to_be_bytes());
        let error = take_in(&png).unwrap_err();
        assert_eq!(error.code, ErrorCode::ImageTooLarge);
        assert_eq!(error.details["megapixels"], "100");
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
        })
    }

    #[test]
    fn a_photo_that_breaks_off_is_refused() {
        let whole = jpeg(400, 300);
        assert_eq!(code(&whole[..whole.len() / 2]), ErrorCode::ImageTruncated);
    }

    #[test]
    fn a_photo_is_turned_upright_and_loses_its_place() {
        let picture = take_in(&with_exif(&jpeg(300, 200), 6)).unwrap();
        assert_eq!((picture.width, picture.height), (200, 300));
        assert!(!picture.jpeg.windows(3).any(|window| window == b"GPS"));
        assert!(!picture.jpeg.windows(4).any(|window| window == b"Exif"));
    }

    #[test]
    fn a_large_photo_is_scaled_to_2048_and_gets_a_thumbnail() {
        let picture = take_in(&jpeg(3000, 1500)).unwrap();
        assert_eq!((picture.width, picture.height), (2048, 1024));
        let thumbnail = image::load_from_memory(&picture.thumbnail).unwrap();
        assert_eq!((thumbnail.width(), thumbnail.height()), (320, 160));
    }
}
