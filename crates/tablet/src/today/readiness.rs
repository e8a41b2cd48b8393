//! Readiness: whether a job can be done without any network.

use feltbok_domain::{ids::Id, model::Job};
use feltbok_tablet_store::read::{Missing, Readiness as StoredReadiness};

use crate::{
    error::Result,
    tablet::Open,
    views::{MissingPiece, Readiness, ReadinessSummary},
};

/// "7 of 7 jobs complete offline".
pub fn readiness_summary(open: &Open) -> Result<ReadinessSummary> {
    let stored = open.store.read(|reader| reader.readiness())?;
    Ok(summary(&stored))
}

pub(super) fn summary(stored: &[StoredReadiness]) -> ReadinessSummary {
    let count = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
    ReadinessSummary { ready: count(stored.iter().filter(|one| one.ready).count()), jobs: count(stored.len()) }
}

/// One job's among those that are open; a job that is closed needs nothing more.
pub(super) fn readiness_in(stored: &[StoredReadiness], job_id: Id) -> Readiness {
    let known = stored.iter().find(|one| one.job == job_id);
    known.map_or(Readiness { ready: true, missing: Vec::new() }, view)
}

impl Open {
    /// One job's alone.
    pub(crate) fn readiness_of(&self, job: &Job) -> Result<Readiness> {
        let stored =
            if job.status.is_open() { Some(self.store.read(|reader| reader.readiness_of(job))?) } else { None };
        Ok(readiness_in(stored.as_slice(), job.id))
    }
}

fn view(stored: &StoredReadiness) -> Readiness {
    Readiness { ready: stored.ready, missing: stored.missing.iter().map(|missing| piece(*missing)).collect() }
}

fn piece(missing: Missing) -> MissingPiece {
    match missing {
        Missing::Customer => MissingPiece::Customer,
        Missing::Site => MissingPiece::Site,
        Missing::Contact => MissingPiece::Contact,
        Missing::Equipment => MissingPiece::Equipment,
        Missing::Passport => MissingPiece::Passport,
        Missing::Agreement => MissingPiece::Agreement,
        Missing::Checklist => MissingPiece::Checklist,
        Missing::Calendar => MissingPiece::Calendar,
        Missing::Company => MissingPiece::Company,
        Missing::CodeLists => MissingPiece::CodeLists,
        Missing::Catalogue => MissingPiece::Catalogue,
    }
}
