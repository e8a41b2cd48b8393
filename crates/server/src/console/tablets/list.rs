//! `GET /api/console/tablets`: every tablet with its health.

use axum::{Json, extract::State};
use feltbok_server_store::api::TabletSummary;
use jiff::SignedDuration;

use crate::{
    AppState,
    console::views::{
        job_row::Named,
        tablets::{TabletList, TabletRow},
    },
    error::ApiResult,
    identity::User,
};

/// A clock that is off by more is shown (DESIGN §3).
const SKEW_SHOWN: SignedDuration = SignedDuration::from_mins(5);

/// Tablets, revoked ones too.
#[utoipa::path(
    get,
    path = "/api/console/tablets",
    operation_id = "list_tablets",
    tag = "tablets",
    responses((status = OK, body = TabletList))
)]
pub async fn list(State(app): State<AppState>, user: User) -> ApiResult<Json<TabletList>> {
    let tablets = app.store.tablets(&user).await?.into_iter().map(row).collect();
    Ok(Json(TabletList { server_time: app.now(), tablets }))
}

fn row(tablet: TabletSummary) -> TabletRow {
    let skew = SignedDuration::from_millis(tablet.clock_offset_ms);
    TabletRow {
        id: tablet.id,
        code: tablet.code,
        name: tablet.name,
        technician: Named { id: tablet.technician_id, name: tablet.technician_name },
        app_version: tablet.app_version,
        enrolled_at: tablet.enrolled_at,
        last_seen: tablet.last_seen_at,
        backlog: tablet.backlog,
        clock_skew_minutes: (skew.abs() > SKEW_SHOWN).then(|| skew.as_mins()),
        follows_code: tablet.follows_code,
        revoked_at: tablet.revoked_at,
    }
}
