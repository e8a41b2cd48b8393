//! A photo or logo made ready for the page: grey or RGB, upright by matrix, without metadata.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits, codecs::jpeg::JpegEncoder, metadata::Orientation};

use super::jpeg;
use crate::{error::DocumentError, layout::Rect};

/// Larger pictures are refused before they are decoded.
const PIXELS_MAX: u64 = 100_000_000;
const DECODE_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// A decoded picture is made no larger than this: more is not seen at the size it is printed.
const SIDE_MAX: u32 = 2400;
const QUALITY: u8 = 86;
/// A logo has 50 mm of room: this is 600 dots to the inch.
const LOGO_SIDE_MAX: u32 = 1200;

#[derive(Debug)]
pub(crate) struct Picture {
    /// A JPEG, or plain bytes from the top left.
    pub data: Vec<u8>,
    pub is_jpeg: bool,
    /// As stored, before it is turned.
    pub width: u32,
    pub height: u32,
    /// 1 or 3.
    pub components: u8,
    /// EXIF orientation 1–8.
    pub orientation: u8,
}

impl Picture {
    /// Takes JPEG as it is where that can be, and decodes and encodes everything else. `field` names it in errors.
    pub fn of(bytes: &[u8], field: &str) -> Result<Picture, DocumentError> {
        if let Some(header) = jpeg::header(bytes) {
            check_size(header.width, header.height, field)?;
            let is_plain = header.bits == 8 && matches!(header.components, 1 | 3);
            if let Some(jpeg) = is_plain.then(|| jpeg::stripped(bytes, &header)).flatten() {
                let jpeg::Header { width, height, components, orientation, .. } = header;
                return Ok(Picture { data: jpeg, is_jpeg: true, width, height, components, orientation });
            }
        }
        encode(decode(bytes, field)?, field)
    }

    /// The same for what has sharp edges: only a JPEG stays one, and everything else keeps its very pixels.
    pub fn lossless(bytes: &[u8], field: &str) -> Result<Picture, DocumentError> {
        if jpeg::header(bytes).is_some() {
            return Picture::of(bytes, field);
        }
        let rgb = on_white(decode(bytes, field)?, LOGO_SIDE_MAX);
        let (width, height) = rgb.dimensions();
        Ok(Picture { data: rgb.into_raw(), is_jpeg: false, width, height, components: 3, orientation: 1 })
    }

    /// Width and height as it is seen.
    pub fn upright(&self) -> (f32, f32) {
        let (width, height) = (self.width as f32, self.height as f32);
        if self.orientation > 4 { (height, width) } else { (width, height) }
    }

    /// The matrix that puts the stored picture upright into `rect` of a page `page` points high.
    pub fn matrix(&self, rect: &Rect, page: f32) -> [f32; 6] {
        let (w, h) = (rect.width, rect.height);
        let (x, y) = (rect.x, page - rect.y - h);
        match self.orientation {
            2 => [-w, 0.0, 0.0, h, x + w, y],
            3 => [-w, 0.0, 0.0, -h, x + w, y + h],
            4 => [w, 0.0, 0.0, -h, x, y + h],
            5 => [0.0, -h, -w, 0.0, x + w, y + h],
            6 => [0.0, -h, w, 0.0, x, y + h],
            7 => [0.0, h, w, 0.0, x, y],
            8 => [0.0, h, -w, 0.0, x + w, y],
            _ => [w, 0.0, 0.0, h, x, y],
        }
    }
}

fn check_size(width: u32, height: u32, field: &str) -> Result<(), DocumentError> {
    let why = match u64::from(width) * u64::from(height) {
        0 => "the picture is empty".to_owned(),
        pixels if pixels > PIXELS_MAX => format!("{} megapixels are more than we print", pixels / 1_000_000),
        _ => return Ok(()),
    };
    Err(DocumentError::Picture { field: field.to_owned(), why })
}

fn decode(bytes: &[u8], field: &str) -> Result<DynamicImage, DocumentError> {
    let error = |error: image::ImageError| DocumentError::Picture { field: field.to_owned(), why: error.to_string() };
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|why| error(image::ImageError::IoError(why)))?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODE_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(error)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height, field)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(error)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn encode(image: DynamicImage, field: &str) -> Result<Picture, DocumentError> {
    let rgb = on_white(image, SIDE_MAX);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode_image(&rgb)
        .map_err(|error| DocumentError::Picture { field: field.to_owned(), why: error.to_string() })?;
    let (width, height) = rgb.dimensions();
    Ok(Picture { data: jpeg, is_jpeg: true, width, height, components: 3, orientation: 1 })
}

/// On white where the picture is transparent: paper has no other ground.
fn on_white(image: DynamicImage, side_max: u32) -> image::RgbImage {
    let image = if image.width().max(image.height()) > side_max { image.thumbnail(side_max, side_max) } else { image };
    let mut rgb = image::RgbImage::new(image.width(), image.height());
    for (target, source) in rgb.pixels_mut().zip(image.to_rgba8().pixels()) {
        let alpha = u32::from(source[3]);
        let on_white = |value: u8| ((u32::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        target.0 = [on_white(source[0]), on_white(source[1]), on_white(source[2])];
    }
    rgb
}
