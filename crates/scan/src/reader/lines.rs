//! Line codes and Data Matrix of part boxes, through rxing.

use super::fenced;
use crate::{
    code::{CodeKind, SeenCode},
    frame::GrayFrame,
    geometry::{Point, Quad},
};
use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, ImmutableReader, Luma8Source, RXingResult, Reader,
    common::HybridBinarizer, datamatrix::DataMatrixReader, oned::MultiFormatOneDReader,
};
use std::collections::HashSet;

const SIDE_MIN: usize = 10;

/// The formats on part boxes.
const FORMATS: [(BarcodeFormat, CodeKind); 6] = [
    (BarcodeFormat::EAN_13, CodeKind::Ean13),
    (BarcodeFormat::EAN_8, CodeKind::Ean8),
    (BarcodeFormat::UPC_A, CodeKind::UpcA),
    (BarcodeFormat::CODE_128, CodeKind::Code128),
    (BarcodeFormat::CODE_39, CodeKind::Code39),
    (BarcodeFormat::DATA_MATRIX, CodeKind::DataMatrix),
];

/// One line code, lying any way round.
pub(crate) fn look_for_lines(frame: &GrayFrame) -> Option<SeenCode> {
    read(frame, |picture, hints| MultiFormatOneDReader::new(hints).decode_with_hints(picture, hints).ok())
}

/// One Data Matrix code.
pub(crate) fn look_for_data_matrix(frame: &GrayFrame) -> Option<SeenCode> {
    read(frame, |picture, hints| DataMatrixReader.immutable_decode_with_hints(picture, hints).ok())
}

type Picture<'a> = BinaryBitmap<HybridBinarizer<Luma8Source<'a>>>;

fn read(
    frame: &GrayFrame,
    reader: impl FnOnce(&mut Picture<'_>, &DecodeHints) -> Option<RXingResult>,
) -> Option<SeenCode> {
    if frame.short_side() < SIDE_MIN {
        return None;
    }
    let hints = DecodeHints {
        TryHarder: Some(true),
        AssumeGs1: Some(true),
        PossibleFormats: Some(HashSet::from(FORMATS.map(|(format, _)| format))),
        ..DecodeHints::default()
    };
    fenced(|| {
        let source = Luma8Source::new_with_slice(frame.pixels(), frame.width() as u32, frame.height() as u32).ok()?;
        let result = reader(&mut BinaryBitmap::new(HybridBinarizer::new(source)), &hints)?;
        let (_, kind) = FORMATS.into_iter().find(|(format, _)| format == result.getBarcodeFormat())?;
        let text = result.getText().to_owned();
        (!text.is_empty()).then(|| SeenCode { text, corners: outline(result.getPoints()), kind })
    })?
}

/// Four corners as they are; of a line code's two ends a thin strip.
fn outline(points: &[rxing::Point]) -> Quad {
    let corner = |i: usize| points.get(i).map_or_else(Point::default, |p| Point::new(p.x, p.y));
    if points.len() >= 4 {
        return Quad::new([0, 1, 2, 3].map(corner));
    }
    let (from, to) = (corner(0), corner(points.len().saturating_sub(1)));
    let along = to.minus(from);
    let across = Point::new(-along.y, along.x);
    Quad::new([from.along(-0.1, across), to.along(-0.1, across), to.along(0.1, across), from.along(0.1, across)])
}
