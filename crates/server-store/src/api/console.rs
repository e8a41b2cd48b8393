//! What dispatch reads and writes.

use async_trait::async_trait;
use feltbok_domain::{
    ids::Id,
    job_life::{JobStatus, Priority},
    model::{
        Agreement, Calendar, ChecklistTemplate, CodeEntry, Company, Contact, Customer, Equipment, Job, Passport,
        ScheduledSlot, Site, StatusChange, Targets, Technician, Visit,
    },
    target::Pause,
    work_type::WorkType,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{StoreResult, UserActor, api::Moved};

/// A service request as it comes in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewJob {
    pub id: Id,
    pub work_type: WorkType,
    pub priority: Priority,
    pub site_id: Id,
    pub contact_id: Option<Id>,
    pub equipment_id: Option<Id>,
    pub reported_symptom: String,
    pub dispatch_note: String,
}

/// A job in a list, with the names a person needs to know it by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobSummary {
    pub id: Id,
    pub rev: u64,
    pub number: String,
    pub work_type: WorkType,
    pub priority: Priority,
    pub status: JobStatus,
    pub customer_id: Id,
    pub customer: String,
    pub site: String,
    pub city: String,
    pub equipment_id: Option<Id>,
    /// Make and model.
    pub equipment: Option<String>,
    pub si: Option<String>,
    pub reported_symptom: String,
    pub registered_at: Timestamp,
    pub on_site_due: Option<Timestamp>,
    /// The job's targets and pauses as they stand in it: the list shows a live clock (R12).
    pub targets: Targets,
    pub pauses: Vec<Pause>,
    /// When somebody first came on site (from the history).
    pub reached_at: Option<Timestamp>,
    /// IANA zone of the site; times of the job are shown in it.
    pub time_zone: String,
    pub technician_id: Option<Id>,
    pub technician: Option<String>,
    pub slot: Option<ScheduledSlot>,
    pub block_reason: Option<String>,
    /// Dispatch's reason to go ahead in spite of the block.
    pub block_override: Option<String>,
    /// Machine's room or desk, empty without a machine.
    pub place: String,
}

/// A technician's column on the board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardLane {
    pub technician: Technician,
    /// Jobs with a slot that begins in the asked span, by start.
    pub jobs: Vec<JobSummary>,
}

/// One thing that happened to a job, for its timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TimelineEntry {
    Status(StatusChange),
    /// Dispatch or an admin did something that is no change of state.
    Action {
        at: Timestamp,
        by_name: String,
        action: String,
        detail: Value,
    },
    /// The first operation of the tablet on a visit arrived then.
    Received {
        at: Timestamp,
        received_at: Timestamp,
        operations: u32,
        tablet_code: String,
    },
    Notice(NoticeSummary),
}

/// A file that a visit names, and whether the server has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileSummary {
    pub sha256: String,
    pub visit_id: Id,
    pub role: String,
    pub stored: bool,
}

/// Everything about one job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobDetail {
    pub rev: u64,
    pub job: Job,
    pub customer: Customer,
    pub site: Site,
    pub contacts: Vec<Contact>,
    pub equipment: Option<Equipment>,
    pub passport: Option<Passport>,
    pub agreement: Option<Agreement>,
    pub technician: Option<Technician>,
    pub visits: Vec<Visit>,
    pub timeline: Vec<TimelineEntry>,
    pub files: Vec<FileSummary>,
    pub conflicts: Vec<ConflictSummary>,
}

/// Something dispatch should know or do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoticeSummary {
    pub id: Id,
    /// `count_request`, `no_consent`, `master_data`, `unsigned`, `reassigned_report`, `draft_equipment`, `serial_conflict`, `prepaid_short`, `doubtful_signature`.
    pub code: String,
    pub job_id: Option<Id>,
    pub body: Value,
    pub by_name: String,
    pub at: Timestamp,
    pub resolved_at: Option<Timestamp>,
}

