//! Machines that a technician found and nobody knew: drafts until dispatch confirms them (R3).

use feltbok_domain::model::{Equipment, Passport};
use feltbok_protocol::{operation::Operation, record::RecordKind};
use serde_json::json;

use super::{Work, notice::DRAFT_EQUIPMENT, push::Answer};
use crate::{StoreResult, TabletActor};

impl Work<'_> {
    pub(super) fn apply_draft(
        &mut self,
        tablet: &TabletActor,
        operation: &Operation,
        draft: Equipment,
    ) -> StoreResult<Answer> {
        if draft.id != operation.entity {
            return Ok(Answer::rejected("operation_unreadable", "The draft names another machine than its operation."));
        }
        let is_theirs = self.was_granted(tablet, RecordKind::Customer, draft.customer_id)?
            && self.was_granted(tablet, RecordKind::Site, draft.site_id)?;
        if !is_theirs {
            return Ok(Answer::not_found());
        }
        // An agreement, a warranty and the confirmation are dispatch's to give.
        let draft = Equipment { confirmed: false, agreement_id: None, factory_warranty_until: None, ..draft };
        let rev = match self.find::<Equipment>(draft.id)? {
            Some(known) if known.value.confirmed => {
                return Ok(Answer::rejected("already_confirmed", "Dispatch has confirmed this machine already."));
            }
            Some(known) if *known.value == draft => return Ok(Answer::applied(known.rev)),
            Some(known) => known.rev,
            None => 0,
        };
        let is_new = rev == 0;
        let saved = self.save(draft, rev)?;
        let draft = &saved.value;
        if is_new {
            self.save(Passport { equipment_id: draft.id, ..Passport::default() }, 0)?;
        }
        let body = json!({ "equipment_id": draft.id, "si": draft.si });
        self.notify(tablet, operation, draft.id, DRAFT_EQUIPMENT, operation.job, body)?;
        Ok(Answer::applied(saved.rev))
    }
}
