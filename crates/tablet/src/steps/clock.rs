//! The clock of a visit: one entry runs at a time.

use feltbok_domain::{
    ids::Id,
    model::{TimeEntry, TimeKind, Visit, VisitEdit},
};
use feltbok_tablet_store::Work;

use crate::error::Result;

/// Ends what runs and starts an entry of this kind; one of the same kind just goes on.
pub fn run(work: &mut Work<'_>, visit_id: Id, kind: TimeKind) -> Result<()> {
    let visit = work.get::<Visit>(visit_id)?;
    let runs = visit.iter().flat_map(|visit| &visit.times).any(|entry| entry.until.is_none() && entry.kind == kind);
    if runs {
        return Ok(());
    }
    stop(work, visit_id)?;
    let entry = TimeEntry { id: work.next_id(), kind, from: work.now(), until: None, edit_reason: None };
    work.visit(visit_id, VisitEdit::PutTime(entry))?;
    Ok(())
}

/// Ends whatever runs.
pub fn stop(work: &mut Work<'_>, visit_id: Id) -> Result<()> {
    let running: Vec<TimeEntry> = work
        .get::<Visit>(visit_id)?
        .into_iter()
        .flat_map(|visit| visit.times)
        .filter(|entry| entry.until.is_none())
        .collect();
    for entry in running {
        let until = Some(work.now().max(entry.from));
        work.visit(visit_id, VisitEdit::PutTime(TimeEntry { until, ..entry }))?;
    }
    Ok(())
}
