//! What dispatch reads and writes.

use async_trait::async_trait;
use feltbok_domain::{
    ids::Id,
    job_life::JobStatus,
    model::{
        Calendar, ChecklistTemplate, CodeEntry, Company, Contact, ContactEdit, Customer, Equipment, Job, ScheduledSlot,
        Technician,
    },
};
use jiff::Timestamp;

use super::{
    Database, Engine, Row, SqlRows, SqlStore, Value, author,
    jobs::{Reader, conflicts, detail, list_of, notices, summaries},
    params,
};
use crate::{
    Role, StoreError, StoreResult, UserActor,
    api::{
        BoardLane, CompanyEdit, ConflictSummary, ConsoleStore, CustomerDetail, EquipmentFilter, EquipmentSummary,
        Found, JobDetail, JobSummary, Moved, NewJob, NoticeSummary, Seed, Sticker, Written,
    },
    rows::{RecordRow, parse},
    work::{Work, demand, demand_dispatch},
};

/// States in which a job waits for dispatch to give it to somebody.
const UNASSIGNED: [JobStatus; 6] = [
    JobStatus::Registered,
    JobStatus::Triaged,
    JobStatus::Remote,
    JobStatus::Scheduled,
    JobStatus::Declined,
    JobStatus::Blocked,
];
/// A list is cut here whatever was asked for.
const LIST_MAX: u32 = 500;

#[async_trait]
impl<E: Engine> ConsoleStore for SqlStore<E> {
    async fn company(&self, user: &UserActor) -> StoreResult<Company> {
        let id = user.company_id;
        self.read(id, move |tx| Reader::new(tx, id).load(id)).await
    }

    async fn edit_company(&self, user: &UserActor, edit: CompanyEdit, at: Timestamp) -> StoreResult<Option<Moved>> {
        demand(user.role.may_administer())?;
        let user = user.clone();
        let id = user.company_id;
        self.write(id, move |tx| {
            let before: Company = Reader::new(tx, id).load(id)?;
            let mut company = before.clone();
            edit.clone().apply(&mut company);
            if company == before {
                return Ok(None);
            }
            let rows = SqlRows::new(tx, id);
            let mut work = Work::new(&rows, author(&user), at);
            work.seed(&Seed { company: Some(company), ..Seed::default() })?;
            work.finish().map(Some)
        })
        .await
    }

    async fn technicians(&self, user: &UserActor) -> StoreResult<Vec<Technician>> {
        let id = user.company_id;
        self.read(id, move |tx| Reader::new(tx, id).all()).await
    }

    async fn calendars(&self, user: &UserActor) -> StoreResult<Vec<Calendar>> {
        let id = user.company_id;
        self.read(id, move |tx| Reader::new(tx, id).all()).await
    }

    async fn codes(&self, user: &UserActor) -> StoreResult<Vec<CodeEntry>> {
        let id = user.company_id;
        self.read(id, move |tx| Reader::new(tx, id).all()).await
    }

    async fn checklists(&self, user: &UserActor) -> StoreResult<Vec<ChecklistTemplate>> {
        let id = user.company_id;
        self.read(id, move |tx| Reader::new(tx, id).all()).await
    }

    async fn unassigned(&self, user: &UserActor) -> StoreResult<Vec<JobSummary>> {
        let id = user.company_id;
        self.read(id, move |tx| {
            let condition =
                format!("j.status IN {} ORDER BY j.due_ms IS NULL, j.due_ms, j.id LIMIT ?2", list_of(&UNASSIGNED));
            summaries(tx, &condition, params![id, LIST_MAX])
        })
        .await
    }

    async fn board(&self, user: &UserActor, from: Timestamp, until: Timestamp) -> StoreResult<Vec<BoardLane>> {
        let id = user.company_id;
        self.read(id, move |tx| {
            let condition = "j.slot_ms >= ?2 AND j.slot_ms < ?3 AND j.technician_id IS NOT NULL
                             AND j.status <> 'cancelled' ORDER BY j.slot_ms, j.id";
            let mut jobs = summaries(tx, condition, params![id, from.as_millisecond(), until.as_millisecond()])?;
            let mut technicians: Vec<Technician> = Reader::new(tx, id).all()?;
            technicians.retain(|technician| technician.active);
            technicians.sort_by(|a, b| a.name.cmp(&b.name));
            let mut take =
                |technician: &Technician| jobs.extract_if(.., |job| job.technician_id == Some(technician.id)).collect();
            Ok(technicians.into_iter().map(|technician| BoardLane { jobs: take(&technician), technician }).collect())
        })
        .await
    }

    async fn jobs(
        &self,
        user: &UserActor,
        states: &[JobStatus],
        limit: u32,
        offset: u32,
    ) -> StoreResult<Vec<JobSummary>> {
        let id = user.company_id;
        let states = list_of(states);
        self.read(id, move |tx| {
            let condition = format!("j.status IN {states} ORDER BY j.registered_ms DESC, j.id LIMIT ?2 OFFSET ?3");
            summaries(tx, &condition, params![id, limit.min(LIST_MAX), offset])
        })
        .await
    }

