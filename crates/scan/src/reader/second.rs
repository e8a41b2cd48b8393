//! The second opinion: rqrr, which follows connected areas instead of scan lines, on a threshold of ours.

use super::fenced;
use crate::{
    code::{CodeKind, SeenCode},
    geometry::{Point, Quad},
    pixels::Bitmap,
    search::find_finders,
    stopwatch::Deadline,
};
use std::time::Duration;

/// rqrr copies the whole picture for every triple of corner squares that it tries: 30 s on a moiré photo.
const PIXELS_MAX: usize = 1_100_000;
const FINDERS_MAX: usize = 12;
/// What all these copies may come to, in pixels: a few milliseconds.
const COPIED_PIXELS_MAX: usize = 12_000_000;
/// It cannot be interrupted: what a pixel of a bad picture may cost, in nanoseconds, and what the map of a grid may,
/// in microseconds. A grid takes three corner squares, and one of them may be seen by it alone.
const NANOSECONDS_A_PIXEL: u64 = 40;
const MICROSECONDS_A_GRID: u64 = 3_500;
const SIDE_MIN: usize = 21;

/// The first code of this bitmap that decodes; none when the rest of the budget may not suffice.
pub(crate) fn read_bitmap(bitmap: &Bitmap, deadline: &Deadline<'_>) -> Option<SeenCode> {
    let (width, height) = (bitmap.width, bitmap.height);
    if width.min(height) < SIDE_MIN || width * height > PIXELS_MAX {
        return None;
    }
    if !deadline.leaves(Duration::from_nanos((width * height) as u64 * NANOSECONDS_A_PIXEL)) {
        return None;
    }
    let finders = find_finders(bitmap, 2).len();
    if finders > FINDERS_MAX || finders.pow(3) / 6 * width * height > COPIED_PIXELS_MAX {
        return None;
    }
    if !deadline.leaves(Duration::from_micros((finders as u64 + 1) / 3 * MICROSECONDS_A_GRID)) {
        return None;
    }
    fenced(|| {
        let mut picture = rqrr::PreparedImage::prepare_from_bitmap(width, height, |x, y| bitmap.row(y)[x] != 0);
        picture.detect_grids().into_iter().find_map(|grid| {
            let mut bytes = Vec::new();
            grid.decode_to(&mut bytes).ok()?;
            let corners = Quad::new(grid.bounds.map(|p| Point::new(p.x as f32, p.y as f32)));
            (!bytes.is_empty()).then(|| SeenCode { text: text_of(bytes), corners, kind: CodeKind::Qr })
        })
    })?
}

/// UTF-8 where it is, else Latin-1, the code's default character set.
fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}
