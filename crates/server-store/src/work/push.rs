//! A tablet's operations, in order: each takes effect exactly once and has its own answer, kept for ever.

use std::collections::BTreeSet;

use feltbok_domain::{ids::Id, model::Equipment};
use feltbok_protocol::{
    feed::FeedId,
    operation::{Edit, Operation, OperationResult, Outcome, UnknownOperation},
    record::RecordKind,
};

use super::{Received, Work};
use crate::{
    StoreError, StoreResult, TabletActor,
    rows::{NewResult, word},
};

/// What applying one edit came to.
pub(super) struct Answer {
    pub outcome: Outcome,
    pub code: Option<&'static str>,
    pub message: Option<String>,
    pub rev: u64,
}

impl Answer {
    pub fn applied(rev: u64) -> Self {
        Answer { outcome: Outcome::Applied, code: None, message: None, rev }
    }

    pub fn merged(rev: u64) -> Self {
        Answer { outcome: Outcome::Merged, ..Answer::applied(rev) }
    }

    pub fn conflict(code: &'static str, message: impl Into<String>, rev: u64) -> Self {
        Answer { outcome: Outcome::Conflict, code: Some(code), message: Some(message.into()), rev }
    }

    pub fn rejected(code: &'static str, message: impl Into<String>) -> Self {
        Answer { outcome: Outcome::Rejected, code: Some(code), message: Some(message.into()), rev: 0 }
    }

    /// What a tablet hears of a record that is not there or not its own: both look the same.
    pub fn not_found() -> Self {
        Answer::rejected("not_found", "The server does not know this, or it is not yours. Ask dispatch.")
    }
}

/// An operation with its answer, counted to a job.
struct Answered<'o> {
    received: &'o Received,
    job_id: Option<Id>,
    result: OperationResult,
}

struct AnswerTexts {
    outcome: String,
    result: String,
}

impl AnswerTexts {
    fn of(answered: &Answered<'_>) -> Self {
        let result = serde_json::to_string(&answered.result).expect("a result holds only text and numbers");
        AnswerTexts { outcome: word(&answered.result.outcome), result }
    }
}