    async fn job(&self, user: &UserActor, id: Id) -> StoreResult<JobDetail> {
        let company_id = user.company_id;
        self.read(company_id, move |tx| detail(tx, company_id, id)).await
    }

    async fn search(&self, user: &UserActor, text: &str, limit: u32) -> StoreResult<Found> {
        let id = user.company_id;
        let limit = limit.min(LIST_MAX);
        let Some(pattern) = pattern(text) else { return Ok(Found::default()) };
        self.read(id, move |tx| {
            let by_job = "(lower(j.number) LIKE ?2 ESCAPE '\\' OR lower(c.name) LIKE ?2 ESCAPE '\\'
                           OR lower(e.si) LIKE ?2 ESCAPE '\\')
                          ORDER BY j.registered_ms DESC, j.id LIMIT ?3";
            let customers = "SELECT id, rev, body FROM customer WHERE company_id = ?1
                  AND (lower(name) LIKE ?2 ESCAPE '\\' OR lower(number) LIKE ?2 ESCAPE '\\') ORDER BY name, id LIMIT ?3";
            let equipment = "SELECT id, rev, body FROM equipment WHERE company_id = ?1
                  AND (lower(si) LIKE ?2 ESCAPE '\\' OR lower(serial) LIKE ?2 ESCAPE '\\') ORDER BY si, id LIMIT ?3";
            Ok(Found {
                jobs: summaries(tx, by_job, params![id, pattern, limit])?,
                customers: bodies(tx, customers, params![id, pattern, limit])?,
                equipment: bodies(tx, equipment, params![id, pattern, limit])?,
            })
        })
        .await
    }

    async fn customers(&self, user: &UserActor, limit: u32, offset: u32) -> StoreResult<Vec<Customer>> {
        let id = user.company_id;
        self.read(id, move |tx| {
            let sql = "SELECT id, rev, body FROM customer WHERE company_id = ?1 ORDER BY name, id LIMIT ?2 OFFSET ?3";
            bodies(tx, sql, params![id, limit.min(LIST_MAX), offset])
        })
        .await
    }

    async fn customer(&self, user: &UserActor, id: Id) -> StoreResult<CustomerDetail> {
        let company_id = user.company_id;
        self.read(company_id, move |tx| {
            let read = Reader::new(tx, company_id);
            Ok(CustomerDetail {
                customer: read.load(id)?,
                sites: read.list("customer_id", id)?,
                contacts: read.list("customer_id", id)?,
                agreements: read.list("customer_id", id)?,
            })
        })
        .await
    }

    async fn equipment_list(&self, user: &UserActor, filter: EquipmentFilter) -> StoreResult<Vec<EquipmentSummary>> {
        let company_id = user.company_id;
        self.read(company_id, move |tx| equipment_list(tx, company_id, &filter)).await
    }

    async fn stickers(
        &self,
        user: &UserActor,
        ids: &[Id],
        fresh: Vec<String>,
        at: Timestamp,
    ) -> StoreResult<Vec<Sticker>> {
        demand(user.role != Role::ReadOnly)?;
        let (company_id, ids) = (user.company_id, ids.to_vec());
        self.write(company_id, move |tx| {
            let read = Reader::new(tx, company_id);
            let mut fresh = fresh.iter();
            let mut stickers = Vec::with_capacity(ids.len());
            for id in ids.iter().copied() {
                let equipment: Equipment = read.load(id)?;
                let offered = fresh.next().ok_or_else(|| {
                    StoreError::refused("tokens_missing", "There are fewer new tokens than machines.")
                })?;
                tx.execute(
                    "INSERT INTO sticker (company_id, equipment_id, token, made_ms) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (company_id, equipment_id) DO NOTHING",
                    params![company_id, id, offered, at.as_millisecond()],
                )?;
                let sql = "SELECT token FROM sticker WHERE company_id = ?1 AND equipment_id = ?2";
                let token = tx.first(sql, params![company_id, id], |row| row.get(0))?;
                stickers.push(Sticker { equipment, token: token.ok_or(StoreError::NotFound)? });
            }
            Ok(stickers)
        })
        .await
    }

    async fn register_job(&self, user: &UserActor, job: NewJob, at: Timestamp) -> StoreResult<Written<Job>> {
        demand_dispatch(user)?;
        self.user_work(user, at, move |work| work.register_job(job.clone())).await
    }

    async fn assign(
        &self,
        user: &UserActor,
        job_id: Id,
        base_rev: u64,
        technician_id: Id,
        slot: Option<ScheduledSlot>,
        reason: Option<String>,
        at: Timestamp,
    ) -> StoreResult<Written<Job>> {
        demand_dispatch(user)?;
        self.user_work(user, at, move |work| work.assign(job_id, base_rev, technician_id, slot, reason.clone())).await
    }

    async fn unassign(
        &self,
        user: &UserActor,
        job_id: Id,
        base_rev: u64,
        reason: Option<String>,
        at: Timestamp,
    ) -> StoreResult<Written<Job>> {
        demand_dispatch(user)?;
        self.user_work(user, at, move |work| work.unassign(job_id, base_rev, reason.clone())).await
    }

    async fn set_status(
        &self,
        user: &UserActor,
        job_id: Id,
        base_rev: u64,
        to: JobStatus,
        reason: Option<String>,
        at: Timestamp,
    ) -> StoreResult<Written<Job>> {
        demand_dispatch(user)?;
        self.user_work(user, at, move |work| work.set_status(job_id, base_rev, to, reason.clone())).await
    }

    async fn override_block(
        &self,
        user: &UserActor,
        job_id: Id,
        base_rev: u64,
        reason: String,
        at: Timestamp,
    ) -> StoreResult<Written<Job>> {
        demand_dispatch(user)?;
        self.user_work(user, at, move |work| work.override_block(job_id, base_rev, reason.clone())).await
    }

    async fn edit_contact(
        &self,
        user: &UserActor,
        contact_id: Id,
        edit: ContactEdit,
        at: Timestamp,
    ) -> StoreResult<Written<Contact>> {
        demand_dispatch(user)?;
        self.user_work(user, at, move |work| work.edit_contact(contact_id, &edit)).await
    }

    async fn confirm_equipment(
        &self,
        user: &UserActor,
        equipment: Equipment,
        at: Timestamp,
    ) -> StoreResult<Written<Equipment>> {
        demand_dispatch(user)?;
        self.user_work(user, at, move |work| work.confirm_equipment(equipment.clone())).await
    }

    async fn notices(&self, user: &UserActor) -> StoreResult<Vec<NoticeSummary>> {
        let id = user.company_id;
        self.read(id, move |tx| notices(tx, "company_id = ?1 AND resolved_ms IS NULL", params![id])).await
    }

    async fn resolve_notice(&self, user: &UserActor, id: Id, at: Timestamp) -> StoreResult<()> {
        demand(user.role != Role::ReadOnly)?;
        let work = move |work: &mut crate::work::Work<'_>| work.resolve_notice(id);
        self.work(user.company_id, author(user), at, work).await.map(|(done, _)| done)
    }

    async fn conflicts(&self, user: &UserActor) -> StoreResult<Vec<ConflictSummary>> {
        let id = user.company_id;
        self.read(id, move |tx| conflicts(tx, "company_id = ?1", params![id])).await
    }

    async fn resolve_conflict(
        &self,
        user: &UserActor,
        id: Id,
        take_offered: bool,
        at: Timestamp,
    ) -> StoreResult<Moved> {
        demand_dispatch(user)?;
        let work = move |work: &mut crate::work::Work<'_>| work.resolve_conflict(id, take_offered);
        self.work(user.company_id, author(user), at, work).await.map(|(_, moved)| moved)
    }
}

