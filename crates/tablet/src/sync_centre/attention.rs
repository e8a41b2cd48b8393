//! "Needs attention": a refused operation is tried again as a new one, or put away as a note for dispatch.

use feltbok_domain::{ids::Id, stock::Movement};
use feltbok_protocol::operation::{Edit, Notice, Operation};
use feltbok_tablet_store::{Work, read::AttentionItem};
use jiff::Timestamp;

use crate::{
    error::Result,
    tablet::Tablet,
    views::{SyncCentre, TabletError},
};

impl Tablet {
    /// Records the same edit again, on the record as it now is.
    ///
    /// Errors: `not_found`, `sealed`, and what the edit itself gives.
    pub fn retry_operation(&self, op_id: Id) -> Result<SyncCentre> {
        let open = self.open()?;
        open.write(|work| {
            let item = item(work, op_id)?;
            record_again(work, &item)?;
            Ok(work.resolve_attention(op_id)?)
        })?;
        self.sync_centre()
    }

    /// Puts it away; what was recorded goes to dispatch as a note, so that nothing is lost.
    ///
    /// Errors: `not_found`.
    pub fn discard_operation(&self, op_id: Id) -> Result<SyncCentre> {
        let open = self.open()?;
        open.write(|work| {
            let item = item(work, op_id)?;
            let text = format!("{} ({}): {}", item.kind, item.code.as_deref().unwrap_or("-"), item.fields);
            work.notice(item.entity, item.job, Notice::MasterData { text })?;
            Ok(work.resolve_attention(op_id)?)
        })?;
        self.sync_centre()
    }
}

fn item(work: &Work<'_>, op_id: Id) -> Result<AttentionItem> {
    work.attention()?.into_iter().find(|item| item.op_id == op_id).ok_or_else(TabletError::not_found)
}

fn record_again(work: &mut Work<'_>, item: &AttentionItem) -> Result<()> {
    let operation = Operation {
        dev_seq: 0,
        op_id: item.op_id,
        kind: item.kind.clone(),
        v: 1,
        entity: item.entity,
        job: item.job,
        base_rev: 0,
        fields: item.fields.clone(),
        at: Timestamp::UNIX_EPOCH,
        clock_offset_ms: 0,
    };
    match operation.edit().map_err(TabletError::internal)? {
        Edit::Visit(edit) => drop(work.visit(item.entity, edit)?),
        Edit::Job(edit) => drop(work.job(item.entity, edit)?),
        Edit::Contact(edit) => drop(work.contact(item.entity, item.job, edit)?),
        Edit::EquipmentDraft(machine) => drop(work.draft_equipment(*machine, item.job)?),
        Edit::Movement(movement) => {
            let id = work.next_id();
            work.movement(Movement { id, ..movement })?;
        }
        Edit::Notice(notice) => work.notice(item.entity, item.job, notice)?,
    }
    Ok(())
}
