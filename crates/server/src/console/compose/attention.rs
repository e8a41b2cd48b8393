//! Conflicts and notices as things to decide.

use feltbok_server_store::api::{ConflictSummary, NoticeSummary};
use serde_json::Value;

use crate::console::views::attention::{AttentionItem, Choice, FieldConflict};

/// A change that did not win, with both values.
pub fn conflict(conflict: ConflictSummary) -> AttentionItem {
    let is_written_back = matches!(conflict.record_kind.as_str(), "contact")
        || (conflict.record_kind == "job" && conflict.field == "status");
    AttentionItem {
        id: conflict.id,
        job_id: conflict.job_id,
        code: conflict.code,
        at: conflict.offered_at,
        by: conflict.offered_by,
        text: conflict.kept_by,
        fields: vec![FieldConflict {
            from_field: in_words(&conflict.offered),
            from_office: in_words(&conflict.kept),
            field: conflict.field,
        }],
        choices: if is_written_back { vec![Choice::KeepField, Choice::KeepOffice] } else { vec![Choice::KeepOffice] },
    }
}

/// Something for dispatch to know or do.
pub fn notice(notice: NoticeSummary) -> AttentionItem {
    let text = notice.body.get("text").and_then(Value::as_str).unwrap_or_default();
    AttentionItem {
        id: notice.id,
        job_id: notice.job_id,
        code: notice.code,
        at: notice.at,
        by: notice.by_name,
        text: text.to_owned(),
        fields: Vec::new(),
        choices: vec![Choice::Done],
    }
}

/// A stored value as text: a change of state by the state it leads to, everything else as it is.
fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Object(fields) => match fields.get("to").and_then(Value::as_str) {
            Some(state) => state.to_owned(),
            None => value.to_string(),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_of_state_is_said_by_the_state_it_leads_to() {
        assert_eq!(in_words(&json!({ "from": "dispatched", "to": "accepted" })), "accepted");
        assert_eq!(in_words(&json!("+47 22 00 00 00")), "+47 22 00 00 00");
        assert_eq!(in_words(&Value::Null), "");
    }
}
