//! `POST /api/console/jobs/{id}/assign`: gives a job to a technician and a time, also in spite of a block.

use axum::{Json, extract::State};
use feltbok_domain::{ids::Id, model::ScheduledSlot};
use jiff::{SignedDuration, Timestamp};

use crate::{
    AppState,
    console::{
        compose::planning::STEP,
        views::{
            Problem,
            planning::{AssignRequest, Written},
        },
    },
    error::{ApiError, ApiResult},
    identity::User,
    input::{Given, Path},
};

const MINUTES_MAX: u32 = 24 * 60;

/// Assigns a job, or moves it or gives it to another technician with a reason.
#[utoipa::path(
    post,
    path = "/api/console/jobs/{id}/assign",
    tag = "jobs",
    params(("id" = uuid::Uuid, Path)),
    request_body = AssignRequest,
    responses((status = OK, body = Written), (status = CONFLICT, body = Problem))
)]
pub async fn assign(
    State(app): State<AppState>,
    user: User,
    Path(id): Path<Id>,
    Given(request): Given<AssignRequest>,
) -> ApiResult<Json<Written>> {
    if !is_on_step(request.start) || !is_length(request.minutes) {
        return Err(ApiError::malformed("Visits start and end on quarters of an hour."));
    }
    let now = app.now();
    let reason = request.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    let known = app.store.job(&user, id).await?;
    if known.job.technician_id.is_some() && reason.is_none() {
        return Err(ApiError::new(axum::http::StatusCode::CONFLICT, "reason_missing", "Say why it is changed."));
    }
    let mut rev = request.rev;
    if let Some(why) = request.override_reason.filter(|why| !why.trim().is_empty()) {
        let written = app.store.override_block(&user, id, rev, why.trim().to_owned(), now).await?;
        app.publish(user.company_id, &written.moved);
        rev = written.rev;
    }
    let slot = ScheduledSlot { start: request.start, minutes: request.minutes };
    let written = app.store.assign(&user, id, rev, request.technician_id, Some(slot), reason, now).await?;
    app.publish(user.company_id, &written.moved);
    Ok(Json(Written { rev: written.rev }))
}

fn is_on_step(at: Timestamp) -> bool {
    at.as_second().rem_euclid(STEP.as_secs()) == 0 && at.subsec_nanosecond() == 0
}

fn is_length(minutes: u32) -> bool {
    let step = u32::try_from(SignedDuration::as_mins(&STEP)).unwrap_or(u32::MAX);
    (step..=MINUTES_MAX).contains(&minutes) && minutes.is_multiple_of(step)
}
