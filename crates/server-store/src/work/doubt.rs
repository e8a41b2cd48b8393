//! What dispatch is told about a work order whose signature is not what it should be.

use feltbok_domain::ids;
use jiff::Timestamp;
use serde_json::json;

use super::notice::DOUBTFUL_SIGNATURE;
use crate::{
    api::{Doubt, Receipt},
    rows::NewNotice,
};

/// The notice; the same document again makes the same one.
pub(crate) fn doubt_notice<'a>(receipt: &Receipt, doubt: &'a Doubt, at: Timestamp) -> NewNotice<'a> {
    NewNotice {
        id: ids::derived(receipt.visit_id, &format!("{DOUBTFUL_SIGNATURE} {}", receipt.sha256)),
        kind: DOUBTFUL_SIGNATURE,
        job_id: Some(doubt.job_id),
        body: json!({
            "visit_id": receipt.visit_id, "number": receipt.number, "revision": receipt.revision,
            "finding": receipt.finding, "text": format!("{}: {}", receipt.number, receipt.why),
        }),
        by_name: &doubt.technician,
        at_ms: at.as_millisecond(),
    }
}
