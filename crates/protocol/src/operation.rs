//! Operations: one edit each, numbered by the tablet, applied by the server exactly once.

use feltbok_domain::{
    ids::Id,
    model::{ContactEdit, Equipment, JobEdit, VisitEdit},
    stock::Movement,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// An operation as it travels and as the server keeps it. Its bytes never change once it was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// The tablet's own count, dense from 1, in the order of sending.
    pub dev_seq: u64,
    pub op_id: Id,
    /// What `fields` holds: see [`Edit`].
    pub kind: String,
    /// Version of the kind's fields; older ones are upcast (see [`Operation::edit`]).
    pub v: u16,
    /// The record it changes.
    pub entity: Id,
    /// The job whose lane it belongs to, if it belongs to one.
    pub job: Option<Id>,
    /// The revision that the edit was made on; fields merge against it.
    pub base_rev: u64,
    pub fields: Value,
    /// Tablet's time of the action.
    pub at: Timestamp,
    /// Server minus tablet, measured at the last answer before the action.
    pub clock_offset_ms: i64,
}

/// The edit inside an operation, at its newest version.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    Visit(VisitEdit),
    Job(JobEdit),
    Contact(ContactEdit),
    /// A machine nobody knew: a draft until dispatch confirms it (R3).
    EquipmentDraft(Box<Equipment>),
    /// An entry of the stock ledger (R21).
    Movement(Movement),
    /// A note for dispatch that changes no record: a count request, a consent that is missing.
    Notice(Notice),
}

/// What dispatch should know or do, in the words of a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// The books say that the part was not there (R22).
    CountRequest { location_id: Id, part_id: Id, balance: i32 },
    /// Billable work was recorded without consent.
    NoConsent { visit_id: Id },
    /// A report on a contact, place or responsible person (R37).
    MasterData { text: String },
}

/// An operation whose kind, version or fields this program does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownOperation {
    #[error("operations of the kind {0:?} are not known")]
    Kind(String),
    #[error("version {v} of {kind:?} is newer than this program knows")]
    Version { kind: String, v: u16 },
    #[error("the fields of {kind:?} are not readable: {why}")]
    Fields { kind: String, why: String },
}

impl Edit {
    /// The word for `Operation::kind`.
    pub fn kind(&self) -> &'static str {
        match self {
            Edit::Visit(_) => "visit",
            Edit::Job(_) => "job",
            Edit::Contact(_) => "contact",
            Edit::EquipmentDraft(_) => "equipment_draft",
            Edit::Movement(_) => "movement",
            Edit::Notice(_) => "notice",
        }
    }

    /// The newest version of this kind's fields.
    pub fn version(&self) -> u16 {
        1
    }

    /// The fields as JSON.
    pub fn fields(&self) -> Value {
        let value = match self {
            Edit::Visit(edit) => serde_json::to_value(edit),
            Edit::Job(edit) => serde_json::to_value(edit),
            Edit::Contact(edit) => serde_json::to_value(edit),
            Edit::EquipmentDraft(equipment) => serde_json::to_value(equipment),
            Edit::Movement(movement) => serde_json::to_value(movement),
            Edit::Notice(notice) => serde_json::to_value(notice),
        };
        value.expect("edits hold only text keys and finite numbers")
    }

    /// Two unsent edits of one record with the same key fold into the later one.
    pub fn coalescing_key(&self) -> Option<String> {
        match self {
            Edit::Visit(edit) => edit.coalescing_key(),
            _ => None,
        }
    }
}

impl Operation {
    /// The edit inside, brought up to its newest version whatever version it was sent in.
    pub fn edit(&self) -> Result<Edit, UnknownOperation> {
        if self.v != 1 {
            return Err(UnknownOperation::Version { kind: self.kind.clone(), v: self.v });
        }
        let unreadable =
            |why: serde_json::Error| UnknownOperation::Fields { kind: self.kind.clone(), why: why.to_string() };
        match self.kind.as_str() {
            "visit" => VisitEdit::deserialize(&self.fields).map(Edit::Visit),
            "job" => JobEdit::deserialize(&self.fields).map(Edit::Job),
            "contact" => ContactEdit::deserialize(&self.fields).map(Edit::Contact),
            "equipment_draft" => Box::deserialize(&self.fields).map(Edit::EquipmentDraft),
            "movement" => Movement::deserialize(&self.fields).map(Edit::Movement),
            "notice" => Notice::deserialize(&self.fields).map(Edit::Notice),
            other => return Err(UnknownOperation::Kind(other.to_owned())),
        }
        .map_err(unreadable)
    }

    /// SHA-256 over the operation's JSON, hex: the same `dev_seq` with another hash means a cloned tablet.
    pub fn hash(&self) -> String {
        let json = serde_json::to_vec(self).expect("operations hold only text keys and finite numbers");
        data_encoding::HEXLOWER.encode(&Sha256::digest(json))
    }

    /// The time of the action by the server's clock.
    pub fn corrected_at(&self) -> Timestamp {
        let offset = jiff::SignedDuration::from_millis(self.clock_offset_ms);
        self.at.checked_add(offset).unwrap_or(self.at)
    }
}

/// What became of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Applied,
    /// Taken in, though the record had moved on: fields of both sides stand.
    Merged,
    /// Taken in and kept beside the other side's value; somebody has to choose.
    Conflict,
    /// Not taken in; it waits on the tablet under "Needs attention".
    Rejected,
}

/// The server's answer to one operation, kept for ever and given again when asked again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OperationResult {
    pub dev_seq: u64,
    pub op_id: Id,
    pub outcome: Outcome,
    /// For `conflict` and `rejected`: a code for programs.
    pub code: Option<String>,
    /// For `conflict` and `rejected`: a sentence for people, in English; apps show their own by code.
    pub message: Option<String>,
    /// The record's revision afterwards.
    pub rev: u64,
}
