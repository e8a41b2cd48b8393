//! Push: operations are numbered and frozen when first sent, and keep their result.

use std::collections::{BTreeMap, HashMap};

use feltbok_domain::ids::Id;
use feltbok_protocol::operation::{Operation, OperationResult, Outcome};
use feltbok_sync::{BatchLimit, Resend, integrate};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{error::StoreError, ids, journal::Entry, work::outbox};

/// What an operation weighs beside its fields, in bytes.
const ENVELOPE_BYTES: usize = 512;

pub(super) fn next_batch(
    tx: &Connection,
    limit: BatchLimit,
    after: u64,
    entries: &mut Vec<Entry>,
) -> Result<Vec<Operation>, StoreError> {
    // Sent ones without an answer go first, as they are; then the rest in the order made. Each half by its own index (the
    // plus keeps the planner from that of `dev_seq`): the outbox may be long, and it is asked once a batch.
    let mut batch = Batch { limit, bytes: 0, operations: Vec::new() };
    if batch.fill(tx, "state = 'sent' AND operation.dev_seq > ?2 ORDER BY operation.dev_seq", after)? {
        // What was never sent is behind whatever is on its way.
        batch.fill(tx, "state <> 'acknowledged' AND +operation.dev_seq IS NULL AND ?2 >= 0 ORDER BY n", after)?;
    }
    freeze(tx, batch.operations, entries)
}

/// Kind and record of operations on their way, by number and id.
type Sent = HashMap<(u64, Id), (String, Id)>;

/// Operations as far as the limit allows.
struct Batch {
    limit: BatchLimit,
    bytes: usize,
    operations: Vec<Operation>,
}

impl Batch {
    /// Adds what the condition finds; true while there is room for more.
    fn fill(&mut self, tx: &Connection, condition: &str, after: u64) -> Result<bool, StoreError> {
        let room = self.limit.operations.saturating_sub(self.operations.len());
        let sql = format!("SELECT {} FROM operation WHERE {condition} LIMIT ?1", outbox::COLUMNS);
        let mut statement = tx.prepare_cached(&sql)?;
        let room = i64::try_from(room).unwrap_or(i64::MAX);
        let rows = statement.query_map(params![room, after.cast_signed()], |row| {
            Ok((outbox::fields_bytes(row)?, outbox::operation(row)?))
        })?;
        for row in rows {
            let (fields, operation) = row?;
            self.bytes += fields + ENVELOPE_BYTES;
            if self.bytes > self.limit.bytes && !self.operations.is_empty() {
                return Ok(false);
            }
            self.operations.push(operation);
        }
        Ok(self.operations.len() < self.limit.operations)
    }
}

/// Gives every operation that waits its number, in the order made.
pub(crate) fn freeze_all(tx: &Connection, entries: &mut Vec<Entry>) -> Result<(), StoreError> {
    let sql = format!("SELECT {} FROM operation WHERE state = 'waiting' ORDER BY n", outbox::COLUMNS);
    let mut statement = tx.prepare(&sql)?;
    let waiting = statement.query_map([], outbox::operation)?.collect::<Result<_, _>>()?;
    freeze(tx, waiting, entries)?;
    Ok(())
}

/// Gives operations their numbers where they have none: those are the first that wait, in the order made. From here on no
/// byte of them changes.
fn freeze(tx: &Connection, operations: Vec<Operation>, entries: &mut Vec<Entry>) -> Result<Vec<Operation>, StoreError> {
    let mut sent: i64 = tx.prepare_cached("SELECT sent FROM sync_state")?.query_row([], |row| row.get(0))?;
    let before = sent;
    let mut frozen = Vec::with_capacity(operations.len());
    for mut operation in operations {
        if operation.dev_seq == 0 {
            sent += 1;
            operation.dev_seq = sent.unsigned_abs();
            entries.push(Entry::Numbered { op_id: operation.op_id, dev_seq: operation.dev_seq });
        }
        frozen.push(operation);
    }
    if sent > before {
        // They are the first that wait, so that one statement numbers them all, for half of what one for each costs.
        tx.prepare_cached(
            "UPDATE operation SET dev_seq = ?1 + place, state = 'sent'
             FROM (SELECT n AS chosen, row_number() OVER (ORDER BY n) AS place FROM operation
                   WHERE state <> 'acknowledged' AND +dev_seq IS NULL ORDER BY n LIMIT ?2)
             WHERE n = chosen",
        )?
        .execute([before, sent - before])?;
        tx.prepare_cached("UPDATE sync_state SET sent = ?1 WHERE sent < ?1")?.execute([sent])?;
    }
    Ok(frozen)
}

