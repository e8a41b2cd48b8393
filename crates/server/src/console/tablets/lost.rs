//! `POST /api/console/tablets/{id}/lost` and `/found`: gives a tablet for lost, and takes that back while it has not heard.

use axum::{Json, extract::State, http::StatusCode};
use feltbok_domain::ids::Id;

use crate::{
    AppState,
    console::views::{Problem, tablets::GivenForLost},
    error::ApiResult,
    identity::User,
    input::Path,
};

/// Gives a tablet for lost: it is shut out at once, and when it hears of it, it seals what waits to the company and erases
/// everything. Work that waits is no obstacle, for it is sealed first.
#[utoipa::path(
    post,
    path = "/api/console/tablets/{id}/lost",
    operation_id = "give_for_lost",
    tag = "tablets",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = OK, body = GivenForLost),
        (status = FORBIDDEN, body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, body = Problem, description = "`lost_already`"),
    )
)]
pub async fn lost(State(app): State<AppState>, user: User, Path(id): Path<Id>) -> ApiResult<Json<GivenForLost>> {
    let now = app.now();
    app.store.give_for_lost(&user, id, now).await?;
    tracing::info!(tablet.id = %id, user.id = %user.user_id, "a tablet was given for lost");
    app.pokes.shut_out(user.company_id, id);
    app.publish(user.company_id, &Vec::new());
    Ok(Json(GivenForLost { lost_at: now }))
}

/// Takes it back: the tablet erases nothing and stays revoked, until it is enrolled again.
#[utoipa::path(
    post,
    path = "/api/console/tablets/{id}/found",
    operation_id = "found_again",
    tag = "tablets",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = NO_CONTENT),
        (status = FORBIDDEN, body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, body = Problem, description = "`not_lost`, `tablet_heard`"),
    )
)]
pub async fn found(State(app): State<AppState>, user: User, Path(id): Path<Id>) -> ApiResult<StatusCode> {
    app.store.found(&user, id, app.now()).await?;
    tracing::info!(tablet.id = %id, user.id = %user.user_id, "a lost tablet was found");
    app.publish(user.company_id, &Vec::new());
    Ok(StatusCode::NO_CONTENT)
}
