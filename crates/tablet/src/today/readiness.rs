//! Readiness: whether a job can be done without any network.

use feltbok_domain::ids::Id;
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

/// One job's; a job that is closed needs nothing more.
pub(super) fn readiness(stored: &[StoredReadiness], job_id: Id) -> Readiness {
    let Some(known) = stored.iter().find(|one| one.job == job_id) else {
        return Readiness { ready: true, missing: Vec::new() };
    };
    Readiness { ready: known.ready, missing: known.missing.iter().map(|missing| piece(*missing)).collect() }
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
