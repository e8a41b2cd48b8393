//! The edits of a visit: one pure reducer that tablet and server both run, so that both arrive at the same visit.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ChecklistResult, CloseOut, Consent, Diagnosis, FittedPart, Photo, Reading, Satisfaction, SignedWorkOrder,
    TimeEntry, Visit,
};
use crate::ids::Id;

/// One change of a visit, complete in itself. The tag is `edit`, because time entries, parts and photos have a `kind` of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum VisitEdit {
    /// The first edit of every visit; makes it.
    Begin {
        job_id: Id,
        technician_id: Id,
        equipment_id: Option<Id>,
        started_at: Timestamp,
    },
    Equipment {
        equipment_id: Id,
    },
    Diagnosis(Diagnosis),
    /// Adds the entry or replaces the one with its id.
    PutTime(TimeEntry),
    RemoveTime {
        id: Id,
    },
    PutPart(FittedPart),
    RemovePart {
        id: Id,
    },
    PutReading(Reading),
    RemoveReading {
        id: Id,
    },
    Checklist(ChecklistResult),
    PutPhoto(Photo),
    RemovePhoto {
        id: Id,
    },
    Consent(Consent),
    CloseOut(CloseOut),
    Satisfaction(Satisfaction),
    /// Adds a sealed revision; the first one finishes the visit.
    Seal(SignedWorkOrder),
}

/// Why an edit does not fit its visit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("the visit has not begun")]
    NotBegun,
    #[error("work order {number} is sealed: add a revision instead of changing it (R31)")]
    Sealed { number: String },
    #[error("revision {revision} of work order {number} exists already")]
    RevisionExists { number: String, revision: u32 },
}

impl VisitEdit {
    /// Applies the edit to the visit `id`, making it for `Begin`. Idempotent: the same edit again changes nothing.
    pub fn apply(&self, id: Id, visit: Option<Visit>) -> Result<Visit, EditError> {
        let Some(mut visit) = visit else {
            return self.begin(id);
        };
        match self {
            VisitEdit::Begin { .. } => return Ok(visit),
            VisitEdit::Seal(sealed) => return seal(visit, sealed),
            _ => {}
        }
        if let Some(last) = visit.work_orders.last() {
            return Err(EditError::Sealed { number: last.number.clone() });
        }
        self.write(&mut visit);
        Ok(visit)
    }

    /// Two unsent edits with the same key may be folded into the later one; `None` never folds.
    pub fn coalescing_key(&self) -> Option<String> {
        match self {
            VisitEdit::Diagnosis(_) => Some("diagnosis".into()),
            VisitEdit::Checklist(_) => Some("checklist".into()),
            VisitEdit::CloseOut(_) => Some("close_out".into()),
            VisitEdit::Satisfaction(_) => Some("satisfaction".into()),
            VisitEdit::PutTime(entry) => Some(format!("time {}", entry.id)),
            VisitEdit::PutReading(reading) => Some(format!("reading {}", reading.id)),
            VisitEdit::PutPhoto(photo) => Some(format!("photo {}", photo.id)),
            VisitEdit::PutPart(part) => Some(format!("part {}", part.id)),
            _ => None,
        }
    }

    fn begin(&self, id: Id) -> Result<Visit, EditError> {
        let VisitEdit::Begin { job_id, technician_id, equipment_id, started_at } = self else {
            return Err(EditError::NotBegun);
        };
        Ok(Visit {
            id,
            job_id: *job_id,
            technician_id: *technician_id,
            equipment_id: *equipment_id,
            started_at: *started_at,
            finished_at: None,
            times: Vec::new(),
            diagnosis: Diagnosis::default(),
            parts: Vec::new(),
            readings: Vec::new(),
            checklist: None,
            photos: Vec::new(),
            consent: None,
            close_out: CloseOut::default(),
            satisfaction: None,
            work_orders: Vec::new(),
        })
    }

    fn write(&self, visit: &mut Visit) {
        match self {
            VisitEdit::Begin { .. } | VisitEdit::Seal(_) => {}
            VisitEdit::Equipment { equipment_id } => visit.equipment_id = Some(*equipment_id),
            VisitEdit::Diagnosis(diagnosis) => visit.diagnosis = diagnosis.clone(),
            VisitEdit::PutTime(entry) => put(&mut visit.times, entry, |known| known.id == entry.id),
            VisitEdit::RemoveTime { id } => visit.times.retain(|entry| entry.id != *id),
            VisitEdit::PutPart(part) => put(&mut visit.parts, part, |known| known.id == part.id),
            VisitEdit::RemovePart { id } => visit.parts.retain(|part| part.id != *id),
            VisitEdit::PutReading(reading) => put(&mut visit.readings, reading, |known| known.id == reading.id),
            VisitEdit::RemoveReading { id } => visit.readings.retain(|reading| reading.id != *id),
            VisitEdit::Checklist(result) => visit.checklist = Some(result.clone()),
            VisitEdit::PutPhoto(photo) => put(&mut visit.photos, photo, |known| known.id == photo.id),
            VisitEdit::RemovePhoto { id } => visit.photos.retain(|photo| photo.id != *id),
            VisitEdit::Consent(consent) => visit.consent = Some(consent.clone()),
            VisitEdit::CloseOut(close_out) => visit.close_out = close_out.clone(),
            VisitEdit::Satisfaction(satisfaction) => visit.satisfaction = Some(satisfaction.clone()),
        }
    }
}

fn seal(mut visit: Visit, sealed: &SignedWorkOrder) -> Result<Visit, EditError> {
    if visit.work_orders.contains(sealed) {
        return Ok(visit);
    }
    if visit.work_orders.iter().any(|known| known.number == sealed.number && known.revision == sealed.revision) {
        return Err(EditError::RevisionExists { number: sealed.number.clone(), revision: sealed.revision });
    }
    visit.finished_at.get_or_insert(sealed.sealed_at);
    visit.work_orders.push(sealed.clone());
    Ok(visit)
}

fn put<T: Clone>(list: &mut Vec<T>, item: &T, is_same: impl Fn(&T) -> bool) {
    match list.iter_mut().find(|known| is_same(known)) {
        Some(known) => *known = item.clone(),
        None => list.push(item.clone()),
    }
}
