//! `POST /api/console/jobs/{id}/unassign`: takes a job back into the queue, with the reason that the technician reads.

use axum::{Json, extract::State, http::StatusCode};
use feltbok_domain::ids::Id;

use crate::{
    AppState,
    console::views::{
        Problem,
        planning::{ReasonRequest, Written},
    },
    error::{ApiError, ApiResult},
    identity::User,
    input::{Given, Path},
};

/// Takes a job back.
#[utoipa::path(
    post,
    path = "/api/console/jobs/{id}/unassign",
    tag = "jobs",
    params(("id" = uuid::Uuid, Path)),
    request_body = ReasonRequest,
    responses((status = OK, body = Written), (status = CONFLICT, body = Problem))
)]
pub async fn unassign(
    State(app): State<AppState>,
    user: User,
    Path(id): Path<Id>,
    Given(request): Given<ReasonRequest>,
) -> ApiResult<Json<Written>> {
    let reason = request.reason.trim();
    if reason.is_empty() {
        return Err(ApiError::new(StatusCode::CONFLICT, "reason_missing", "Say why it is taken back."));
    }
    let written = app.store.unassign(&user, id, request.rev, Some(reason.to_owned()), app.now()).await?;
    app.publish(user.company_id, &written.moved);
    Ok(Json(Written { rev: written.rev }))
}
