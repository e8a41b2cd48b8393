//! Notices: what dispatch should know or do.

use feltbok_domain::ids::{self, Id};
use feltbok_protocol::{
    operation::{Notice, Operation},
    record::RecordKind,
};
use serde_json::{Value, json};

use super::{Work, push::Answer};
use crate::{StoreResult, TabletActor, rows::NewNotice};

impl Work<'_> {
    pub(super) fn apply_notice(
        &mut self,
        tablet: &TabletActor,
        operation: &Operation,
        notice: &Notice,
    ) -> StoreResult<Answer> {
        let job_id = match operation.job {
            Some(job_id) if !self.was_granted(tablet, RecordKind::Job, job_id)? => return Ok(Answer::not_found()),
            job_id => job_id,
        };
        let (code, body) = match notice {
            Notice::CountRequest { location_id, part_id, balance } => {
                (COUNT_REQUEST, json!({ "location_id": location_id, "part_id": part_id, "balance": balance }))
            }
            Notice::NoConsent { visit_id } => (NO_CONSENT, json!({ "visit_id": visit_id })),
            Notice::MasterData { text } => (MASTER_DATA, json!({ "text": text })),
        };
        self.notify(tablet, operation, operation.op_id, code, job_id, body)?;
        Ok(Answer::applied(0))
    }

    /// Tells dispatch once about `subject`: the same code for the same subject again changes nothing.
    pub(super) fn notify(
        &self,
        tablet: &TabletActor,
        operation: &Operation,
        subject: Id,
        code: &'static str,
        job_id: Option<Id>,
        body: Value,
    ) -> StoreResult<()> {
        self.rows.put_notice(&NewNotice {
            id: ids::derived(subject, code),
            kind: code,
            job_id,
            body,
            by_name: &tablet.technician_name,
            at_ms: operation.corrected_at().as_millisecond(),
        })
    }
}

/// The books say less than nothing: please count (R22).
pub(super) const COUNT_REQUEST: &str = "count_request";
/// Billable work without consent.
pub(super) const NO_CONSENT: &str = "no_consent";
/// A report on a contact, place or responsible person (R37).
pub(super) const MASTER_DATA: &str = "master_data";
/// A work order nobody signed: to be reviewed (R32).
pub(super) const UNSIGNED: &str = "unsigned";
/// A machine that has to be confirmed (R3).
pub(super) const DRAFT_EQUIPMENT: &str = "draft_equipment";
/// A serial that was fitted although it is used elsewhere (R24).
pub(super) const SERIAL_CONFLICT: &str = "serial_conflict";
/// A signature that is missing, somebody else's, or does not fit the file (R34).
pub(super) const DOUBTFUL_SIGNATURE: &str = "doubtful_signature";
/// The prepaid account held less than what the customer was shown (R17).
pub(super) const PREPAID_SHORT: &str = "prepaid_short";
