//! Frames of one aiming, and single pictures.

use std::sync::{Mutex, PoisonError};

use feltbok_scan::{FrameReport, GrayFrame, LookingFor, ScanSettings, ScanWorker, gray_from_image_bytes, read_picture};

use crate::{
    error::Result,
    tablet::Tablet,
    views::{ErrorCode, TabletError},
};

/// The aiming that is going on, with the name the window gave it.
#[derive(Default)]
pub(crate) struct Aiming(Mutex<Option<Aimed>>);

struct Aimed {
    name: String,
    looking_for: LookingFor,
    worker: ScanWorker,
}

impl Aiming {
    /// Runs on the worker of the aiming that goes on; `None` when there is none.
    pub(super) fn with_worker<T>(&self, ask: impl FnOnce(&ScanWorker) -> T) -> Option<T> {
        let aimed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        aimed.as_ref().map(|aimed| ask(&aimed.worker))
    }
}

impl Tablet {
    /// Reads one camera frame: 8-bit grey, row by row. Frames with the same `aim` name belong to one aiming, whose
    /// heavier looks take turns. A frame that a later one overtakes is reported as empty.
    ///
    /// Errors: `invalid_input` when the bytes are no such frame.
    pub fn scan_frame(
        &self,
        aim: &str,
        looking_for: LookingFor,
        (width, height): (u32, u32),
        pixels: Vec<u8>,
    ) -> Result<FrameReport> {
        let frame = GrayFrame::new(width, height, pixels)
            .map_err(|error| TabletError::with(ErrorCode::InvalidInput, [("field", error.to_string())]))?;
        let pending = {
            let mut aiming = self.aim.0.lock().unwrap_or_else(PoisonError::into_inner);
            let is_another = |aimed: &Aimed| aimed.name != aim || aimed.looking_for != looking_for;
            if aiming.as_ref().is_none_or(is_another) {
                let settings = ScanSettings { looking_for, ..ScanSettings::default() };
                let worker =
                    ScanWorker::start(settings).map_err(|_| TabletError::internal("no thread to read frames"))?;
                *aiming = Some(Aimed { name: aim.to_owned(), looking_for, worker });
            }
            aiming.as_ref().map(|aimed| aimed.worker.offer(frame))
        };
        Ok(pending.and_then(feltbok_scan::PendingReport::wait).unwrap_or_default())
    }

    /// Reads a picture file, for tablets without a camera the window can use. Takes up to two seconds.
    ///
    /// Errors: `not_an_image`.
    pub fn scan_picture(&self, looking_for: LookingFor, bytes: &[u8]) -> Result<FrameReport> {
        let frame = gray_from_image_bytes(bytes).map_err(|_| TabletError::new(ErrorCode::NotAnImage))?;
        Ok(read_picture(&frame, looking_for))
    }
}
