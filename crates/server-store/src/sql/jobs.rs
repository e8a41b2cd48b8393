//! Jobs as the console reads them: lists with names, and one job with everything around it.

use std::collections::BTreeMap;

use feltbok_domain::{
    ids::Id,
    job_life::JobStatus,
    model::{Agreement, Contact, Customer, Equipment, Job, Passport, Site, Technician, Visit},
};
use feltbok_protocol::record::Recorded;

use super::{
    Database, Row, SqlRows, Value,
    identity::{from_ms, time_at},
    params,
};
use crate::{
    StoreError, StoreResult,
    api::{ConflictSummary, FileSummary, JobDetail, JobSummary, NoticeSummary, TimelineEntry},
    rows::{RecordRow, RecordRows, parse, word},
};

/// Selects what [`JobSummary`] needs; a condition on `j` and an order follow.
const SUMMARY: &str = "
    SELECT j.id, j.rev, j.body, c.name, s.name, s.city, e.body, t.name, s.body
    FROM job AS j
    JOIN customer AS c ON c.company_id = j.company_id AND c.id = j.customer_id
    JOIN site AS s ON s.company_id = j.company_id AND s.id = j.site_id
    LEFT JOIN equipment AS e ON e.company_id = j.company_id AND e.id = j.equipment_id
    LEFT JOIN technician AS t ON t.company_id = j.company_id AND t.id = j.technician_id
    WHERE j.company_id = ?1 AND ";

/// Jobs that fulfil the condition, which may use `?2` and on.
pub(super) fn summaries(tx: &dyn Database, condition: &str, values: &[Value]) -> StoreResult<Vec<JobSummary>> {
    tx.collect(&format!("{SUMMARY}{condition}"), values, summary)
}

fn summary(row: &Row) -> StoreResult<JobSummary> {
    let stored = RecordRow { id: row.get(0)?, rev: row.get(1)?, body: row.get(2)? };
    let job: Job = parse(&stored)?;
    let equipment: Option<String> = row.get(6)?;
    let equipment = match (equipment, job.equipment_id) {
        (Some(body), Some(id)) => Some(parse::<Equipment>(&RecordRow { id, rev: 0, body })?),
        _ => None,
    };
    let site: Site = parse(&RecordRow { id: job.site_id, rev: 0, body: row.get(8)? })?;
    let reached = job.history.iter().find(|change| change.to == JobStatus::OnSite).map(|change| change.at);
    Ok(JobSummary {
        id: job.id,
        rev: stored.rev,
        number: job.number,
        work_type: job.work_type,
        priority: job.priority,
        status: job.status,
        customer_id: job.customer_id,
        customer: row.get(3)?,
        site: row.get(4)?,
        city: row.get(5)?,
        equipment_id: job.equipment_id,
        equipment: equipment.as_ref().map(|known| format!("{} {}", known.make, known.model)),
        si: equipment.as_ref().map(|known| known.si.to_string()),
        place: equipment.map_or_else(String::new, |known| known.place),
        reported_symptom: job.reported_symptom,
        registered_at: job.registered_at,
        on_site_due: job.targets.on_site_due,
        targets: job.targets,
        pauses: job.pauses,
        reached_at: reached,
        time_zone: site.time_zone,
        technician_id: job.technician_id,
        technician: row.get(7)?,
        slot: job.slot,
        block_reason: job.block_reason,
        block_override: job.block_override,
    })
}

/// `('a', 'b')` of states, which are our own words.
pub(super) fn list_of(states: &[JobStatus]) -> String {
    let words: Vec<String> = states.iter().map(|state| format!("'{}'", word(state))).collect();
    format!("({})", words.join(", "))
}

/// Reads aggregates of one company.
pub(super) struct Reader<'t> {
    rows: SqlRows<'t>,
}

impl<'t> Reader<'t> {
    pub fn new(tx: &'t dyn Database, company_id: Id) -> Self {
        Reader { rows: SqlRows::new(tx, company_id) }
    }

    pub fn find<T: Recorded>(&self, id: Option<Id>) -> StoreResult<Option<T>> {
        match id {
            Some(id) => self.rows.get(T::KIND, id)?.as_ref().map(parse).transpose(),
            None => Ok(None),
        }
    }

    /// Errors: `NotFound`.
    pub fn load<T: Recorded>(&self, id: Id) -> StoreResult<T> {
        self.find(Some(id))?.ok_or(StoreError::NotFound)
    }

    pub fn list<T: Recorded>(&self, column: &'static str, value: Id) -> StoreResult<Vec<T>> {
        self.rows.find(T::KIND, column, value)?.iter().map(parse).collect()
    }

    pub fn all<T: Recorded>(&self) -> StoreResult<Vec<T>> {
        self.rows.all(T::KIND)?.iter().map(parse).collect()
    }

    fn rev_of_job(&self, id: Id) -> StoreResult<u64> {
        Ok(self.rows.get(Job::KIND, id)?.ok_or(StoreError::NotFound)?.rev)
    }
}

