//! Taking a photo off the visit, and putting it back within the time to undo.

use feltbok_domain::{
    ids::Id,
    model::{Photo, VisitEdit},
};

use crate::{
    error::Result,
    tablet::Tablet,
    views::{PhotoView, TabletError},
};

impl Tablet {
    /// Removes a photo from the visit; its file stays until the job leaves the tablet, so that it can be restored.
    ///
    /// Errors: `not_found`, `wrong_state`, `sealed`, `handed_over`.
    pub fn remove_photo(&self, job_id: Id, id: Id) -> Result<Vec<PhotoView>> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            let photo = visit.photos.iter().find(|photo| photo.id == id).cloned().ok_or_else(TabletError::not_found)?;
            work.put_draft(&removed(id), Some(job_id), &photo)?;
            work.visit(visit.id, VisitEdit::RemovePhoto { id })?;
            Ok(())
        })?;
        open.photos_view(job_id)
    }

    /// Puts a removed photo back.
    ///
    /// Errors: `not_found` when nothing was removed, `wrong_state`, `sealed`, `handed_over`.
    pub fn restore_photo(&self, job_id: Id, id: Id) -> Result<Vec<PhotoView>> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            let photo: Photo = work.draft(&removed(id))?.ok_or_else(TabletError::not_found)?;
            work.visit(visit.id, VisitEdit::PutPhoto(photo))?;
            Ok(work.clear_draft(&removed(id))?)
        })?;
        open.photos_view(job_id)
    }
}

fn removed(id: Id) -> String {
    format!("removed_photo {id}")
}
