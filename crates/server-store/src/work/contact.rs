//! Shared contact fields: they merge one by one; the same field changed on both sides is a conflict (R37).

use feltbok_domain::{
    ids::{self, Id},
    model::{Contact, ContactEdit},
};
use feltbok_protocol::{
    operation::Operation,
    record::{RecordKind, Recorded},
};
use serde_json::json;

use super::{Stored, Work, push::Answer};
use crate::{
    StoreError, StoreResult, TabletActor,
    rows::{FieldRev, NewConflict},
};

impl Work<'_> {
    pub(super) fn apply_contact(
        &mut self,
        tablet: &TabletActor,
        operation: &Operation,
        edit: &ContactEdit,
    ) -> StoreResult<Answer> {
        if !self.was_granted(tablet, RecordKind::Contact, operation.entity)? {
            return Ok(Answer::not_found());
        }
        let contact: Stored<Contact> = self.load(operation.entity)?;
        let mut wanted = edit.clone();
        let mut conflicts = 0;
        for (field, new, old) in fields(&mut wanted, &contact.value) {
            let Some(offered) = new.clone().filter(|new| new != old) else {
                *new = None;
                continue;
            };
            let known = self.rows.field_rev(Contact::KIND, contact.value.id, field)?;
            let Some(known) = known.filter(|known| known.rev > operation.base_rev) else { continue };
            self.keep_field(tablet, operation, &contact.value, field, (old, &known), &offered)?;
            *new = None;
            conflicts += 1;
        }
        let rev = self.write_contact(&contact, &wanted)?;
        Ok(if conflicts > 0 {
            Answer::conflict(
                "field_changed",
                "The same field was changed on the other side; both values are kept.",
                rev,
            )
        } else if operation.base_rev < contact.rev {
            Answer::merged(rev)
        } else {
            Answer::applied(rev)
        })
    }

    /// Writes the fields that the edit names and notes at which revision each changed.
    pub(super) fn write_contact(&mut self, contact: &Stored<Contact>, edit: &ContactEdit) -> StoreResult<u64> {
        let mut value = Contact::clone(&contact.value);
        edit.apply(&mut value);
        if value == *contact.value {
            return Ok(contact.rev);
        }
        let rev = self.save(value, contact.rev)?.rev;
        let mark =
            FieldRev { rev, by_id: self.author.id, by_name: self.author.name.clone(), at_ms: self.at.as_millisecond() };
        for (field, new, old) in fields(&mut edit.clone(), &contact.value) {
            if new.as_ref().is_some_and(|new| new != old) {
                self.rows.set_field_rev(Contact::KIND, contact.value.id, field, &mark)?;
            }
        }
        Ok(rev)
    }

    /// Takes the value that did not win at first. Errors: `Refused` for a field that cannot be written so.
    pub(super) fn take_contact_field(&mut self, id: Id, field: &str, value: String) -> StoreResult<()> {
        let contact: Stored<Contact> = self.load(id)?;
        let mut edit = ContactEdit::default();
        match field {
            "name" => edit.name = Some(value),
            "phone" => edit.phone = Some(value),
            "email" => edit.email = Some(value),
            _ => return Err(StoreError::refused("not_writable", "This value can only be entered by hand.")),
        }
        self.write_contact(&contact, &edit)?;
        Ok(())
    }

    fn keep_field(
        &self,
        tablet: &TabletActor,
        operation: &Operation,
        contact: &Contact,
        field: &str,
        (kept, known): (&str, &FieldRev),
        offered: &str,
    ) -> StoreResult<()> {
        self.rows.put_conflict(&NewConflict {
            id: ids::derived(operation.op_id, field),
            kind: Contact::KIND,
            record_id: contact.id,
            job_id: operation.job,
            field,
            kept: json!(kept),
            kept_by: &known.by_name,
            kept_at_ms: Some(known.at_ms),
            offered: json!(offered),
            offered_by: &tablet.technician_name,
            offered_at_ms: operation.corrected_at().as_millisecond(),
            code: "field_changed",
        })
    }
}

/// Name, wish and present value of each field.
fn fields<'a>(edit: &'a mut ContactEdit, contact: &'a Contact) -> [(&'static str, &'a mut Option<String>, &'a str); 3] {
    [
        ("name", &mut edit.name, contact.name.as_str()),
        ("phone", &mut edit.phone, contact.phone.as_str()),
        ("email", &mut edit.email, contact.email.as_str()),
    ]
}
