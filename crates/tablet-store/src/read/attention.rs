//! "Needs attention": what the server did not take in, or took in beside another value, in full.

use feltbok_domain::ids::Id;
use feltbok_protocol::operation::{Operation, Outcome};
use jiff::Timestamp;
use serde_json::Value;

use super::Reader;
use crate::{error::StoreError, work::outbox};

/// One operation that a person must look at. Nothing of it is lost: `fields` is what was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct AttentionItem {
    pub op_id: Id,
    pub job: Option<Id>,
    /// The word of the operation's kind, e.g. `visit`.
    pub kind: String,
    pub entity: Id,
    pub at: Timestamp,
    /// `Conflict` or `Rejected`.
    pub outcome: Outcome,
    pub code: Option<String>,
    /// The server's sentence, in English; the app shows its own by code.
    pub message: Option<String>,
    pub fields: Value,
}

impl Reader<'_> {
    /// Everything under "Needs attention", oldest first.
    pub fn attention(&self) -> Result<Vec<AttentionItem>, StoreError> {
        let sql = format!(
            "SELECT {}, outcome, code, message FROM operation
             WHERE outcome IN ('conflict', 'rejected') AND resolved = 0 ORDER BY n",
            outbox::COLUMNS
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| {
            let outcome = row.get::<_, String>("outcome")?;
            Ok((outbox::operation(row)?, outcome, row.get("code")?, row.get("message")?))
        })?;
        rows.map(|row| {
            let (operation, outcome, code, message) = row?;
            Ok(item(operation, &outcome, code, message))
        })
        .collect()
    }
}

fn item(operation: Operation, outcome: &str, code: Option<String>, message: Option<String>) -> AttentionItem {
    let outcome = if outcome == "conflict" { Outcome::Conflict } else { Outcome::Rejected };
    let Operation { op_id, job, kind, entity, at, fields, .. } = operation;
    AttentionItem { op_id, job, kind, entity, at, outcome, code, message, fields }
}
