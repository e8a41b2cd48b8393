//! `POST /api/console/session`: begins a session; rate limited by network address and by e-mail address.

use axum::{Json, extract::State};
use axum_extra::extract::CookieJar;

use super::current::view;
use crate::{
    AppState,
    console::views::{
        Problem,
        session::{SessionView, SignInRequest},
    },
    error::ApiResult,
    identity::{self, Client},
    input::Given,
};

/// Signs in with address and password; the session comes as a cookie that scripts cannot read.
#[utoipa::path(
    post,
    path = "/api/console/session",
    tag = "session",
    request_body = SignInRequest,
    responses(
        (status = OK, body = SessionView),
        (status = UNAUTHORIZED, body = Problem),
        (status = TOO_MANY_REQUESTS, body = Problem),
    )
)]
pub async fn sign_in(
    State(app): State<AppState>,
    client: Client,
    jar: CookieJar,
    Given(request): Given<SignInRequest>,
) -> ApiResult<(CookieJar, Json<SessionView>)> {
    let begun = identity::sign_in(&app, client, &request.email, &request.password).await?;
    let session = view(&app, &begun.user, begun.csrf).await?;
    Ok((jar.add(begun.cookie), Json(session)))
}
