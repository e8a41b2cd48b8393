//! A visit's edits: the same reducer as on the tablet, with the grants and the files that the server adds.

use feltbok_domain::{
    job_life::JobStatus,
    model::{Job, Visit, VisitEdit, visit_edit::EditError},
};
use feltbok_protocol::{file::FileRole, operation::Operation, record::RecordKind};

use super::{Stored, Work, memo::Standing, push::Answer};
use crate::{StoreError, StoreResult, TabletActor};

impl Work<'_> {
    pub(super) fn apply_visit(
        &mut self,
        tablet: &TabletActor,
        operation: &Operation,
        edit: &VisitEdit,
    ) -> StoreResult<Answer> {
        let known: Option<Stored<Visit>> = self.find(operation.entity)?;
        let job_id = match (&known, edit) {
            (Some(known), _) if known.value.technician_id != tablet.technician_id => return Ok(Answer::not_found()),
            (Some(known), _) => known.value.job_id,
            (None, VisitEdit::Begin { technician_id, .. }) if *technician_id != tablet.technician_id => {
                return Ok(Answer::not_found());
            }
            (None, VisitEdit::Begin { job_id, .. }) => *job_id,
            (None, _) => return Ok(Answer::rejected("not_begun", EditError::NotBegun.to_string())),
        };
        if !self.was_granted(tablet, RecordKind::Job, job_id)? {
            return Ok(Answer::not_found());
        }
        self.check_equipment(edit)?;
        let rev = known.as_ref().map_or(0, |known| known.rev);
        let before = known.map(|known| known.value);
        let visit = match edit.apply(operation.entity, before.as_deref().cloned()) {
            Ok(visit) => visit,
            Err(error) => return Ok(Answer::rejected(code_of(&error), error.to_string())),
        };
        if before.as_deref() == Some(&visit) {
            return Ok(Answer::applied(rev));
        }
        let Stored { rev, value: visit } = self.save(visit, rev)?;
        self.note_files(tablet, edit, before.as_deref(), &visit)?;
        // As it stood before the seal had its effects.
        let standing = self.memo.standing(job_id, || self.rows.job_standing(job_id))?.ok_or(StoreError::NotFound)?;
        if let VisitEdit::Seal(sealed) = edit {
            let job = self.load::<Job>(job_id)?;
            self.seal(tablet, operation, &visit, sealed, job)?;
        }
        self.flag_if_taken_away(tablet, operation, standing, &visit)?;
        Ok(Answer::applied(rev))
    }

    /// A machine that a visit names must be one of the company's.
    fn check_equipment(&self, edit: &VisitEdit) -> StoreResult<()> {
        let named = match edit {
            VisitEdit::Begin { equipment_id, .. } => *equipment_id,
            VisitEdit::Equipment { equipment_id } => Some(*equipment_id),
            _ => None,
        };
        match named {
            Some(id) if self.rows.get(RecordKind::Equipment, id)?.is_none() => Err(StoreError::refused(
                "equipment_unknown",
                "The server does not know this machine; add it as a draft.",
            )),
            _ => Ok(()),
        }
    }

    /// Keeps account of the files that the visit names, so that missing ones can be asked for.
    fn note_files(
        &self,
        tablet: &TabletActor,
        edit: &VisitEdit,
        before: Option<&Visit>,
        visit: &Visit,
    ) -> StoreResult<()> {
        match edit {
            VisitEdit::PutPhoto(photo) => {
                let replaced = before.and_then(|visit| visit.photos.iter().find(|known| known.id == photo.id));
                if let Some(replaced) = replaced.filter(|replaced| replaced.sha256 != photo.sha256) {
                    self.rows.drop_file_ref(&replaced.sha256, visit.id)?;
                }
                self.rows.put_file_ref(&photo.sha256, visit.id, FileRole::Photo.as_str(), tablet.tablet_id)
            }
            VisitEdit::RemovePhoto { id } => {
                let removed = before.and_then(|visit| visit.photos.iter().find(|known| known.id == *id));
                let still_used = |sha256: &str| visit.photos.iter().any(|photo| photo.sha256 == sha256);
                match removed.filter(|removed| !still_used(&removed.sha256)) {
                    Some(removed) => self.rows.drop_file_ref(&removed.sha256, visit.id),
                    None => Ok(()),
                }
            }
            VisitEdit::Seal(sealed) => {
                if let Some(evidence) = &sealed.evidence_sha256 {
                    let role = FileRole::Signature.as_str();
                    self.rows.put_file_ref(evidence, visit.id, role, tablet.tablet_id)?;
                }
                let role = FileRole::Document.as_str();
                self.rows.put_file_ref(&sealed.pdf_sha256, visit.id, role, tablet.tablet_id)
            }
            _ => Ok(()),
        }
    }

    /// Work on a job that dispatch gave to somebody else meanwhile is taken in, and dispatch is told once (R10).
    fn flag_if_taken_away(
        &self,
        tablet: &TabletActor,
        operation: &Operation,
        (status, technician_id): Standing,
        visit: &Visit,
    ) -> StoreResult<()> {
        let code = if status == JobStatus::Cancelled {
            "cancelled_report"
        } else if technician_id != Some(tablet.technician_id) {
            "reassigned_report"
        } else {
            return Ok(());
        };
        let body = serde_json::json!({ "visit_id": visit.id, "technician": tablet.technician_name });
        self.notify(tablet, operation, visit.id, code, Some(visit.job_id), body)
    }
}

fn code_of(error: &EditError) -> &'static str {
    match error {
        EditError::NotBegun => "not_begun",
        EditError::Sealed { .. } => "sealed",
        EditError::RevisionExists { .. } => "revision_exists",
    }
}
