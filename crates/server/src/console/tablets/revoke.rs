//! `POST /api/console/tablets/{id}/revoke`: shuts a tablet out; with work waiting on it only when that was said.

use axum::{Json, extract::State, http::StatusCode};
use feltbok_domain::ids::Id;

use crate::{
    AppState,
    console::views::{
        Problem,
        tablets::{RevokeRequest, Revoked},
    },
    error::{ApiError, ApiResult},
    identity::User,
    input::{Given, Path},
};

/// Revokes a tablet. What it has sent stays.
#[utoipa::path(
    post,
    path = "/api/console/tablets/{id}/revoke",
    tag = "tablets",
    params(("id" = uuid::Uuid, Path)),
    request_body = RevokeRequest,
    responses((status = OK, body = Revoked), (status = CONFLICT, body = Problem))
)]
pub async fn revoke(
    State(app): State<AppState>,
    user: User,
    Path(id): Path<Id>,
    Given(request): Given<RevokeRequest>,
) -> ApiResult<Json<Revoked>> {
    let tablets = app.store.tablets(&user).await?;
    let tablet = tablets.into_iter().find(|tablet| tablet.id == id).ok_or_else(ApiError::not_found)?;
    if tablet.backlog > 0 && !request.even_unsynced {
        let text = format!("{} items still wait on {}.", tablet.backlog, tablet.code);
        return Err(ApiError::new(StatusCode::CONFLICT, "unsynced_work", text));
    }
    let now = app.now();
    app.store.revoke_tablet(&user, id, now).await?;
    app.pokes.shut_out(user.company_id, id);
    app.publish(user.company_id, &Vec::new());
    Ok(Json(Revoked { revoked_at: now }))
}
