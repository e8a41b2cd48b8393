//! The two Rust readers that ours is built on, alone and as their own documentation uses them.

use super::{Decoder, Run, timed};
use anyhow::Result;
use feltbok_scan::GrayFrame;
use std::collections::HashSet;

pub struct Rxing;
pub struct Rqrr;

impl Decoder for Rxing {
    fn name(&self) -> &'static str {
        "rxing"
    }

    fn read(&mut self, frame: &GrayFrame) -> Result<Run> {
        let mut hints = rxing::DecodeHints {
            TryHarder: Some(true),
            PossibleFormats: Some(HashSet::from([rxing::BarcodeFormat::QR_CODE])),
            ..Default::default()
        };
        let (width, height) = (frame.width() as u32, frame.height() as u32);
        Ok(timed(|| {
            rxing::helpers::detect_in_luma_slice_with_hints(frame.pixels(), width, height, None, &mut hints)
                .map(|result| vec![result.getText().to_owned()])
                .unwrap_or_default()
        }))
    }
}

impl Decoder for Rqrr {
    fn name(&self) -> &'static str {
        "rqrr"
    }

    fn read(&mut self, frame: &GrayFrame) -> Result<Run> {
        let (width, pixels) = (frame.width(), frame.pixels());
        Ok(timed(|| {
            let pixel = |x: usize, y: usize| pixels[y * width + x];
            let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, frame.height(), pixel);
            picture.detect_grids().iter().filter_map(decoded).collect()
        }))
    }
}

fn decoded<G: rqrr::BitGrid>(grid: &rqrr::Grid<G>) -> Option<String> {
    let mut bytes = Vec::new();
    grid.decode_to(&mut bytes).ok()?;
    Some(String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect()))
}
