//! What waits for the server, in all and per job.

use feltbok_domain::ids::Id;
use feltbok_sync::{JobLane, LaneState, Waiting};

use super::Reader;
use crate::{error::StoreError, ids};

impl Reader<'_> {
    /// What has no answer of the server yet.
    pub fn waiting(&self) -> Result<Waiting, StoreError> {
        let operations: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM operation WHERE state <> 'acknowledged'")?
            .query_row([], |row| row.get(0))?;
        let (files, bytes): (i64, i64) = self
            .connection
            .prepare_cached("SELECT count(*), coalesce(sum(bytes - sent_bytes), 0) FROM file WHERE sent_at IS NULL")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Waiting { operations: count(operations), files: count(files), bytes: bytes.unsigned_abs() })
    }

    /// Every job on which something was recorded here: how far it has come.
    pub fn lanes(&self) -> Result<Vec<JobLane>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT job,
                    sum(operations), sum(files), sum(bytes), sum(attention)
             FROM (
                 SELECT job, sum(state <> 'acknowledged') AS operations, 0 AS files, 0 AS bytes,
                        sum(coalesce(outcome IN ('conflict', 'rejected') AND resolved = 0, 0)) AS attention
                 FROM operation WHERE job IS NOT NULL GROUP BY job
                 UNION ALL
                 SELECT job, 0, count(*), sum(bytes - sent_bytes), 0
                 FROM file_use JOIN file USING (sha256) WHERE sent_at IS NULL GROUP BY job
             ) GROUP BY job ORDER BY job",
        )?;
        let rows = statement.query_map([], |row| {
            let job: Id = ids::id(row, 0)?;
            let items = count(row.get(1)?) + count(row.get(2)?);
            let (bytes, attention): (i64, i64) = (row.get(3)?, row.get(4)?);
            let state = match (attention, items) {
                (1.., _) => LaneState::NeedsAttention { count: count(attention) },
                (_, 0) => LaneState::Received,
                (_, items) => LaneState::Waiting { items, bytes: bytes.unsigned_abs() },
            };
            Ok(JobLane { job, state })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether anything of this job has no answer yet, operations or files.
    pub fn job_has_unsent(&self, job: Id) -> Result<bool, StoreError> {
        Ok(self
            .lanes()?
            .iter()
            .any(|lane| lane.job == job && matches!(lane.state, LaneState::Waiting { .. } | LaneState::Sending { .. })))
    }

    /// For whatever would lose unsent work: sign-out, another server, a wipe, an update.
    ///
    /// Errors: `Unsent` with what waits.
    pub fn refuse_while_unsent(&self) -> Result<(), StoreError> {
        let waiting = self.waiting()?;
        if waiting.is_none() { Ok(()) } else { Err(StoreError::Unsent(waiting)) }
    }
}

fn count(rows: i64) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
