//! Edits: the shared reducer changes what is seen, and the same edit goes into the outbox.

use feltbok_domain::{
    ids::Id,
    model::{Contact, ContactEdit, Equipment, Job, JobEdit, Visit, VisitEdit},
    stock::Movement,
};
use feltbok_protocol::{
    OPERATION_BYTES_MAX,
    operation::{Edit, Notice, Operation},
    record::{RecordKind, Recorded},
};
use feltbok_sync::integrate;
use serde_json::Value;

use super::{Work, fold, outbox};
use crate::{error::StoreError, journal::Entry, record};

/// What an operation weighs beside its fields, in bytes.
const ENVELOPE_BYTES: usize = 512;

impl Work<'_> {
    /// Edits a visit, making it with `Begin`; gives it as it now is.
    ///
    /// Errors: `Edit` for an edit that the visit's rules refuse (R31), `TooLarge`, the store's own.
    pub fn visit(&mut self, id: Id, edit: VisitEdit) -> Result<Visit, StoreError> {
        let job = match &edit {
            VisitEdit::Begin { job_id, .. } => Some(*job_id),
            _ => self.get::<Visit>(id)?.map(|visit| visit.job_id),
        };
        self.edit(id, job, &Edit::Visit(edit))
    }

    /// Edits a job; gives it as it now is. Whether the step is allowed (R4) is the use case's to ask.
    pub fn job(&mut self, id: Id, edit: JobEdit) -> Result<Job, StoreError> {
        self.edit(id, Some(id), &Edit::Job(edit))
    }

    /// Edits a contact, as part of a job where it was done on one.
    pub fn contact(&mut self, id: Id, job: Option<Id>, edit: ContactEdit) -> Result<Contact, StoreError> {
        self.edit(id, job, &Edit::Contact(edit))
    }

    /// Adds a machine that nobody knew (R3).
    pub fn draft_equipment(&mut self, equipment: Equipment, job: Option<Id>) -> Result<Equipment, StoreError> {
        self.edit(equipment.id, job, &Edit::EquipmentDraft(Box::new(equipment)))
    }

    /// Adds an entry to the stock ledger (R21); the same id again changes nothing.
    ///
    /// Errors: `Movement` for sides or quantities that do not fit.
    pub fn movement(&mut self, movement: Movement) -> Result<(), StoreError> {
        movement.check()?;
        let (id, job) = (movement.id, movement.job_id);
        if self.has_movement(id)? {
            return Ok(());
        }
        self.enqueue(self.operation(id, job, 0, &Edit::Movement(movement))?, None)
    }

    /// Tells dispatch something about a record.
    pub fn notice(&mut self, about: Id, job: Option<Id>, notice: Notice) -> Result<(), StoreError> {
        self.enqueue(self.operation(about, job, 0, &Edit::Notice(notice))?, None)
    }

    fn edit<T: Recorded>(&mut self, id: Id, job: Option<Id>, edit: &Edit) -> Result<T, StoreError> {
        let stored = record::load(self.tx, T::KIND, id)?;
        let before = stored.as_ref().and_then(|stored| stored.body()).cloned();
        let after = integrate::apply(id, before.clone(), edit).map_err(|error| StoreError::of_edit(error, id))?;
        if before.as_ref() != Some(&after) {
            let rev = stored.as_ref().map_or(0, |stored| stored.rev);
            let op = self.operation(id, job, rev, edit)?;
            let server = stored.and_then(|stored| stored.server_body);
            self.enqueue_or_fold(T::KIND, op, edit.coalescing_key(), server.as_ref(), &after)?;
            record::set_local(self.tx, T::KIND, id, Some(&after))?;
        }
        serde_json::from_value(after).map_err(|why| StoreError::Unreadable { kind: T::KIND, why: why.to_string() })
    }

    fn enqueue_or_fold(
        &mut self,
        kind: RecordKind,
        op: Operation,
        fold_key: Option<String>,
        server: Option<&Value>,
        shown: &Value,
    ) -> Result<(), StoreError> {
        if let Some(key) = &fold_key
            && let Some(folded) = fold::fold(self.tx, kind, &op, key, server, shown)?
        {
            self.entries.push(Entry::Operation { operation: folded, fold_key });
            return Ok(());
        }
        self.enqueue(op, fold_key)
    }

    fn enqueue(&mut self, operation: Operation, fold_key: Option<String>) -> Result<(), StoreError> {
        outbox::insert(self.tx, &operation, fold_key.as_deref())?;
        self.entries.push(Entry::Operation { operation, fold_key });
        Ok(())
    }

    fn operation(&self, entity: Id, job: Option<Id>, base_rev: u64, edit: &Edit) -> Result<Operation, StoreError> {
        let fields = edit.fields();
        let bytes = fields.to_string().len() + ENVELOPE_BYTES;
        if bytes > OPERATION_BYTES_MAX {
            return Err(StoreError::TooLarge { bytes });
        }
        Ok(Operation {
            dev_seq: 0,
            op_id: self.next_id(),
            kind: edit.kind().to_owned(),
            v: edit.version(),
            entity,
            job,
            base_rev,
            fields,
            at: self.now(),
            clock_offset_ms: self.clock_offset_ms,
        })
    }
}
