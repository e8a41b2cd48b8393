//! Replay: what a record looks like here is the server's version with this tablet's pending edits on top.

use feltbok_domain::ids::Id;
use feltbok_protocol::{operation::Edit, record::RecordKind};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Why an edit could not be put on a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    #[error("there is no such {0:?} on this tablet")]
    Missing(RecordKind),
    #[error("the {kind:?} is not readable: {why}")]
    Unreadable { kind: RecordKind, why: String },
    #[error(transparent)]
    Refused(#[from] feltbok_domain::model::EditError),
}

/// The kind of record an edit changes; `None` for entries of a ledger and notices, which change none.
pub fn target(edit: &Edit) -> Option<RecordKind> {
    match edit {
        Edit::Visit(_) => Some(RecordKind::Visit),
        Edit::Job(_) => Some(RecordKind::Job),
        Edit::Contact(_) => Some(RecordKind::Contact),
        Edit::EquipmentDraft(_) => Some(RecordKind::Equipment),
        Edit::Movement(_) | Edit::Notice(_) => None,
    }
}

/// The kind of record that shows an operation's effect once the server has taken it in, by the word of its kind.
pub fn target_of_kind(kind: &str) -> Option<RecordKind> {
    match kind {
        "visit" => Some(RecordKind::Visit),
        "job" => Some(RecordKind::Job),
        "contact" => Some(RecordKind::Contact),
        "equipment_draft" => Some(RecordKind::Equipment),
        "movement" => Some(RecordKind::StockLevel),
        _ => None,
    }
}

/// Puts one edit on the record `id` by the shared reducers.
///
/// Errors: the record is missing or not readable, or its rules refuse the edit (R31).
pub fn apply(id: Id, body: Option<Value>, edit: &Edit) -> Result<Value, ReplayError> {
    match edit {
        Edit::Visit(edit) => {
            let visit = body.map(|body| read(RecordKind::Visit, body)).transpose()?;
            write(RecordKind::Visit, &edit.apply(id, visit)?)
        }
        Edit::Job(edit) => change(RecordKind::Job, body, |job| edit.apply(job)),
        Edit::Contact(edit) => change(RecordKind::Contact, body, |contact| edit.apply(contact)),
        // Dispatch's version of a machine stands over the draft that announced it (R3).
        Edit::EquipmentDraft(draft) => match body {
            Some(known) => Ok(known),
            None => write(RecordKind::Equipment, draft),
        },
        Edit::Movement(_) | Edit::Notice(_) => Ok(body.unwrap_or(Value::Null)),
    }
}

/// Puts pending edits of one record, oldest first, on the server's version. An edit that no longer fits is left out here:
/// it is in the outbox, and the server answers it with its own result.
pub fn replay<'a>(id: Id, server_body: Option<Value>, edits: impl IntoIterator<Item = &'a Edit>) -> Option<Value> {
    let mut edits = edits.into_iter().peekable();
    if let Some(Edit::Visit(_)) = edits.peek() {
        return replay_visit(id, server_body, edits);
    }
    edits.fold(server_body, |body, edit| match apply(id, body.clone(), edit) {
        Ok(changed) => Some(changed),
        Err(_) => body,
    })
}

/// A visit grows by each edit, and a day offline makes many: it is read and written once, not once an edit.
fn replay_visit<'a>(id: Id, server_body: Option<Value>, edits: impl Iterator<Item = &'a Edit>) -> Option<Value> {
    let Ok(mut visit) = server_body.clone().map(|body| read(RecordKind::Visit, body)).transpose() else {
        return server_body;
    };
    let mut is_changed = false;
    for edit in edits {
        if let Edit::Visit(edit) = edit
            && let Ok(changed) = edit.apply(id, visit.clone())
        {
            (visit, is_changed) = (Some(changed), true);
        }
    }
    if !is_changed {
        return server_body;
    }
    visit.and_then(|visit| write(RecordKind::Visit, &visit).ok())
}

fn change<T: Serialize + DeserializeOwned>(
    kind: RecordKind,
    body: Option<Value>,
    edit: impl FnOnce(&mut T),
) -> Result<Value, ReplayError> {
    let mut record: T = read(kind, body.ok_or(ReplayError::Missing(kind))?)?;
    edit(&mut record);
    write(kind, &record)
}

fn read<T: DeserializeOwned>(kind: RecordKind, body: Value) -> Result<T, ReplayError> {
    serde_json::from_value(body).map_err(|why| ReplayError::Unreadable { kind, why: why.to_string() })
}

fn write<T: Serialize>(kind: RecordKind, record: &T) -> Result<Value, ReplayError> {
    serde_json::to_value(record).map_err(|why| ReplayError::Unreadable { kind, why: why.to_string() })
}
