//! `POST /api/console/jobs/assess`: what a request would mean, before it is registered. Writes nothing.

use axum::{Json, extract::State};
use feltbok_domain::{
    entitlement::{AgreementClaimed, inactivity},
    job_life::{JobStatus, block_cause},
    model::{Agreement, Equipment},
    target::{Target, TargetSet},
};
use feltbok_server_store::{
    UserActor,
    api::{CustomerDetail, EquipmentFilter},
};
use jiff::{civil::Date, tz::TimeZone};

use crate::{
    App, AppState,
    console::{
        compose::{cards, clock::calendar_of, rows},
        views::{
            Problem,
            intake::{Assessment, JobDraft},
            job_row::JobRow,
        },
    },
    error::{ApiError, ApiResult},
    identity::User,
    input::Given,
};

const MACHINES_MAX: u32 = 500;
const JOBS_MAX: u32 = 500;

/// Agreement, block (R6), targets (R12), remote first (R7) and open jobs of the same machine.
#[utoipa::path(
    post,
    path = "/api/console/jobs/assess",
    tag = "jobs",
    request_body = JobDraft,
    responses((status = OK, body = Assessment), (status = NOT_FOUND, body = Problem))
)]
pub async fn assess(
    State(app): State<AppState>,
    user: User,
    Given(draft): Given<JobDraft>,
) -> ApiResult<Json<Assessment>> {
    let now = app.now();
    let customer = app.store.customer(&user, draft.customer_id).await?;
    let site = customer.sites.iter().find(|site| site.id == draft.site_id).ok_or_else(ApiError::not_found)?;
    let zone = TimeZone::get(&site.time_zone).unwrap_or(TimeZone::UTC);
    let time_zone = site.time_zone.clone();
    let today = now.to_zoned(zone).date();
    let machine = machine(&app, &user, &draft).await?;
    let agreement = agreement_for(&customer, machine.as_ref(), today);

    let calendars = app.store.calendars(&user).await?;
    let calendar = calendar_of(&calendars, agreement.and_then(|known| known.terms.calendar_id));
    let targets = agreement.map_or_else(TargetSet::default, |known| known.terms.targets);
    let due = |minutes: u32| {
        let target = Target { calendar: &calendar?.hours, start: now, minutes, pauses: &[] };
        target.due_at(now).ok()
    };
    Ok(Json(Assessment {
        block: block_cause(customer.customer.overdue, agreement, today)
            .and_then(|cause| serde_json::to_value(cause).ok()?.as_str().map(str::to_owned)),
        remote_first: draft.work_type.remote_first(),
        remote_answer_due: due(targets.remote_answer_minutes),
        on_site_due: due(targets.on_site(draft.priority)),
        calendar: calendar.map(|known| known.name.clone()),
        agreement: agreement.map(|known| cards::agreement(known.clone(), today)),
        time_zone,
        same_machine: open_jobs_of(&app, &user, machine.map(|machine| machine.id)).await?,
    }))
}

async fn machine(app: &App, user: &UserActor, draft: &JobDraft) -> ApiResult<Option<Equipment>> {
    let Some(id) = draft.equipment_id else { return Ok(None) };
    let filter = EquipmentFilter { customer_id: Some(draft.customer_id), limit: MACHINES_MAX, ..Default::default() };
    let known = app.store.equipment_list(user, filter).await?;
    let found = known.into_iter().map(|known| known.equipment).find(|equipment| equipment.id == id);
    found.map(Some).ok_or_else(ApiError::not_found)
}

/// As the store chooses when the job is registered: the machine's agreement, else the first that is in force.
fn agreement_for<'a>(customer: &'a CustomerDetail, machine: Option<&Equipment>, today: Date) -> Option<&'a Agreement> {
    match machine {
        Some(machine) => customer.agreements.iter().find(|known| Some(known.id) == machine.agreement_id),
        None => {
            customer.agreements.iter().find(|known| inactivity(&AgreementClaimed::of(known, None), today).is_none())
        }
    }
}

async fn open_jobs_of(app: &App, user: &UserActor, machine: Option<feltbok_domain::ids::Id>) -> ApiResult<Vec<JobRow>> {
    let Some(machine) = machine else { return Ok(Vec::new()) };
    let open: Vec<JobStatus> = JobStatus::ALL.into_iter().filter(|status| status.is_open()).collect();
    let mut jobs = app.store.jobs(user, &open, JOBS_MAX, 0).await?;
    jobs.retain(|job| job.equipment_id == Some(machine));
    let calendars = app.store.calendars(user).await?;
    let now = app.now();
    Ok(jobs.into_iter().map(|job| rows::row(job, &calendars, &rows::Waiting::new(), now)).collect())
}
