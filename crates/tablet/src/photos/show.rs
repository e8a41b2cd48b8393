//! The photos of the visit and where each is on its way.

use feltbok_domain::{ids::Id, model::Photo};
use feltbok_tablet_store::Reader;

use crate::{
    error::Result,
    tablet::{Open, Tablet},
    views::{FileTransfer, PhotoView},
};

impl Tablet {
    /// The photos of the visit, in the order taken.
    pub fn photos(&self, job_id: Id) -> Result<Vec<PhotoView>> {
        self.open()?.photos_view(job_id)
    }
}

impl Open {
    pub(super) fn photos_view(&self, job_id: Id) -> Result<Vec<PhotoView>> {
        let dossier = self.dossier(job_id)?;
        let photos = dossier.visit().map(|visit| visit.photos.clone()).unwrap_or_default();
        self.store.try_read(|reader| photos.iter().map(|photo| photo_view(reader, photo)).collect())
    }
}

pub(super) fn photo_view(reader: &Reader<'_>, photo: &Photo) -> Result<PhotoView> {
    Ok(PhotoView {
        id: photo.id,
        photo_kind: photo.kind,
        caption: photo.caption.clone(),
        taken_at: photo.taken_at,
        sha256: photo.sha256.clone(),
        bytes: photo.bytes,
        width: photo.width,
        height: photo.height,
        on_document: photo.on_document,
        transfer: transfer(reader, &photo.sha256)?,
    })
}

/// A file that this tablet has not named came from the office.
pub(crate) fn transfer(reader: &Reader<'_>, sha256: &str) -> Result<FileTransfer> {
    Ok(match reader.file_state(sha256)? {
        Some(state) if !state.is_sent && state.sent_bytes > 0 => FileTransfer::Sending,
        Some(state) if !state.is_sent => FileTransfer::Waiting,
        _ => FileTransfer::Received,
    })
}