/// A change that did not win, beside the value that did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConflictSummary {
    pub id: Id,
    pub record_kind: String,
    pub record_id: Id,
    pub job_id: Option<Id>,
    pub field: String,
    pub kept: Value,
    pub kept_by: String,
    pub kept_at: Option<Timestamp>,
    pub offered: Value,
    pub offered_by: String,
    pub offered_at: Timestamp,
    pub code: String,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    pub jobs: Vec<JobSummary>,
    pub customers: Vec<Customer>,
    pub equipment: Vec<Equipment>,
}

/// Which machines a list shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EquipmentFilter {
    pub customer_id: Option<Id>,
    pub site_id: Option<Id>,
    /// Part of the SI number, serial number or model.
    pub text: Option<String>,
    /// Only drafts that wait for confirmation (R3).
    pub drafts: bool,
    pub limit: u32,
    pub offset: u32,
}

/// A machine in a list, with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EquipmentSummary {
    pub equipment: Equipment,
    pub customer: String,
    pub site: String,
    pub city: String,
}

/// What a sticker bears: the machine and the secret part of its address (R2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sticker {
    pub equipment: Equipment,
    /// 10 Crockford base32 characters.
    pub token: String,
}

/// A customer with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomerDetail {
    pub customer: Customer,
    pub sites: Vec<Site>,
    pub contacts: Vec<Contact>,
    pub agreements: Vec<Agreement>,
}

/// What a write of dispatch led to.
#[derive(Debug, Clone, PartialEq)]
pub struct Written<T> {
    pub value: T,
    pub rev: u64,
    pub moved: Moved,
}

/// What an admin changes of the company; what is not named stays as it is, whoever else is at work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompanyEdit {
    /// How documents look, and who stamps the time on them.
    Brand { logo: Option<String>, colour: Option<String>, legal_footer: String, timestamp_url: Option<String> },
    /// Whether pen speed and pressure are recorded.
    SignatureDynamics(bool),
}

impl CompanyEdit {
    /// Puts the change into the company's record.
    pub fn apply(self, company: &mut Company) {
        match self {
            CompanyEdit::Brand { logo, colour, legal_footer, timestamp_url } => {
                (company.logo, company.brand_colour) = (logo, colour);
                (company.legal_footer, company.timestamp_url) = (legal_footer, timestamp_url);
            }
            CompanyEdit::SignatureDynamics(are_recorded) => company.signature_dynamics = are_recorded,
        }
    }
}

/// Dispatch's side. Every list is of the user's company only; writes demand the role that their doc names.
#[async_trait]
pub trait ConsoleStore: Send + Sync {
    async fn company(&self, user: &UserActor) -> StoreResult<Company>;

    /// Changes a part of the company's record in one transaction; for admins. `None` when it was so already.
    async fn edit_company(&self, user: &UserActor, edit: CompanyEdit, at: Timestamp) -> StoreResult<Option<Moved>>;

    async fn technicians(&self, user: &UserActor) -> StoreResult<Vec<Technician>>;
    async fn calendars(&self, user: &UserActor) -> StoreResult<Vec<Calendar>>;
    async fn codes(&self, user: &UserActor) -> StoreResult<Vec<CodeEntry>>;
    async fn checklists(&self, user: &UserActor) -> StoreResult<Vec<ChecklistTemplate>>;

    /// Jobs nobody is assigned to or that were declined, the most pressing first.
    async fn unassigned(&self, user: &UserActor) -> StoreResult<Vec<JobSummary>>;

    /// The active technicians with their jobs whose slot begins in `[from, until)`.
    async fn board(&self, user: &UserActor, from: Timestamp, until: Timestamp) -> StoreResult<Vec<BoardLane>>;

    /// Jobs in any of these states, newest first; completed ones wait for review.
    async fn jobs(
        &self,
        user: &UserActor,
        states: &[JobStatus],
        limit: u32,
        offset: u32,
    ) -> StoreResult<Vec<JobSummary>>;

    async fn job(&self, user: &UserActor, id: Id) -> StoreResult<JobDetail>;

    /// Jobs, customers and machines by number, name, SI or serial; at most `limit` each.
    async fn search(&self, user: &UserActor, text: &str, limit: u32) -> StoreResult<Found>;

