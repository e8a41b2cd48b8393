//! `POST /api/console/jobs`: registers a request as a job. Sending the same draft again gives the same job.

use axum::{Json, extract::State, http::StatusCode};
use feltbok_server_store::api::NewJob;

use crate::{
    AppState,
    console::views::{
        Problem,
        intake::{JobDraft, JobRegistered},
    },
    error::{ApiError, ApiResult},
    identity::User,
    input::Given,
};

/// What a customer says fits in here; longer texts belong into a document.
const SYMPTOM_LENGTH_MAX: usize = 4_000;

/// Registers a job; number, agreement, block and targets are found by the server.
#[utoipa::path(
    post,
    path = "/api/console/jobs",
    tag = "jobs",
    request_body = JobDraft,
    responses((status = CREATED, body = JobRegistered), (status = BAD_REQUEST, body = Problem))
)]
pub async fn register(
    State(app): State<AppState>,
    user: User,
    Given(draft): Given<JobDraft>,
) -> ApiResult<(StatusCode, Json<JobRegistered>)> {
    if draft.symptom.trim().is_empty() {
        return Err(ApiError::malformed("Say what the customer reports."));
    }
    if draft.symptom.len() > SYMPTOM_LENGTH_MAX || draft.note.len() > SYMPTOM_LENGTH_MAX {
        return Err(ApiError::malformed("The text is too long."));
    }
    let new = NewJob {
        id: draft.id,
        work_type: draft.work_type,
        priority: draft.priority,
        site_id: draft.site_id,
        contact_id: draft.contact_id,
        equipment_id: draft.equipment_id,
        reported_symptom: draft.symptom.trim().to_owned(),
        dispatch_note: draft.note.trim().to_owned(),
    };
    let written = app.store.register_job(&user, new, app.now()).await?;
    app.publish(user.company_id, &written.moved);
    Ok((StatusCode::CREATED, Json(JobRegistered { id: written.value.id, number: written.value.number })))
}
