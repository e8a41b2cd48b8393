//! `GET /api/console/jobs/{id}`: everything the drawer shows.

use axum::{Json, extract::State};
use feltbok_domain::ids::Id;

use crate::{
    AppState,
    console::{
        compose::detail::{self, Around},
        views::{Problem, job_detail::JobDetail},
    },
    error::ApiResult,
    identity::User,
    input::Path,
};

/// One job with its people, machine, timeline and reports.
#[utoipa::path(
    get,
    path = "/api/console/jobs/{id}",
    tag = "jobs",
    params(("id" = uuid::Uuid, Path)),
    responses((status = OK, body = JobDetail), (status = NOT_FOUND, body = Problem))
)]
pub async fn show(State(app): State<AppState>, user: User, Path(id): Path<Id>) -> ApiResult<Json<JobDetail>> {
    let stored = app.store.job(&user, id).await?;
    let around = Around {
        calendars: app.store.calendars(&user).await?,
        codes: app.store.codes(&user).await?,
        checklists: app.store.checklists(&user).await?,
        technicians: app.store.technicians(&user).await?,
        notices: app.store.notices(&user).await?,
        receipts: app.store.receipts(&user, id).await?,
    };
    Ok(Json(detail::detail(stored, around, app.now())))
}
