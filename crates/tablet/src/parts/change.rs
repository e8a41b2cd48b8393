//! Changing a fitted part: quantity, position, serials. The books follow by a return and a new issue.

use feltbok_domain::{
    ids::Id,
    model::{FittedPart, VisitEdit},
};

use super::fit::{check, need_part, refuse_used_serial, replaced};
use crate::{
    error::Result,
    tablet::Tablet,
    views::{FitPart, PartsView, TabletError},
};

impl Tablet {
    /// Changes a fitted part of the visit.
    ///
    /// Errors: `not_found`, `quantity_zero`, `serial_missing`, `serial_used`, `wrong_state`, `sealed`, `handed_over`.
    pub fn change_part(&self, job_id: Id, id: Id, fit: FitPart) -> Result<PartsView> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            let before = visit.parts.iter().find(|part| part.id == id).cloned().ok_or_else(TabletError::not_found)?;
            check(&need_part(work, before.part_id)?, &fit)?;
            let text = |value: &Option<String>| value.clone().filter(|value| !value.trim().is_empty());
            let after = FittedPart {
                quantity: fit.quantity,
                replaces_warranty_until: replaced(work, &visit, before.part_id, &fit.position)?,
                position: fit.position.trim().to_owned(),
                serial: text(&fit.serial),
                lot: text(&fit.lot),
                removed_serial: text(&fit.removed_serial),
                compatibility_told: fit.compatibility_told,
                ..before.clone()
            };
            if before.quantity != after.quantity || before.serial != after.serial {
                open.put_back(work, &visit, &before)?;
                refuse_used_serial(work, after.part_id, after.serial.as_deref())?;
                open.issue(work, &visit, &after)?;
            }
            work.visit(visit.id, VisitEdit::PutPart(after))?;
            Ok(())
        })?;
        open.parts_view(job_id, self.now())
    }
}