/// One job with everything around it.
pub(super) fn detail(tx: &dyn Database, company_id: Id, id: Id) -> StoreResult<JobDetail> {
    let read = Reader::new(tx, company_id);
    let job: Job = read.load(id)?;
    let customer: Customer = read.load(job.customer_id)?;
    let mut visits: Vec<Visit> = read.list("job_id", id)?;
    visits.sort_by_key(|visit| (visit.started_at, visit.id));
    let equipment: Option<Equipment> = read.find(job.equipment_id)?;
    let passport: Option<Passport> = read.find(job.equipment_id)?;
    let agreement: Option<Agreement> = read.find(job.agreement_id)?;
    let technician: Option<Technician> = read.find(job.technician_id)?;
    Ok(JobDetail {
        rev: read.rev_of_job(id)?,
        site: read.load::<Site>(job.site_id)?,
        contacts: read.list::<Contact>("customer_id", customer.id)?,
        equipment,
        passport,
        agreement,
        technician,
        visits,
        timeline: timeline(tx, company_id, &job)?,
        files: files(tx, company_id, id)?,
        conflicts: conflicts(tx, "company_id = ?1 AND job_id = ?2", params![company_id, id])?,
        customer,
        job,
    })
}

/// Everything that happened to the job, oldest first.
fn timeline(tx: &dyn Database, company_id: Id, job: &Job) -> StoreResult<Vec<TimelineEntry>> {
    let mut entries: BTreeMap<(i64, usize), TimelineEntry> = BTreeMap::new();
    let mut add = |at_ms: i64, entry: TimelineEntry| {
        let nth = entries.len();
        entries.insert((at_ms, nth), entry);
    };
    for change in &job.history {
        add(change.at.as_millisecond(), TimelineEntry::Status(change.clone()));
    }
    let sql =
        "SELECT at_ms, actor_name, action, detail FROM audit WHERE company_id = ?1 AND subject = ?2 ORDER BY at_ms, id";
    for row in tx.query(sql, params![company_id, job.id])? {
        let (at_ms, detail): (i64, String) = (row.get(0)?, row.get(3)?);
        let action = TimelineEntry::Action {
            at: from_ms(at_ms),
            by_name: row.get(1)?,
            action: row.get(2)?,
            detail: serde_json::from_str(&detail).unwrap_or_default(),
        };
        add(at_ms, action);
    }
    let sql = "SELECT min(r.at_ms), r.received_ms, count(*), t.code FROM operation_result AS r
         JOIN tablet AS t ON t.company_id = r.company_id AND t.id = r.tablet_id
         WHERE r.company_id = ?1 AND r.job_id = ?2 GROUP BY r.received_ms, t.code ORDER BY r.received_ms";
    for row in tx.query(sql, params![company_id, job.id])? {
        let received_ms: i64 = row.get(1)?;
        let received = TimelineEntry::Received {
            at: time_at(&row, 0)?,
            received_at: from_ms(received_ms),
            operations: row.get(2)?,
            tablet_code: row.get(3)?,
        };
        add(received_ms, received);
    }
    for notice in notices(tx, "company_id = ?1 AND job_id = ?2", params![company_id, job.id])? {
        add(notice.at.as_millisecond(), TimelineEntry::Notice(notice));
    }
    Ok(entries.into_values().collect())
}

fn files(tx: &dyn Database, company_id: Id, job_id: Id) -> StoreResult<Vec<FileSummary>> {
    let sql = "SELECT r.sha256, r.visit_id, r.role, r.stored FROM file_ref AS r
         JOIN visit AS v ON v.company_id = r.company_id AND v.id = r.visit_id
         WHERE r.company_id = ?1 AND v.job_id = ?2 ORDER BY r.visit_id, r.role, r.sha256";
    tx.collect(sql, params![company_id, job_id], |row| {
        Ok(FileSummary { sha256: row.get(0)?, visit_id: row.get(1)?, role: row.get(2)?, stored: row.get(3)? })
    })
}

/// Notices that fulfil the condition, oldest first.
pub(super) fn notices(tx: &dyn Database, condition: &str, values: &[Value]) -> StoreResult<Vec<NoticeSummary>> {
    let sql = format!(
        "SELECT id, kind, job_id, body, by_name, at_ms, resolved_ms FROM notice WHERE {condition} ORDER BY at_ms, id"
    );
    tx.collect(&sql, values, |row| {
        let body: String = row.get(3)?;
        Ok(NoticeSummary {
            id: row.get(0)?,
            code: row.get(1)?,
            job_id: row.get(2)?,
            body: serde_json::from_str(&body).unwrap_or_default(),
            by_name: row.get(4)?,
            at: time_at(row, 5)?,
            resolved_at: row.get::<Option<i64>>(6)?.map(from_ms),
        })
    })
}

/// Open conflicts that fulfil the condition, oldest first.
pub(super) fn conflicts(tx: &dyn Database, condition: &str, values: &[Value]) -> StoreResult<Vec<ConflictSummary>> {
    let sql = format!(
        "SELECT id, kind, record_id, job_id, field, kept, kept_by, kept_at_ms, offered, offered_by, offered_at_ms, code
         FROM conflict WHERE {condition} AND resolved_ms IS NULL ORDER BY offered_at_ms, id"
    );
    tx.collect(&sql, values, |row| {
        let (kept, offered): (String, String) = (row.get(5)?, row.get(8)?);
        Ok(ConflictSummary {
            id: row.get(0)?,
            record_kind: row.get(1)?,
            record_id: row.get(2)?,
            job_id: row.get(3)?,
            field: row.get(4)?,
            kept: serde_json::from_str(&kept).unwrap_or_default(),
            kept_by: row.get(6)?,
            kept_at: row.get::<Option<i64>>(7)?.map(from_ms),
            offered: serde_json::from_str(&offered).unwrap_or_default(),
            offered_by: row.get(9)?,
            offered_at: time_at(row, 10)?,
            code: row.get(11)?,
        })
    })
}
