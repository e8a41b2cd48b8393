//! Reading a job's dossier from the store.

use feltbok_domain::{
    calendar::WorkingCalendar,
    ids::Id,
    model::{Agreement, Company, Job},
};
use feltbok_tablet_store::Reader;

use super::Dossier;
use crate::{driver::job_sync, error::Result, tablet::Open, views::TabletError};

impl Open {
    /// The dossier of a job on this tablet. Errors: `not_found`.
    pub(crate) fn dossier(&self, job_id: Id) -> Result<Dossier> {
        let lanes = self.driver.lanes()?;
        let sync = job_sync(&lanes, job_id, self.driver.is_offline());
        let as_of = self.driver.status()?.last_contact;
        self.store.try_read(|reader| {
            let job: Job = reader.get(job_id)?.ok_or_else(TabletError::not_found)?;
            let mut dossier = load(reader, job, self.technician_id())?;
            dossier.sync = sync;
            dossier.as_of = as_of;
            Ok(dossier)
        })
    }
}

/// Everything about a job from one view of the store; how it stands with the office is the caller's to add.
pub(crate) fn load(reader: &Reader<'_>, job: Job, technician_id: Id) -> Result<Dossier> {
    let mut visits = reader.visits_of_job(job.id)?;
    visits.retain(|visit| visit.technician_id == technician_id);
    let open_visit = visits.iter().rev().find(|visit| visit.finished_at.is_none()).or(visits.last());
    let equipment_id = open_visit.and_then(|visit| visit.equipment_id).or(job.equipment_id);
    let equipment = equipment_id.map(|id| reader.equipment(id)).transpose()?.flatten();
    let passport = equipment_id.map(|id| reader.passport(id)).transpose()?.flatten();
    let company = reader.company()?;
    let agreement_id = equipment.as_ref().and_then(|machine| machine.agreement_id).or(job.agreement_id);
    let agreement = agreement_id.map(|id| reader.agreement(id)).transpose()?.flatten();
    let checklist = match open_visit.and_then(|visit| visit.checklist.as_ref()) {
        Some(result) => reader.checklist(result.template_id)?,
        None => reader.checklist_for(job.work_type)?,
    };
    Ok(Dossier {
        customer: reader.customer(job.customer_id)?,
        site: reader.site(job.site_id)?,
        contacts: reader.contacts_of_customer(job.customer_id)?,
        calendar: calendar(reader, &job, agreement.as_ref(), company.as_ref())?,
        equipment,
        passport,
        agreement,
        checklist,
        company,
        visits,
        sync: crate::views::JobSync::Untouched,
        as_of: None,
        job,
    })
}

/// The calendar that the job's targets were counted with, else the agreement's, else the company's first.
fn calendar(
    reader: &Reader<'_>,
    job: &Job,
    agreement: Option<&Agreement>,
    company: Option<&Company>,
) -> Result<Option<WorkingCalendar>> {
    let wanted = job.targets.calendar_id.or_else(|| agreement.and_then(|agreement| agreement.terms.calendar_id));
    if let Some(calendar) = wanted.map(|id| reader.calendar(id)).transpose()?.flatten() {
        return Ok(Some(calendar.hours));
    }
    let first = reader.calendars()?.into_iter().next().map(|calendar| calendar.hours);
    Ok(first.or_else(|| company.map(|company| WorkingCalendar::office(&company.time_zone))))
}