    async fn customers(&self, user: &UserActor, limit: u32, offset: u32) -> StoreResult<Vec<Customer>>;
    async fn customer(&self, user: &UserActor, id: Id) -> StoreResult<CustomerDetail>;
    async fn equipment_list(&self, user: &UserActor, filter: EquipmentFilter) -> StoreResult<Vec<EquipmentSummary>>;

    /// Tokens for the stickers of these machines, made where there is none yet; any role but read-only.
    ///
    /// `fresh` are as many random tokens as machines, used in order. Errors: `NotFound` for a foreign machine.
    async fn stickers(
        &self,
        user: &UserActor,
        ids: &[Id],
        fresh: Vec<String>,
        at: Timestamp,
    ) -> StoreResult<Vec<Sticker>>;

    /// Registers a job: number, agreement, block (R6) and targets (R12) are found here. Dispatchers and admins.
    async fn register_job(&self, user: &UserActor, job: NewJob, at: Timestamp) -> StoreResult<Written<Job>>;

    /// Gives a job to a technician and sends it to the tablet; also moves it or gives it to another, with the reason
    /// in the history.
    ///
    /// Errors: `Stale` when the job is not at `base_rev`; `Refused` with `job_blocked` (R6), `not_owner` (R4),
    /// `technician_inactive`.
    #[allow(clippy::too_many_arguments, reason = "each is a word of one order, and none goes without the others")]
    async fn assign(
        &self,
        user: &UserActor,
        job_id: Id,
        base_rev: u64,
        technician_id: Id,
        slot: Option<ScheduledSlot>,
        reason: Option<String>,
        at: Timestamp,
    ) -> StoreResult<Written<Job>>;

    /// Takes a job back into the queue. Errors as for `assign`.
    async fn unassign(
        &self,
        user: &UserActor,
        job_id: Id,
        base_rev: u64,
        reason: Option<String>,
        at: Timestamp,
    ) -> StoreResult<Written<Job>>;

    /// Changes a job's state by dispatch (triage, cancel, review, close). Errors: `Refused{not_owner, no_such_step}`.
    async fn set_status(
        &self,
        user: &UserActor,
        job_id: Id,
        base_rev: u64,
        to: JobStatus,
        reason: Option<String>,
        at: Timestamp,
    ) -> StoreResult<Written<Job>>;

    /// Goes ahead in spite of a block, with a reason (R6).
    async fn override_block(
        &self,
        user: &UserActor,
        job_id: Id,
        base_rev: u64,
        reason: String,
        at: Timestamp,
    ) -> StoreResult<Written<Job>>;

    /// Changes a contact by dispatch; later edits from tablets merge per field against it (R37).
    async fn edit_contact(
        &self,
        user: &UserActor,
        contact_id: Id,
        edit: feltbok_domain::model::ContactEdit,
        at: Timestamp,
    ) -> StoreResult<Written<Contact>>;

    /// Confirms a draft machine (R3), with the fields that dispatch corrected.
    async fn confirm_equipment(
        &self,
        user: &UserActor,
        equipment: Equipment,
        at: Timestamp,
    ) -> StoreResult<Written<Equipment>>;

    /// Open notices, oldest first.
    async fn notices(&self, user: &UserActor) -> StoreResult<Vec<NoticeSummary>>;
    async fn resolve_notice(&self, user: &UserActor, id: Id, at: Timestamp) -> StoreResult<()>;

    /// Open conflicts, oldest first.
    async fn conflicts(&self, user: &UserActor) -> StoreResult<Vec<ConflictSummary>>;

    /// Ends a conflict with the value that stands, or takes the offered one where the field can be written.
    async fn resolve_conflict(&self, user: &UserActor, id: Id, take_offered: bool, at: Timestamp)
    -> StoreResult<Moved>;
}

/// The number of the `count`-th job of a year, as `J2026-00042`.
pub fn job_number(year: i16, count: u64) -> String {
    format!("J{year}-{count:05}")
}

/// Year and count of a number made by [`job_number`].
pub fn number_in_series(number: &str) -> Option<(i16, u64)> {
    let (year, count) = number.strip_prefix('J')?.split_once('-')?;
    Some((year.parse().ok()?, count.parse().ok()?))
}
