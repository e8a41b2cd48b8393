//! Readiness: whether everything a job needs is on this tablet before it leaves the network.

use feltbok_domain::{
    ids::Id,
    model::{Agreement, ChecklistTemplate, Job},
};
use feltbok_protocol::record::RecordKind;
use serde::{Deserialize, Serialize};

use super::Reader;
use crate::error::StoreError;

/// What a job needs and this tablet has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Missing {
    Customer,
    Site,
    Contact,
    Equipment,
    Passport,
    Agreement,
    Checklist,
    Calendar,
    Company,
    CodeLists,
    Catalogue,
}

/// One job's answer; ready when nothing is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Readiness {
    pub job: Id,
    pub ready: bool,
    pub missing: Vec<Missing>,
}

impl Reader<'_> {
    /// Every open job on this tablet, in the order of [`Reader::jobs`].
    pub fn readiness(&self) -> Result<Vec<Readiness>, StoreError> {
        let shared = self.missing_for_all()?;
        let checklists: Vec<ChecklistTemplate> = self.list("", [])?;
        let open = self.jobs()?.into_iter().filter(|job| job.status.is_open());
        open.map(|job| self.readiness_beside(&job, &shared, &checklists)).collect()
    }

    /// One job's, whatever its status.
    pub fn readiness_of(&self, job: &Job) -> Result<Readiness, StoreError> {
        self.readiness_beside(job, &self.missing_for_all()?, &self.list("", [])?)
    }

    fn readiness_beside(
        &self,
        job: &Job,
        shared: &[Missing],
        checklists: &[ChecklistTemplate],
    ) -> Result<Readiness, StoreError> {
        let mut missing = self.missing_for(job)?;
        if !checklists.iter().any(|template| template.work_type == job.work_type) {
            missing.push(Missing::Checklist);
        }
        missing.extend(shared);
        missing.sort();
        missing.dedup();
        Ok(Readiness { job: job.id, ready: missing.is_empty(), missing })
    }

    fn missing_for(&self, job: &Job) -> Result<Vec<Missing>, StoreError> {
        use RecordKind as K;
        let mut needed = vec![(K::Customer, job.customer_id, Missing::Customer), (K::Site, job.site_id, Missing::Site)];
        needed.extend(job.contact_id.map(|id| (K::Contact, id, Missing::Contact)));
        if let Some(id) = job.equipment_id {
            needed.extend([(K::Equipment, id, Missing::Equipment), (K::Passport, id, Missing::Passport)]);
        }
        if let Some(id) = job.agreement_id {
            needed.push((K::Agreement, id, Missing::Agreement));
            let calendar = self.get::<Agreement>(id)?.and_then(|agreement| agreement.terms.calendar_id);
            needed.extend(calendar.map(|id| (K::Calendar, id, Missing::Calendar)));
        }
        needed.extend(job.targets.calendar_id.map(|id| (K::Calendar, id, Missing::Calendar)));
        let mut missing = Vec::new();
        for (kind, id, what) in needed {
            if !self.has(kind, id)? {
                missing.push(what);
            }
        }
        Ok(missing)
    }

    /// What every job needs. A catalogue counts once its feed was read to its head: half of one is not ready.
    fn missing_for_all(&self) -> Result<Vec<Missing>, StoreError> {
        let mut missing = Vec::new();
        if !self.has_any(RecordKind::Company)? {
            missing.push(Missing::Company);
        }
        if !self.has_any(RecordKind::Code)? {
            missing.push(Missing::CodeLists);
        }
        let complete = "SELECT EXISTS (SELECT 1 FROM feed WHERE feed LIKE 'catalogue:%' AND complete = 1)";
        if !self.connection.prepare_cached(complete)?.query_row([], |row| row.get::<_, bool>(0))? {
            missing.push(Missing::Catalogue);
        }
        Ok(missing)
    }
}
