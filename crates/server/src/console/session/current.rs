//! `GET /api/console/session`: who is signed in.

use axum::{Json, extract::State};

use crate::{
    AppState,
    console::views::{
        Problem,
        session::{RoleView, SessionView},
    },
    error::ApiResult,
    identity::User,
};

/// The signed-in user with the company, and what must be sent back with every change.
#[utoipa::path(
    get,
    path = "/api/console/session",
    tag = "session",
    responses((status = OK, body = SessionView), (status = UNAUTHORIZED, body = Problem))
)]
pub async fn current(State(app): State<AppState>, user: User) -> ApiResult<Json<SessionView>> {
    Ok(Json(view(&app, &user.actor, user.csrf.clone()).await?))
}

/// The session as the screens know it.
pub(super) async fn view(
    app: &AppState,
    user: &feltbok_server_store::UserActor,
    csrf: String,
) -> ApiResult<SessionView> {
    let company = app.store.company(user).await?;
    Ok(SessionView {
        user_id: user.user_id,
        name: user.name.clone(),
        email: user.email.clone(),
        role: RoleView::from(user.role),
        company: company.name,
        time_zone: company.time_zone,
        lang: company.lang,
        csrf,
        server_time: app.now(),
    })
}
