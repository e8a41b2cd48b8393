//! One day's jobs in the order of their slots, and the days that have any.

use std::collections::BTreeMap;

use feltbok_domain::{job_life::JobStatus, model::Job};
use feltbok_tablet_store::Reader;
use jiff::{civil::Date, tz::TimeZone};

use super::{
    card,
    readiness::{readiness_in, summary},
};
use crate::{
    driver::job_sync,
    error::Result,
    job::load,
    tablet::Tablet,
    views::{DayCount, DayView, JobCard},
};

impl Tablet {
    /// The jobs of a date (today without one) by slot; work under way is today's whatever its slot says.
    pub fn day(&self, date: Option<Date>) -> Result<DayView> {
        let open = self.open()?;
        let now = self.now();
        let (lanes, offline) = (open.driver.lanes()?, open.driver.is_offline());
        open.store.try_read(|reader| {
            let zone = home_zone(reader)?;
            let today = now.to_zoned(zone.clone()).date();
            let date = date.unwrap_or(today);
            let readiness = reader.readiness()?;
            let to_card = |job: Job| -> Result<JobCard> {
                let sync = job_sync(&lanes, job.id, offline);
                let mut dossier = load(reader, job, open.technician_id())?;
                dossier.sync = sync;
                Ok(card(&dossier, readiness_in(&readiness, dossier.job.id), now))
            };
            let jobs = reader.jobs()?;
            let days = days(&jobs, today, &zone);
            let (mut of_day, mut waiting) = (Vec::new(), Vec::new());
            for job in jobs {
                match place(&job, today, &zone) {
                    Place::Waiting if date == today => waiting.push(to_card(job)?),
                    Place::Day(day) if day == date => of_day.push(to_card(job)?),
                    _ => {}
                }
            }
            Ok(DayView { date, is_today: date == today, cards: of_day, waiting, days, readiness: summary(&readiness) })
        })
    }
}

enum Place {
    Day(Date),
    Waiting,
    Nowhere,
}

fn place(job: &Job, today: Date, zone: &TimeZone) -> Place {
    use JobStatus as S;
    let planned = job.slot.map(|slot| slot.start.to_zoned(zone.clone()).date());
    let finished = job.history.last().map(|change| change.at.to_zoned(zone.clone()).date());
    match job.status {
        S::Travelling | S::OnSite => Place::Day(today),
        S::WaitingParts | S::WaitingCustomer | S::NoAccess => Place::Waiting,
        // What was planned for an earlier day and not done is today's.
        S::Dispatched | S::Accepted | S::Blocked => Place::Day(planned.unwrap_or(today).max(today)),
        S::Completed | S::Reviewed | S::Closed | S::Triaged => finished.map_or(Place::Nowhere, Place::Day),
        S::Cancelled | S::Declined | S::Registered | S::Remote | S::Scheduled => Place::Nowhere,
    }
}

fn days(jobs: &[Job], today: Date, zone: &TimeZone) -> Vec<DayCount> {
    let mut counts = BTreeMap::from([(today, 0_u32)]);
    for job in jobs.iter().filter(|job| job.status.is_open()) {
        if let Place::Day(day) = place(job, today, zone) {
            *counts.entry(day).or_default() += 1;
        }
    }
    counts.into_iter().map(|(date, jobs)| DayCount { date, jobs }).collect()
}

/// The company's zone: what "today" means to the technician.
pub(crate) fn home_zone(reader: &Reader<'_>) -> Result<TimeZone> {
    let name = reader.company()?.map(|company| company.time_zone);
    Ok(name.and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC))
}
