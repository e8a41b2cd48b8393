//! Saving the diagnosis: every choice and every pause in typing.

use feltbok_domain::{
    ids::Id,
    model::{CodeList, Diagnosis, Equipment, Visit, VisitEdit},
};
use feltbok_tablet_store::Work;

use super::codes::note;
use crate::{error::Result, tablet::Tablet, views::DiagnosisView};

impl Tablet {
    /// Saves the whole diagnosis; unsent ones fold into the last.
    ///
    /// Errors: `not_found`, `wrong_state`, `sealed`, `handed_over`.
    pub fn save_diagnosis(&self, job_id: Id, diagnosis: Diagnosis) -> Result<DiagnosisView> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            note_new_codes(work, &visit, &diagnosis)?;
            work.visit(visit.id, VisitEdit::Diagnosis(diagnosis))?;
            Ok(())
        })?;
        open.diagnosis_view(job_id, self.now())
    }
}

fn note_new_codes(work: &mut Work<'_>, visit: &Visit, new: &Diagnosis) -> Result<()> {
    let machine = visit.equipment_id.map(|id| work.get::<Equipment>(id)).transpose()?.flatten();
    let category = machine.map(|machine| machine.category);
    let old = &visit.diagnosis;
    let chosen = [
        (CodeList::Symptom, &old.symptom, &new.symptom),
        (CodeList::Cause, &old.cause, &new.cause),
        (CodeList::Remedy, &old.remedy, &new.remedy),
    ];
    for (list, before, after) in chosen {
        if let Some(code) = after.as_deref().filter(|_| before != after) {
            note(work, list, category, code)?;
        }
    }
    Ok(())
}
