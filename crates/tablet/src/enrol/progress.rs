//! How far the first fill has come, with a guess at how long it still takes.

use feltbok_sync::Store;

use crate::{driver::FillCounts, error::Result, tablet::Tablet, today, views::FillProgress};

impl Tablet {
    /// How far the fill has come; `done` once every feed was read to its head.
    pub fn fill_progress(&self) -> Result<FillProgress> {
        let open = self.open()?;
        let counts = FillCounts::of(&open.store.position()?);
        let readiness = today::readiness_summary(&open)?;
        Ok(FillProgress {
            stage: counts.stage(),
            rows: counts.rows,
            rows_total: counts.total(),
            seconds_left: open.driver.seconds_left(counts.rows, counts.total().unwrap_or_default(), self.now()),
            ready_jobs: readiness.ready,
            open_jobs: readiness.jobs,
        })
    }
}