pub(super) fn take_results(
    tx: &Connection,
    results: &[OperationResult],
    now: Timestamp,
    entries: &mut Vec<Entry>,
) -> Result<(), StoreError> {
    let sent = sent_among(tx, results)?;
    let (mut touched, mut alike, mut acknowledged) = (BTreeMap::<_, Touched>::new(), HashMap::<_, Vec<u64>>::new(), 0);
    for result in results {
        let Some((kind, entity)) = sent.get(&(result.dev_seq, result.op_id)) else { continue };
        let is_shown = result.outcome == Outcome::Rejected || kind == "notice";
        let OperationResult { outcome, code, message, rev, .. } = result;
        alike.entry((*outcome, code, message, *rev, is_shown)).or_default().push(result.dev_seq);
        acknowledged = acknowledged.max(result.dev_seq);
        touched.entry((kind, *entity)).or_default().add(result.rev, is_shown);
        entries.push(Entry::Done { op_id: result.op_id });
    }
    // Most answers of a batch say the same: they are written together.
    for ((outcome, code, message, rev, is_shown), numbers) in alike {
        // Indexes stand on `shown`, and most answers leave it alone.
        let also = if is_shown { ", shown = 1" } else { "" };
        let sql = format!(
            "UPDATE operation SET state = 'acknowledged', outcome = ?2, code = ?3, message = ?4, result_rev = ?5,
                    acknowledged_at = ?6{also} WHERE dev_seq IN (SELECT value FROM json_each(?1))"
        );
        let numbers = serde_json::to_string(&numbers).expect("numbers are JSON");
        let (rev, now) = (rev.cast_signed(), ids::millis(now));
        tx.prepare_cached(&sql)?.execute(params![numbers, word(outcome), code, message, rev, now])?;
    }
    tx.prepare_cached("UPDATE sync_state SET acknowledged = max(acknowledged, ?1)")?
        .execute([acknowledged.cast_signed()])?;
    // Once a record, however many of its edits were answered.
    for ((kind, entity), touched) in touched {
        if touched.is_shown | is_there_already(tx, kind, entity, touched.first_rev)? {
            outbox::refresh_target(tx, kind, entity)?;
        }
    }
    Ok(())
}

/// What answers say of one record.
#[derive(Default)]
struct Touched {
    /// The least revision that any of them gave it.
    first_rev: Option<u64>,
    /// It is to be shown without some of its edits.
    is_shown: bool,
}

impl Touched {
    fn add(&mut self, rev: u64, is_shown: bool) {
        self.first_rev = Some(self.first_rev.map_or(rev, |first| first.min(rev)));
        self.is_shown |= is_shown;
    }
}

