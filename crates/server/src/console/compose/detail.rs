//! The job drawer's content from everything the store knows about a job.

use std::collections::{HashMap, HashSet};

use feltbok_domain::{
    ids::Id,
    job_life::{JobStatus, Side, Step, judge},
    model::{Calendar, ChecklistTemplate, CodeEntry, Job, Technician},
};
use feltbok_server_store::api::{JobDetail as Stored, JobSummary, NoticeSummary, Receipt};
use jiff::{Timestamp, tz::TimeZone};

use super::{attention, cards, report, rows, timeline};
use crate::console::views::job_detail::{BlockCard, JobDetail, May};

/// What a job's own records do not hold.
pub struct Around {
    pub calendars: Vec<Calendar>,
    pub codes: Vec<CodeEntry>,
    pub checklists: Vec<ChecklistTemplate>,
    pub technicians: Vec<Technician>,
    /// Open notices of the whole company.
    pub notices: Vec<NoticeSummary>,
    /// What was found of the job's sealed work orders.
    pub receipts: Vec<Receipt>,
}

/// The drawer as it stands at `now`.
pub fn detail(stored: Stored, around: Around, now: Timestamp) -> JobDetail {
    let notices: Vec<NoticeSummary> =
        around.notices.into_iter().filter(|notice| notice.job_id == Some(stored.job.id)).collect();
    let waiting = rows::waiting(&stored.conflicts, &notices);
    let row = rows::row(summary(&stored), &around.calendars, &waiting, now);
    let zone = TimeZone::get(&stored.site.time_zone).unwrap_or(TimeZone::UTC);
    let today = now.to_zoned(zone).date();

    let names: HashMap<Id, String> = around.technicians.into_iter().map(|known| (known.id, known.name)).collect();
    let here: HashSet<String> = stored.files.into_iter().filter(|file| file.stored).map(|file| file.sha256).collect();
    let name_of = |id: Id| names.get(&id).cloned().unwrap_or_default();
    let lists = report::Lists {
        codes: &around.codes,
        checklists: &around.checklists,
        stored: &here,
        receipts: &around.receipts,
        technician: &name_of,
    };

    let timeline = timeline::timeline(&stored.job, &stored.visits, stored.timeline);
    let visits = stored.visits.into_iter().rev().map(|visit| report::report(visit, &stored.job, &lists)).collect();
    let mut attention: Vec<_> = stored.conflicts.into_iter().map(attention::conflict).collect();
    attention.extend(notices.into_iter().map(attention::notice));
    let block = stored.job.block_reason.clone();
    JobDetail {
        server_time: now,
        customer: cards::customer(stored.customer),
        site: cards::site(stored.site),
        contact: stored.contacts.into_iter().find(|known| Some(known.id) == stored.job.contact_id).map(cards::contact),
        equipment: stored.equipment.map(cards::equipment),
        passport: stored.passport.map(cards::passport).unwrap_or_default(),
        agreement: stored.agreement.map(|agreement| cards::agreement(agreement, today)),
        block: block
            .filter(|_| stored.job.status.is_open() || stored.job.block_override.is_some())
            .map(|reason| BlockCard { reason, overridden_because: stored.job.block_override.clone() }),
        may: may(&stored.job),
        dispatch_note: stored.job.dispatch_note,
        timeline,
        visits,
        attention,
        row,
    }
}

/// The row that the lists would show.
fn summary(stored: &Stored) -> JobSummary {
    let job = &stored.job;
    let machine = stored.equipment.as_ref();
    JobSummary {
        id: job.id,
        rev: stored.rev,
        number: job.number.clone(),
        work_type: job.work_type,
        priority: job.priority,
        status: job.status,
        customer_id: job.customer_id,
        customer: stored.customer.name.clone(),
        site: stored.site.name.clone(),
        city: stored.site.city.clone(),
        equipment_id: job.equipment_id,
        equipment: machine.map(|known| format!("{} {}", known.make, known.model)),
        si: machine.map(|known| known.si.to_string()),
        place: machine.map_or_else(String::new, |known| known.place.clone()),
        reported_symptom: job.reported_symptom.clone(),
        registered_at: job.registered_at,
        on_site_due: job.targets.on_site_due,
        targets: job.targets.clone(),
        pauses: job.pauses.clone(),
        reached_at: job.history.iter().find(|change| change.to == JobStatus::OnSite).map(|change| change.at),
        time_zone: stored.site.time_zone.clone(),
        technician_id: job.technician_id,
        technician: stored.technician.as_ref().map(|known| known.name.clone()),
        slot: job.slot,
        block_reason: job.block_reason.clone(),
        block_override: job.block_override.clone(),
    }
}

/// What dispatch may do with the job in its state (R4). A blocked one can be assigned with a reason (R6).
fn may(job: &Job) -> May {
    let can = |from: JobStatus, to: JobStatus| judge(from, to, Side::Dispatch) == Step::Allowed;
    let from = if job.status == JobStatus::Accepted { JobStatus::Dispatched } else { job.status };
    let is_blocked = job.status == JobStatus::Blocked;
    May {
        assign: is_blocked || from == JobStatus::Dispatched || can(from, JobStatus::Dispatched),
        unassign: job.technician_id.is_some() && (from == JobStatus::Dispatched || can(from, JobStatus::Triaged)),
    }
}