impl Work<'_> {
    /// Applies a batch; gives the epoch, how far the tablet's operations came, and results in the batch's order, up to the
    /// first gap.
    ///
    /// Errors: `TabletCloned`, after which nothing of the batch is kept; or the database's.
    pub fn push(&mut self, tablet: &TabletActor, batch: &[Received]) -> StoreResult<(Id, u64, Vec<OperationResult>)> {
        let (epoch, mut last) = self.rows.stands_at(tablet)?;
        let before = last;
        let mut results = Vec::with_capacity(batch.len());
        let mut unwritten = Vec::new();
        self.look_ahead(batch)?;
        for received in batch {
            let operation = &received.operation;
            if operation.dev_seq <= last {
                self.write_answers(tablet, &mut unwritten)?;
                results.push(self.known_result(tablet, received)?);
            } else if operation.dev_seq == last + 1 {
                let answered = match self.known_under_another_name(tablet, received, &mut unwritten)? {
                    Some(answered) => answered,
                    None => self.take_in(tablet, received)?,
                };
                results.push(answered.result.clone());
                unwritten.push(answered);
                last = operation.dev_seq;
            } else {
                break;
            }
        }
        self.write_answers(tablet, &mut unwritten)?;
        if last != before {
            self.rows.set_last_dev_seq(tablet.tablet_id, last)?;
        }
        Ok((epoch, last, results))
    }

    /// Looks up together what nearly every operation asks for by itself.
    fn look_ahead(&self, batch: &[Received]) -> StoreResult<()> {
        let operations = batch.iter().map(|received| &received.operation);
        let named = operations.flat_map(|operation| [Some(operation.entity), operation.job]).flatten();
        let ids: Vec<Id> = named.collect::<BTreeSet<_>>().into_iter().collect();
        self.memo.keep_items(&ids, self.rows.items_of(&ids)?);
        Ok(())
    }

    fn known_result(&self, tablet: &TabletActor, received: &Received) -> StoreResult<OperationResult> {
        let Received { operation, hash, .. } = received;
        let cloned = StoreError::TabletCloned { dev_seq: operation.dev_seq };
        let Some(known) = self.rows.result(tablet.tablet_id, operation.dev_seq)? else { return Err(cloned) };
        if known.hash != *hash {
            return Err(cloned);
        }
        serde_json::from_str(&known.result).map_err(|error| StoreError::Corrupt {
            what: format!("result {} of tablet {}", operation.dev_seq, tablet.tablet_code),
            why: error.to_string(),
        })
    }

    /// What a tablet that shares its work with another one may have sent under the other's name.
    fn known_under_another_name<'o>(
        &self,
        tablet: &TabletActor,
        received: &'o Received,
        unwritten: &mut Vec<Answered<'o>>,
    ) -> StoreResult<Option<Answered<'o>>> {
        if !tablet.shares_work {
            return Ok(None);
        }
        self.write_answers(tablet, unwritten)?;
        let known = self.known_operation(&received.operation)?;
        Ok(known.map(|known| {
            let result = OperationResult { dev_seq: received.operation.dev_seq, ..known };
            // The job counts it once already.
            Answered { received, job_id: None, result }
        }))
    }

    /// The answer that the same operation got under another name of this tablet, or of the one it was copied from. One
    /// that was changed since, on one of two copies, is another operation.
    fn known_operation(&self, operation: &Operation) -> StoreResult<Option<OperationResult>> {
        for (dev_seq, known) in self.rows.results_of_operation(operation.op_id)? {
            if known.hash == (Operation { dev_seq, ..operation.clone() }).hash() {
                let result = serde_json::from_str(&known.result).map_err(|error| StoreError::Corrupt {
                    what: format!("result of operation {}", operation.op_id),
                    why: error.to_string(),
                })?;
                return Ok(Some(result));
            }
        }
        Ok(None)
    }

    /// Applies one operation under its own savepoint.
    fn take_in<'o>(&mut self, tablet: &TabletActor, received: &'o Received) -> StoreResult<Answered<'o>> {
        let operation = &received.operation;
        self.rows.savepoint()?;
        self.memo.begin_part();
        let touched = std::mem::take(&mut self.touched);
        let answer = match &received.edit {
            Ok(edit) => self.apply(tablet, operation, edit),
            Err(unknown) => Ok(unreadable(unknown)),
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(StoreError::Refused { code, message }) => Answer::rejected(code, message),
            Err(StoreError::NotFound) => Answer::not_found(),
            // Sent again it would be refused again, and everything behind it would wait for ever.
            Err(StoreError::Contradiction(why)) => {
                tracing::error!(tablet.code = %tablet.tablet_code, op.id = %operation.op_id, %why, "an operation cannot be kept");
                Answer::rejected("contradiction", "The server's records do not allow this. Ask dispatch.")
            }
            Err(error) => return Err(error),
        };
        if answer.outcome == Outcome::Rejected {
            self.rows.roll_back()?;
            self.memo.undo_part();
            self.touched = touched;
        } else {
            self.rows.release()?;
            self.touched.add_to(touched);
        }
        let result = OperationResult {
            dev_seq: operation.dev_seq,
            op_id: operation.op_id,
            outcome: answer.outcome,
            code: answer.code.map(str::to_owned),
            message: answer.message,
            rev: answer.rev,
        };
        Ok(Answered { received, job_id: operation.job, result })
    }

    fn apply(&mut self, tablet: &TabletActor, operation: &Operation, edit: &Edit) -> StoreResult<Answer> {
        match edit {
            Edit::Visit(edit) => self.apply_visit(tablet, operation, edit),
            Edit::Job(edit) => self.apply_job(tablet, operation, edit.clone()),
            Edit::Contact(edit) => self.apply_contact(tablet, operation, edit),
            Edit::EquipmentDraft(equipment) => self.apply_draft(tablet, operation, Equipment::clone(equipment)),
            Edit::Movement(movement) => self.apply_movement(tablet, operation, movement.clone()),
            Edit::Notice(notice) => self.apply_notice(tablet, operation, notice),
        }
    }

    /// Keeps the answers for ever, many with one statement.
    fn write_answers(&self, tablet: &TabletActor, answers: &mut Vec<Answered<'_>>) -> StoreResult<()> {
        let texts: Vec<_> = answers.iter().map(AnswerTexts::of).collect();
        let rows = answers.drain(..).zip(&texts).map(|(Answered { received, job_id, .. }, texts)| NewResult {
            tablet_id: tablet.tablet_id,
            dev_seq: received.operation.dev_seq,
            op_id: received.operation.op_id,
            hash: &received.hash,
            kind: &received.operation.kind,
            entity: received.operation.entity,
            job_id,
            outcome: &texts.outcome,
            result: &texts.result,
            at_ms: received.operation.corrected_at().as_millisecond(),
            received_ms: self.at.as_millisecond(),
        });
        self.rows.put_results(&rows.collect::<Vec<_>>())
    }

    /// Whether this technician's feed holds the record now or held it once: work on it may still arrive (R10).
    pub(super) fn was_granted(&self, tablet: &TabletActor, kind: RecordKind, id: Id) -> StoreResult<bool> {
        let feed = FeedId::Tech(tablet.technician_id);
        Ok(self.items_of(id)?.iter().any(|(place, item)| item.kind == kind && *place == feed))
    }
}

fn unreadable(unknown: &UnknownOperation) -> Answer {
    let code = match unknown {
        UnknownOperation::Kind(_) => "operation_unknown",
        UnknownOperation::Version { .. } => "operation_too_new",
        UnknownOperation::Fields { .. } => "operation_unreadable",
    };
    Answer::rejected(code, unknown.to_string())
}