/// What is on its way and may be answered by these, by number and id: the kind and the record.
fn sent_among(tx: &Connection, results: &[OperationResult]) -> Result<Sent, StoreError> {
    let numbers = || results.iter().map(|result| result.dev_seq.cast_signed());
    let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else { return Ok(Sent::new()) };
    let mut statement = tx.prepare_cached(
        "SELECT dev_seq, op_id, kind, entity FROM operation WHERE state = 'sent' AND dev_seq BETWEEN ?1 AND ?2",
    )?;
    let rows = statement.query_map([first, last], |row| {
        Ok(((row.get::<_, i64>(0)?.unsigned_abs(), ids::id(row, 1)?), (row.get(2)?, ids::id(row, 3)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether the record came before the result (an answer that was lost and asked for again) and shows it.
fn is_there_already(tx: &Connection, kind: &str, entity: Id, first_rev: Option<u64>) -> Result<bool, StoreError> {
    let Some(target) = integrate::target_of_kind(kind) else { return Ok(false) };
    let rev: Option<i64> = tx
        .prepare_cached("SELECT rev FROM record WHERE kind = ?1 AND id = ?2")?
        .query_row(params![target.as_str(), entity.to_string()], |row| row.get(0))
        .optional()?;
    match rev.map(i64::unsigned_abs).filter(|rev| first_rev.is_some_and(|first| first <= *rev)) {
        Some(rev) => Ok(mark_shown(tx, kind, entity, rev)? > 0),
        None => Ok(false),
    }
}

/// Operations up to a revision that the server's version now shows; gives how many.
pub(super) fn mark_shown(tx: &Connection, kind: &str, entity: Id, rev: u64) -> Result<usize, StoreError> {
    let marked = tx
        .prepare_cached(
            "UPDATE operation SET shown = 1
         WHERE entity = ?1 AND kind = ?2 AND state = 'acknowledged' AND shown = 0 AND result_rev <= ?3",
        )?
        .execute(params![entity.to_string(), kind, rev.cast_signed()])?;
    Ok(marked)
}

pub(super) fn again_after(tx: &Connection, dev_seq: u64, entries: &mut Vec<Entry>) -> Result<Resend, StoreError> {
    let after = dev_seq.cast_signed();
    let (kept, sent): (i64, i64) = tx.query_row(
        "SELECT (SELECT count(*) FROM operation WHERE dev_seq > ?1), sent FROM sync_state",
        [after],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if kept < sent - after {
        return Ok(Resend::Gap);
    }
    let sql = format!(
        "UPDATE operation SET state = 'sent', outcome = NULL, code = NULL, message = NULL, result_rev = NULL,
                acknowledged_at = NULL, shown = 0
         WHERE dev_seq > ?1 AND state = 'acknowledged' RETURNING {}, fold_key",
        outbox::COLUMNS
    );
    let mut statement = tx.prepare(&sql)?;
    let rows = statement.query_map([after], |row| Ok((outbox::operation(row)?, row.get(outbox::AFTER)?)))?;
    let again: Vec<(Operation, Option<String>)> = rows.collect::<Result<_, _>>()?;
    tx.execute("UPDATE sync_state SET acknowledged = ?1", [after])?;
    for (operation, fold_key) in &again {
        outbox::refresh_target(tx, &operation.kind, operation.entity)?;
        entries.push(Entry::Operation { operation: operation.clone(), fold_key: fold_key.clone() });
    }
    Ok(Resend::Ready(u32::try_from(again.len()).unwrap_or(u32::MAX)))
}

pub(super) fn forget(tx: &Connection, before: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM operation WHERE state = 'acknowledged' AND acknowledged_at < ?1 AND shown = 1
         AND (outcome IN ('applied', 'merged') OR resolved = 1)",
        [ids::millis(before)],
    )?;
    Ok(())
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Applied => "applied",
        Outcome::Merged => "merged",
        Outcome::Conflict => "conflict",
        Outcome::Rejected => "rejected",
    }
}

#[cfg(test)]
mod tests {
    use feltbok_domain::model::{TimeEntry, TimeKind, VisitEdit};
    use feltbok_protocol::operation::{OperationResult, Outcome};
    use feltbok_sync::{BatchLimit, Store};
    use jiff::Timestamp;

    use crate::{
        TabletStore,
        fixture::{self, noon},
    };

    const EDITS: u128 = 60;

    /// A tablet with many unsent edits of one visit.
    fn after_a_long_day(folder: &std::path::Path) -> TabletStore {
        let store = fixture::store(folder);
        let id = feltbok_domain::ids::Id::from_u128;
        let begin = VisitEdit::Begin { job_id: id(1), technician_id: id(2), equipment_id: None, started_at: noon() };
        store.write(|work| work.visit(id(3), begin)).unwrap();
        for number in 1..EDITS {
            let from = noon();
            let entry =
                TimeEntry { id: id(100 + number), kind: TimeKind::Work, from, until: Some(from), edit_reason: None };
            store.write(|work| work.visit(id(3), VisitEdit::PutTime(entry))).unwrap();
        }
        store
    }

    #[test]
    fn an_answer_to_many_edits_of_a_record_makes_the_record_anew_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = after_a_long_day(folder.path());
        let sent = store.next_batch(BatchLimit { operations: 200, bytes: 1 << 20 }, 0).unwrap();
        assert_eq!(sent.len() as u128, EDITS);
        let refused = sent.iter().map(|operation| OperationResult {
            dev_seq: operation.dev_seq,
            op_id: operation.op_id,
            outcome: Outcome::Rejected,
            code: Some("not_found".into()),
            message: None,
            rev: 0,
        });
        let refused: Vec<_> = refused.collect();
        let written = store
            .transact(|tx, entries| {
                let total = || tx.query_row("SELECT total_changes()", [], |row| row.get::<_, i64>(0));
                let before = total()?;
                super::take_results(tx, &refused, Timestamp::UNIX_EPOCH, entries)?;
                Ok(total()? - before)
            })
            .unwrap();
        assert!(written <= refused.len() as i64 + 3, "{written} rows were written for {} answers", refused.len());
    }

    #[test]
    fn a_long_outbox_is_not_read_for_each_batch() {
        let folder = tempfile::tempdir().unwrap();
        let store = after_a_long_day(folder.path());
        for (sql, index) in [
            (
                "SELECT n FROM operation WHERE state = 'sent' AND dev_seq > 7 ORDER BY operation.dev_seq LIMIT 9",
                "operation_sent",
            ),
            (
                "SELECT n FROM operation WHERE state <> 'acknowledged' AND +operation.dev_seq IS NULL ORDER BY n LIMIT 9",
                "operation_unsent",
            ),
            ("SELECT n FROM operation WHERE state = 'acknowledged' AND shown = 0", "operation_answered"),
            ("SELECT 1 FROM operation WHERE entity = 'x' AND shown = 0", "operation_by_entity"),
        ] {
            let plan: String = store
                .transact(|tx, _| {
                    let mut statement = tx.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                    let steps = statement.query_map([], |row| row.get::<_, String>(3))?;
                    Ok(steps.collect::<Result<Vec<_>, _>>()?.join(", "))
                })
                .unwrap();
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
        }
    }
}
