//! Answering: everything that is still open as OK, or one item.

use feltbok_domain::{
    ids::Id,
    model::{CheckAnswer, ChecklistResult, ChecklistTemplate, Visit, VisitEdit},
};
use feltbok_tablet_store::Work;

use crate::{
    error::Result,
    tablet::{Open, Tablet},
    views::{ChecklistView, TabletError},
};

impl Tablet {
    /// Answers every open item with OK; what was answered stays.
    ///
    /// Errors: `not_found` without a checklist, `wrong_state`, `sealed`, `handed_over`.
    pub fn check_all_ok(&self, job_id: Id) -> Result<ChecklistView> {
        self.answer(job_id, |result| {
            for answer in result.answers.iter_mut().filter(|answer| answer.ok.is_none()) {
                answer.ok = Some(true);
            }
            Ok(())
        })
    }

    /// Answers one item; `ok: None` opens it again.
    ///
    /// Errors: `not_found`, `wrong_state`, `sealed`, `handed_over`.
    pub fn set_check(
        &self,
        job_id: Id,
        key: &str,
        ok: Option<bool>,
        note: &str,
        photo_id: Option<Id>,
    ) -> Result<ChecklistView> {
        self.answer(job_id, |result| {
            let known = result.answers.iter_mut().find(|answer| answer.key == key);
            let answer = known.ok_or_else(TabletError::not_found)?;
            *answer = CheckAnswer { key: key.to_owned(), ok, note: note.to_owned(), photo_id };
            Ok(())
        })
    }

    fn answer(&self, job_id: Id, change: impl FnOnce(&mut ChecklistResult) -> Result<()>) -> Result<ChecklistView> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            let mut result = open.started(work, &visit)?;
            change(&mut result)?;
            work.visit(visit.id, VisitEdit::Checklist(result))?;
            Ok(())
        })?;
        open.checklist_view(job_id)?.ok_or_else(TabletError::not_found)
    }
}

impl Open {
    /// The visit's answers, begun with the newest template if there are none: from then on its version stays.
    fn started(&self, work: &Work<'_>, visit: &Visit) -> Result<ChecklistResult> {
        if let Some(result) = &visit.checklist {
            return Ok(result.clone());
        }
        let job = crate::steps::need_job(work, visit.job_id)?;
        let template: ChecklistTemplate = work.checklist_for(job.work_type)?.ok_or_else(TabletError::not_found)?;
        let open_answer =
            |key: &str| CheckAnswer { key: key.to_owned(), ok: None, note: String::new(), photo_id: None };
        Ok(ChecklistResult {
            template_id: template.id,
            version: template.version,
            answers: template.items.iter().map(|item| open_answer(&item.key)).collect(),
        })
    }
}
