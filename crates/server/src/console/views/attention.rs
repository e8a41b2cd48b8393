//! What waits for a person: conflicts with both values, and notices from the field.

use feltbok_domain::ids::Uuid;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One conflict or notice. It stays until somebody decides, and says who did.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AttentionItem {
    pub id: Uuid,
    pub job_id: Option<Uuid>,
    /// A stable code, e.g. `status_not_owned`, `contact_field`, `count_request`, `no_consent`.
    pub code: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who sent it.
    pub by: String,
    /// What the code leaves open, in the words it was reported with.
    pub text: String,
    /// Both values of every field in conflict; empty for a notice.
    pub fields: Vec<FieldConflict>,
    /// The answers that make sense here.
    pub choices: Vec<Choice>,
}

/// One field that both sides changed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FieldConflict {
    pub field: String,
    pub from_field: String,
    pub from_office: String,
}

/// How a conflict or notice is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// What the technician recorded counts.
    KeepField,
    /// What the office has counts; the technician's value stays in the log.
    KeepOffice,
    /// Seen and dealt with.
    Done,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub struct Decision {
    pub choice: Choice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Decided {
    pub choice: Choice,
}
