//! The first reader: rxing's pieces in our own order, so that the budget holds between any two of them.

use super::fenced;
use crate::{
    code::{CodeKind, SeenCode},
    frame::GrayFrame,
    geometry::{Point, Quad},
    search::Finder,
    stopwatch::Deadline,
};
use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, ImmutableReader, Luma8Source, RXingResult,
    common::{BitMatrix, DetectorRXingResult, HybridBinarizer},
    qrcode::{
        QRCodeReader,
        cpp_port::{
            decoder::Decode,
            detector::{FindFinderPatterns, FinderPatternSet, GenerateFinderPatternSets, SampleQR},
        },
    },
};
use std::collections::HashSet;

/// The smallest QR code has 21 modules; less than a pixel each cannot be read.
const SIDE_MIN: usize = 21;
/// More finder patterns than this come from a sheet of codes or a moiré; the older detector tries every triple.
const FINDERS_FOR_OLDER_DETECTOR_MAX: usize = 40;

/// What the first reader found.
#[derive(Default)]
pub(crate) struct Look {
    pub(crate) codes: Vec<SeenCode>,
    /// Corner squares of codes, read or not.
    pub(crate) finders: Vec<Finder>,
}

/// Looks for up to `codes_max` QR codes.
pub(crate) fn look(frame: &GrayFrame, codes_max: usize, deadline: &Deadline<'_>) -> Look {
    if frame.short_side() < SIDE_MIN {
        return Look::default();
    }
    let mut seen = Look::default();
    // What was seen before a panic stays.
    fenced(|| look_unfenced(frame, codes_max, deadline, &mut seen));
    seen
}

fn look_unfenced(frame: &GrayFrame, codes_max: usize, deadline: &Deadline<'_>, seen: &mut Look) {
    let Ok(source) = Luma8Source::new_with_slice(frame.pixels(), frame.width() as u32, frame.height() as u32) else {
        return;
    };
    let mut picture = BinaryBitmap::new(HybridBinarizer::new(source));
    read_matrix(picture.get_black_matrix(), codes_max, deadline, seen);
    if !seen.codes.is_empty() || seen.finders.len() > FINDERS_FOR_OLDER_DETECTOR_MAX || deadline.is_over_after(0.5) {
        return;
    }
    let hints = DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])),
        ..DecodeHints::default()
    };
    if let Ok(result) = QRCodeReader.immutable_decode_with_hints(&mut picture, &hints) {
        seen.codes.extend(seen_by_older_detector(&result));
    }
}

fn read_matrix(matrix: &BitMatrix, codes_max: usize, deadline: &Deadline<'_>, seen: &mut Look) {
    let mut patterns = FindFinderPatterns(matrix, true, 0);
    seen.finders.extend(patterns.iter().map(|pattern| Finder {
        centre: Point::new(pattern.p.x, pattern.p.y),
        module: pattern.size as f32 / 7.0,
        weight: 3,
    }));
    let mut used: Vec<(f32, f32)> = Vec::new();
    for set in GenerateFinderPatternSets(&mut patterns) {
        if deadline.is_over() {
            return;
        }
        let places = [&set.bl, &set.tl, &set.tr].map(|pattern| (pattern.p.x, pattern.p.y));
        if places.iter().any(|place| used.contains(place)) {
            continue;
        }
        if let Some(code) = read_set(matrix, &set) {
            used.extend(places);
            seen.codes.push(code);
            if seen.codes.len() >= codes_max {
                return;
            }
        }
    }
}

fn read_set(matrix: &BitMatrix, set: &FinderPatternSet) -> Option<SeenCode> {
    let sampled = SampleQR(matrix, set).ok()?;
    let decoded = Decode(sampled.getBits()).ok()?;
    let text = decoded.text();
    if !decoded.isValid() || text.is_empty() {
        return None;
    }
    let corners = match sampled.getPoints() {
        [top_left, top_right, bottom_left, bottom_right, ..] => {
            Quad::new([top_left, top_right, bottom_right, bottom_left].map(|p| Point::new(p.x, p.y)))
        }
        _ => return None,
    };
    Some(SeenCode { text, corners, kind: CodeKind::Qr })
}

/// The older detector tells the centres of the corner squares: bottom left, top left, top right.
fn seen_by_older_detector(result: &RXingResult) -> Option<SeenCode> {
    let [bottom_left, top_left, top_right, ..] = result.getPoints() else { return None };
    let [bottom_left, top_left, top_right] = [bottom_left, top_left, top_right].map(|p| Point::new(p.x, p.y));
    (!result.getText().is_empty()).then(|| SeenCode {
        text: result.getText().to_owned(),
        corners: outline_from_finders(top_left, top_right, bottom_left, MODULES_GUESSED),
        kind: CodeKind::Qr,
    })
}

/// Version 3, the sticker's own; for the frame drawn around a hit the difference to its neighbours is invisible.
const MODULES_GUESSED: usize = 29;

/// The outline of a code from the centres of its corner squares, taken as a parallelogram.
pub(crate) fn outline_from_finders(top_left: Point, top_right: Point, bottom_left: Point, modules: usize) -> Quad {
    let margin = 3.5 / (modules as f32 - 7.0);
    let (right, down) = (top_right.minus(top_left), bottom_left.minus(top_left));
    let corner = |across: f32, along: f32| top_left.along(across, right).along(along, down);
    let (near, far) = (-margin, 1.0 + margin);
    Quad::new([corner(near, near), corner(far, near), corner(far, far), corner(near, far)])
}
