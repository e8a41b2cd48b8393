//! A job's clock on the server: targets (R11, R12), pauses that follow the state, agreement and block (R6).

use std::rc::Rc;

use feltbok_domain::{
    entitlement::{AgreementClaimed, inactivity},
    ids::Id,
    job_life::{BlockCause, JobStatus, block_cause},
    model::{Agreement, Calendar, Company, Customer, Equipment, Job, JobEdit, Site, StatusChange},
    target::{Pause, PauseReason, Target, TargetSet},
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use super::Work;
use crate::StoreResult;

/// Targets, and the calendar they count in.
struct Promises {
    targets: TargetSet,
    named: Option<Id>,
    calendars: Rc<Vec<Calendar>>,
}

impl Promises {
    /// The agreement's, else the company's first.
    fn calendar(&self) -> Option<&Calendar> {
        let named = self.named.and_then(|id| self.calendars.iter().find(|calendar| calendar.id == id));
        named.or(self.calendars.first())
    }
}

/// A pause that the tablet reports and the one that the change of state opened are the same within this time.
const SAME_PAUSE_WITHIN: SignedDuration = SignedDuration::from_mins(10);

impl Work<'_> {
    /// Changes the state; the clock stands still while the new state stops it.
    pub(super) fn step(&self, job: &mut Job, change: StatusChange) -> StoreResult<()> {
        let (to, at) = (change.to, change.at);
        JobEdit::Status(change).apply(job);
        for pause in job.pauses.iter_mut().filter(|pause| pause.until.is_none()) {
            if !to.stops_the_clock() {
                pause.until = Some(at.max(pause.from));
            }
        }
        let reason = match to {
            JobStatus::WaitingCustomer => Some(PauseReason::WaitingCustomer),
            JobStatus::NoAccess => Some(PauseReason::SiteClosed),
            _ => None,
        };
        if let Some(reason) = reason.filter(|_| job.pauses.iter().all(|pause| pause.until.is_some())) {
            job.pauses.push(Pause { reason, from: at, until: None, note: String::new() });
        }
        self.renew_targets(job)?;
        if to == JobStatus::WaitingParts {
            job.targets.parts_due = self.parts_due(job, at)?;
        }
        Ok(())
    }

    /// Takes in a pause as the technician reports it, in place of the one that the change of state opened.
    pub(super) fn pause(&self, job: &mut Job, pause: Pause) -> StoreResult<()> {
        let opened_by_state =
            |known: &Pause| known.note.is_empty() && known.from.duration_since(pause.from).abs() <= SAME_PAUSE_WITHIN;
        job.pauses.retain(|known| known.from == pause.from || !opened_by_state(known));
        JobEdit::Pause(pause).apply(job);
        self.renew_targets(job)
    }

    /// Counts the targets again from registration, with the pauses as they are known now.
    pub(super) fn renew_targets(&self, job: &mut Job) -> StoreResult<()> {
        let promises = self.promises(job)?;
        let (Some(calendar), targets) = (promises.calendar(), promises.targets) else { return Ok(()) };
        let due = |minutes: u32| {
            let target = Target { calendar: &calendar.hours, start: job.registered_at, minutes, pauses: &job.pauses };
            target.due_at(self.at).ok()
        };
        let on_site_minutes = targets.on_site(job.priority);
        let (remote_answer_due, on_site_due) = (due(targets.remote_answer_minutes), due(on_site_minutes));
        job.targets.remote_answer_due = remote_answer_due;
        job.targets.on_site_due = on_site_due;
        job.targets.on_site_minutes = on_site_minutes;
        job.targets.calendar_id = Some(calendar.id);
        Ok(())
    }

    fn parts_due(&self, job: &Job, ordered_at: Timestamp) -> StoreResult<Option<Timestamp>> {
        let promises = self.promises(job)?;
        let days = promises.targets.parts_working_days;
        Ok(promises.calendar().and_then(|calendar| calendar.hours.due_in_days(ordered_at, days).ok()))
    }

    /// What was promised for a job: the agreement's, else the shipped ones.
    fn promises(&self, job: &Job) -> StoreResult<Promises> {
        let agreement = match job.agreement_id {
            Some(id) => self.find::<Agreement>(id)?.map(|known| known.value),
            None => None,
        };
        Ok(Promises {
            targets: agreement.as_ref().map_or_else(TargetSet::default, |agreement| agreement.terms.targets),
            named: agreement.and_then(|agreement| agreement.terms.calendar_id),
            calendars: self.all::<Calendar>()?,
        })
    }

    /// The agreement a new job falls under: the machine's, else the customer's first that is in force.
    pub(super) fn agreement_for(
        &self,
        customer: &Customer,
        equipment: Option<&Equipment>,
        day: Date,
    ) -> StoreResult<Option<Rc<Agreement>>> {
        if let Some(equipment) = equipment {
            let known = match equipment.agreement_id {
                Some(id) => self.find::<Agreement>(id)?,
                None => None,
            };
            return Ok(known.map(|known| known.value));
        }
        let all = self.list::<Agreement>("customer_id", customer.id)?;
        let in_force = |agreement: &Agreement| inactivity(&AgreementClaimed::of(agreement, None), day).is_none();
        Ok(all.into_iter().map(|known| known.value).find(|agreement| in_force(agreement)))
    }

    /// What blocks a job today (R6).
    pub(super) fn block_of(&self, job: &Job) -> StoreResult<Option<BlockCause>> {
        let customer = self.load::<Customer>(job.customer_id)?.value;
        let agreement = match job.agreement_id {
            Some(id) => self.find::<Agreement>(id)?.map(|known| known.value),
            None => None,
        };
        let zone = self.zone_of_site(job)?;
        Ok(block_cause(customer.overdue, agreement.as_deref(), self.at.to_zoned(zone).date()))
    }

    /// The zone that a job's dates are local to: the site's, else the company's, else UTC.
    pub(super) fn zone_of_site(&self, job: &Job) -> StoreResult<TimeZone> {
        let site = self.find::<Site>(job.site_id)?;
        if let Some(zone) = site.and_then(|site| TimeZone::get(&site.value.time_zone).ok()) {
            return Ok(zone);
        }
        self.company_zone()
    }

    pub(super) fn company_zone(&self) -> StoreResult<TimeZone> {
        let company = self.find::<Company>(self.rows.company_id())?;
        Ok(company.and_then(|company| TimeZone::get(&company.value.time_zone).ok()).unwrap_or(TimeZone::UTC))
    }
}
