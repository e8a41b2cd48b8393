//! The items of the checklist with their answers.

use feltbok_domain::{
    ids::Id,
    model::{ChecklistResult, ChecklistTemplate},
};

use crate::{
    error::Result,
    tablet::{Open, Tablet},
    views::{ChecklistLine, ChecklistView},
};

impl Tablet {
    /// The checklist of the job's kind of work, in the version the visit was started with; `None` when there is none.
    pub fn checklist(&self, job_id: Id) -> Result<Option<ChecklistView>> {
        self.open()?.checklist_view(job_id)
    }
}

impl Open {
    pub(super) fn checklist_view(&self, job_id: Id) -> Result<Option<ChecklistView>> {
        let dossier = self.dossier(job_id)?;
        let result = dossier.visit().and_then(|visit| visit.checklist.as_ref());
        Ok(dossier.checklist.as_ref().map(|template| view(template, result)))
    }
}

fn view(template: &ChecklistTemplate, result: Option<&ChecklistResult>) -> ChecklistView {
    let items: Vec<ChecklistLine> = template
        .items
        .iter()
        .map(|item| {
            let answer = result.and_then(|result| result.answers.iter().find(|answer| answer.key == item.key));
            ChecklistLine {
                key: item.key.clone(),
                text: item.text.clone(),
                required: item.required,
                ok: answer.and_then(|answer| answer.ok),
                note: answer.map(|answer| answer.note.clone()).unwrap_or_default(),
                photo_id: answer.and_then(|answer| answer.photo_id),
            }
        })
        .collect();
    let count = |test: fn(&ChecklistLine) -> bool| {
        u32::try_from(items.iter().filter(|item| test(item)).count()).unwrap_or(u32::MAX)
    };
    ChecklistView {
        template_id: template.id,
        version: template.version,
        name: template.name.clone(),
        answered: count(|item| item.ok.is_some()),
        exceptions: count(|item| item.ok == Some(false)),
        items,
    }
}
