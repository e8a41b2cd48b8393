//! Enrolment: an invite becomes a tablet with a code of its own.

use feltbok_domain::ids::Id;
use feltbok_protocol::wire_error::code;
use jiff::Timestamp;
use serde_json::json;

use super::{
    Database, SqlRows,
    identity::{TABLET, epoch_of, tablet_actor},
    params,
};
use crate::{
    StoreError, StoreResult,
    api::{Enrolled, NewTablet, SecretHash},
    rows::RecordRows,
    work::{Author, Work},
};

/// Uses the invite up and keeps the tablet; one that was here before follows on its earlier name (ADR 14).
///
/// Errors: `Refused` with `invite_foreign`, `invite_used`, `invite_expired`, `invite_other_technician`.
pub(super) fn enrol(
    tx: &dyn Database,
    company_id: Id,
    secret_hash: SecretHash,
    tablet: &NewTablet,
    at: Timestamp,
) -> StoreResult<Enrolled> {
    let invite: Option<(Id, Id, i64, Option<i64>)> = tx.first(
        "SELECT id, technician_id, expires_ms, used_ms FROM invite WHERE company_id = ?1 AND secret_hash = ?2",
        params![company_id, secret_hash],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let Some((invite_id, technician_id, expires_ms, used_ms)) = invite else {
        return Err(StoreError::refused(code::INVITE_FOREIGN, "This server did not make this invite."));
    };
    if used_ms.is_some() {
        return Err(StoreError::refused(
            code::INVITE_USED,
            "This invite was used already; ask dispatch for a new one.",
        ));
    }
    if expires_ms <= at.as_millisecond() {
        return Err(StoreError::refused(code::INVITE_EXPIRED, "This invite has expired; ask dispatch for a new one."));
    }
    if tablet.follows.is_some_and(|before| before.technician_id != technician_id) {
        return Err(StoreError::refused(
            code::INVITE_OTHER_TECHNICIAN,
            "The tablet holds work of another technician than the invite is for.",
        ));
    }
    let follows = tablet.follows.map(|before| before.tablet_id);
    let follows_last_dev_seq = last_received(tx, company_id, follows)?;
    let rows = SqlRows::new(tx, company_id);
    let tablet_code = format!("T{:02}", rows.next_in("tablet")?);
    tx.execute(
        "INSERT INTO tablet (company_id, id, code, technician_id, name, token_hash, auth_key, document_key, app_version,
                             enrolled_ms, last_seen_ms, backlog, clock_offset_ms, last_dev_seq, last_work_order,
                             follows)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, 0, 0, 0, 0, ?11)",
    params![
        company_id,
        tablet.tablet_id,
        tablet_code,
        technician_id,
        tablet.name,
        tablet.token_hash,
        tablet.auth_key,
        tablet.document_key,
        tablet.app_version,
        at.as_millisecond(),
        follows
    ])?;
    tx.execute(
        "UPDATE invite SET used_ms = ?3, tablet_id = ?4 WHERE company_id = ?1 AND id = ?2",
        params![company_id, invite_id, at.as_millisecond(), tablet.tablet_id],
    )?;

    let sql = format!("{TABLET} WHERE t.company_id = ?1 AND t.id = ?2");
    let actor = tx.first(&sql, params![company_id, tablet.tablet_id], tablet_actor)?.ok_or(StoreError::NotFound)?;
    let author = Author { kind: "tablet", id: actor.tablet_id, name: actor.technician_name.clone() };
    let detail = json!({ "code": actor.tablet_code, "technician": actor.technician_name });
    Work::new(&rows, author, at).audit("tablet.enrolled", Some(actor.tablet_id), detail)?;
    let sql = "SELECT name FROM company WHERE company_id = ?1";
    let company_name = tx.first(sql, params![company_id], |row| row.get(0))?.ok_or(StoreError::NotFound)?;
    Ok(Enrolled {
        tablet: actor,
        company_name,
        epoch: epoch_of(tx, company_id)?,
        next_work_order: 1,
        follows_last_dev_seq,
    })
}

/// How far operations came in from the tablet that another one follows.
fn last_received(tx: &dyn Database, company_id: Id, follows: Option<Id>) -> StoreResult<u64> {
    let Some(follows) = follows else { return Ok(0) };
    let sql = "SELECT last_dev_seq FROM tablet WHERE company_id = ?1 AND id = ?2";
    Ok(tx.first(sql, params![company_id, follows], |row| row.get(0))?.unwrap_or(0))
}
