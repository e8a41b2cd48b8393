//! Changing what is said about a photo.

use feltbok_domain::{
    ids::Id,
    model::{Photo, VisitEdit},
};

use crate::{
    error::Result,
    tablet::Tablet,
    views::{ChangePhoto, PhotoView, TabletError},
};

impl Tablet {
    /// Changes kind, caption, or whether the photo goes on the work order.
    ///
    /// Errors: `not_found`, `wrong_state`, `sealed`, `handed_over`.
    pub fn change_photo(&self, job_id: Id, id: Id, change: ChangePhoto) -> Result<Vec<PhotoView>> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            let photo = visit.photos.iter().find(|photo| photo.id == id).cloned().ok_or_else(TabletError::not_found)?;
            let photo = Photo {
                kind: change.photo_kind,
                caption: change.caption.clone(),
                on_document: change.on_document,
                ..photo
            };
            work.visit(visit.id, VisitEdit::PutPhoto(photo))?;
            Ok(())
        })?;
        open.photos_view(job_id)
    }
}
