//! `DELETE /api/console/session`: ends the session here and on the server.

use axum::{Json, extract::State};
use axum_extra::extract::CookieJar;

use crate::{
    AppState,
    console::views::{Problem, session::SignedOut},
    error::ApiResult,
    identity::{self, User},
};

/// Signs out.
#[utoipa::path(
    delete,
    path = "/api/console/session",
    tag = "session",
    responses((status = OK, body = SignedOut), (status = UNAUTHORIZED, body = Problem))
)]
pub async fn sign_out(
    State(app): State<AppState>,
    user: User,
    jar: CookieJar,
) -> ApiResult<(CookieJar, Json<SignedOut>)> {
    let removal = identity::sign_out(&app, &user).await?;
    Ok((jar.remove(removal), Json(SignedOut { signed_out: true })))
}
