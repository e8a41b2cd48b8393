//! Frames of one aiming, and single pictures.

use std::sync::{Mutex, PoisonError};

use feltbok_scan::{Aim, FrameReport, GrayFrame, ScanSettings, gray_from_image_bytes};

use crate::{
    error::Result,
    tablet::Tablet,
    views::{ErrorCode, TabletError},
};

/// The aiming that is going on, with the name the window gave it.
#[derive(Default)]
pub(crate) struct Aiming(Mutex<Option<(String, Aim)>>);

impl Tablet {
    /// Reads one camera frame: 8-bit grey, row by row. Frames with the same `aim` name belong to one aiming, whose
    /// heavier looks take turns.
    ///
    /// Errors: `invalid_input` when the bytes are no such frame.
    pub fn scan_frame(&self, aim: &str, width: u32, height: u32, pixels: Vec<u8>) -> Result<FrameReport> {
        let frame = GrayFrame::new(width, height, pixels)
            .map_err(|error| TabletError::with(ErrorCode::InvalidInput, [("field", error.to_string())]))?;
        let mut aiming = self.aim.0.lock().unwrap_or_else(PoisonError::into_inner);
        if aiming.as_ref().is_none_or(|(name, _)| name != aim) {
            *aiming = Some((aim.to_owned(), Aim::new(ScanSettings::default())));
        }
        let (_, looking) = aiming.as_mut().ok_or_else(|| TabletError::internal("an aiming was just made"))?;
        Ok(looking.frame(&frame))
    }

    /// Reads a picture file, for tablets without a camera the window can use.
    ///
    /// Errors: `not_an_image`.
    pub fn scan_picture(&self, bytes: &[u8]) -> Result<FrameReport> {
        let frame = gray_from_image_bytes(bytes).map_err(|_| TabletError::new(ErrorCode::NotAnImage))?;
        Ok(Aim::new(ScanSettings::default()).still(&frame))
    }
}
