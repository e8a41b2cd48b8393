//! Adding a photo: taken in, kept encrypted, and queued with its thumbnail.

use feltbok_domain::{
    ids::Id,
    model::{Photo, PhotoKind, VisitEdit},
};
use feltbok_protocol::file::FileRole;

use super::{bytes::thumbnail_key, intake::take_in, show::photo_view};
use crate::{error::Result, tablet::Tablet, views::PhotoView};

const JPEG: &str = "image/jpeg";

impl Tablet {
    /// Adds a photo from a camera or a file to the visit.
    ///
    /// Errors: `not_an_image`, `image_too_large`, `image_truncated`, `file_too_large`, `disk_full`, `wrong_state`,
    /// `sealed`, `handed_over`.
    pub fn add_photo(&self, job_id: Id, kind: PhotoKind, bytes: &[u8]) -> Result<PhotoView> {
        let open = self.open()?;
        let picture = take_in(bytes)?;
        let kept = open.store.keep_file(&picture.jpeg)?;
        let thumbnail = open.store.keep_file(&picture.thumbnail)?;
        let photo = open.change_visit(job_id, |work, visit| {
            let photo = Photo {
                id: work.next_id(),
                kind,
                caption: String::new(),
                taken_at: work.now(),
                sha256: kept.sha256.clone(),
                bytes: u32::try_from(kept.bytes).unwrap_or(u32::MAX),
                width: picture.width,
                height: picture.height,
                on_document: true,
            };
            work.put_draft(&thumbnail_key(&kept.sha256), Some(job_id), &thumbnail.sha256)?;
            work.add_file(&thumbnail, FileRole::Thumbnail, JPEG, job_id)?;
            work.add_file(&kept, FileRole::Photo, JPEG, job_id)?;
            work.visit(visit.id, VisitEdit::PutPhoto(photo.clone()))?;
            Ok(photo)
        })?;
        open.store.try_read(|reader| photo_view(reader, &photo))
    }
}
