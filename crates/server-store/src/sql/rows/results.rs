//! A tablet's operations: how far they came, what became of each, and the parts of a transaction that may be undone.

use feltbok_domain::ids::Id;

use super::{Part, SqlRows};
use crate::{
    StoreError, StoreResult, TabletActor,
    rows::{KnownResult, NewResult, ResultRows},
    sql::{params, row_of},
};

impl ResultRows for SqlRows<'_> {
    fn result(&self, tablet_id: Id, dev_seq: u64) -> StoreResult<Option<KnownResult>> {
        self.first(
            "SELECT hash, result FROM operation_result WHERE company_id = ?1 AND tablet_id = ?2 AND dev_seq = ?3",
            params![self.company_id, tablet_id, dev_seq],
            |row| Ok(KnownResult { hash: row.get(0)?, result: row.get(1)? }),
        )
    }

    fn results_of_operation(&self, op_id: Id) -> StoreResult<Vec<(u64, KnownResult)>> {
        self.collect(
            "SELECT dev_seq, hash, result FROM operation_result WHERE company_id = ?1 AND op_id = ?2",
            params![self.company_id, op_id],
            |row| Ok((row.get(0)?, KnownResult { hash: row.get(1)?, result: row.get(2)? })),
        )
    }

    fn put_results(&self, results: &[NewResult<'_>]) -> StoreResult<()> {
        let values = |result: &NewResult<'_>| {
            row_of![
                self.company_id,
                result.tablet_id,
                result.dev_seq,
                result.op_id,
                result.hash,
                result.kind,
                result.entity,
                result.job_id,
                result.outcome,
                result.result,
                result.at_ms,
                result.received_ms
            ]
        };
        self.run_many(
            "INSERT INTO operation_result
                 (company_id, tablet_id, dev_seq, op_id, hash, kind, entity, job_id, outcome, result, at_ms, received_ms)",
            results.iter().map(values).collect(),
            "",
        )
    }

    fn stands_at(&self, tablet: &TabletActor) -> StoreResult<(Id, u64)> {
        // One statement, for every sync asks.
        let stands: Option<(Id, u64, bool)> = self.first(
            "SELECT e.epoch, t.last_dev_seq, t.revoked_ms IS NOT NULL
             FROM tablet AS t JOIN epoch AS e ON e.company_id = t.company_id
             WHERE t.company_id = ?1 AND t.id = ?2",
            params![self.company_id, tablet.tablet_id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        match stands {
            Some((epoch, last, is_revoked)) if !is_revoked || tablet.is_vouched_for => Ok((epoch, last)),
            _ => Err(StoreError::NotFound),
        }
    }

    fn set_last_dev_seq(&self, tablet_id: Id, dev_seq: u64) -> StoreResult<()> {
        self.run(
            "UPDATE tablet SET last_dev_seq = ?3 WHERE company_id = ?1 AND id = ?2",
            params![self.company_id, tablet_id, dev_seq],
        )?;
        Ok(())
    }

    fn raise_work_order(&self, tablet_id: Id, counter: u32) -> StoreResult<()> {
        self.run(
            "UPDATE tablet SET last_work_order = ?3
             WHERE company_id = ?1 AND id = ?2 AND last_work_order < ?3",
            params![self.company_id, tablet_id, counter],
        )?;
        Ok(())
    }

    fn savepoint(&self) -> StoreResult<()> {
        self.part.set(Part::Wanted);
        Ok(())
    }

    fn release(&self) -> StoreResult<()> {
        match self.part.replace(Part::None) {
            Part::Begun => self.run("RELEASE part", &[]).map(|_| ()),
            Part::Wanted | Part::None => Ok(()),
        }
    }

    fn roll_back(&self) -> StoreResult<()> {
        if self.part.get() == Part::Begun {
            self.run("ROLLBACK TO part", &[])?;
        }
        self.release()
    }
}
