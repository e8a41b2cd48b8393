//! How far the first fill has come, with a guess at how long it still takes.

use feltbok_sync::Store;
use jiff::Timestamp;

use crate::{
    error::Result,
    tablet::{Open, Tablet},
    today,
    views::{FillProgress, FillStage},
};

impl Tablet {
    /// How far the fill has come; `done` once every feed was read to its head.
    pub fn fill_progress(&self) -> Result<FillProgress> {
        let open = self.open()?;
        fill_progress(&open, self.now())
    }
}

pub(crate) fn fill_progress(open: &Open, now: Timestamp) -> Result<FillProgress> {
    let position = open.store.position()?;
    let (mut rows, mut total) = (0_u32, 0_u32);
    for feed in &position.feeds {
        let (done, of) = match &feed.fill {
            Some(fill) => (fill.done_rows, fill.total_rows),
            None => (saturating(feed.cursor), saturating(feed.head)),
        };
        rows = rows.saturating_add(done);
        total = total.saturating_add(of);
    }
    let done = !position.feeds.is_empty() && position.feeds.iter().all(|feed| feed.complete && feed.fill.is_none());
    let stage = match (done, total) {
        (true, _) => FillStage::Done,
        (false, 0) => FillStage::Waiting,
        (false, _) => FillStage::Fetching,
    };
    let readiness = today::readiness_summary(open)?;
    Ok(FillProgress {
        stage,
        rows,
        rows_total: (total > 0).then_some(total),
        seconds_left: open.driver.seconds_left(rows, total, now),
        ready_jobs: readiness.ready,
        open_jobs: readiness.jobs,
    })
}

fn saturating(seq: u64) -> u32 {
    u32::try_from(seq).unwrap_or(u32::MAX)
}