/// `%text%` in small letters for LIKE, with its own wildcards taken literally; `None` for nothing to look for.
fn pattern(text: &str) -> Option<String> {
    // Small letters as SQLite's `lower` makes them: A to Z only.
    let text = text.trim().to_ascii_lowercase();
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    (!text.is_empty()).then(|| format!("%{escaped}%"))
}

fn stored(row: &Row) -> StoreResult<RecordRow> {
    Ok(RecordRow { id: row.get(0)?, rev: row.get(1)?, body: row.get(2)? })
}

fn bodies<T: feltbok_protocol::record::Recorded>(
    tx: &dyn Database,
    sql: &str,
    values: &[Value],
) -> StoreResult<Vec<T>> {
    tx.collect(sql, values, |row| parse(&stored(row)?))
}

fn equipment_list(tx: &dyn Database, company_id: Id, filter: &EquipmentFilter) -> StoreResult<Vec<EquipmentSummary>> {
    let text = filter.text.as_deref().and_then(pattern).unwrap_or_default();
    // What is not asked for stands as an empty word or as no id: both databases know its type then.
    let sql = "SELECT e.id, e.rev, e.body, c.name, s.name, s.city FROM equipment AS e
         JOIN customer AS c ON c.company_id = e.company_id AND c.id = e.customer_id
         JOIN site AS s ON s.company_id = e.company_id AND s.id = e.site_id
         WHERE e.company_id = ?1 AND e.customer_id = coalesce(?2, e.customer_id) AND e.site_id = coalesce(?3, e.site_id)
           AND (?4 = '' OR lower(e.si) LIKE ?4 ESCAPE '\\' OR lower(e.serial) LIKE ?4 ESCAPE '\\'
                OR lower(e.model) LIKE ?4 ESCAPE '\\' OR lower(c.name) LIKE ?4 ESCAPE '\\'
                OR lower(s.name) LIKE ?4 ESCAPE '\\')
           AND (?5 = 0 OR e.confirmed = 0)
         ORDER BY e.si, e.id LIMIT ?6 OFFSET ?7";
    let values = params![
        company_id,
        filter.customer_id,
        filter.site_id,
        text,
        filter.drafts,
        filter.limit.min(LIST_MAX),
        filter.offset
    ];
    tx.collect(sql, values, |row| {
        let equipment: Equipment = parse(&stored(row)?)?;
        Ok(EquipmentSummary { equipment, customer: row.get(3)?, site: row.get(4)?, city: row.get(5)? })
    })
}
