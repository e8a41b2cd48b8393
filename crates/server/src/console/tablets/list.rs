//! `GET /api/console/tablets`: every tablet with its health.

use axum::{Json, extract::State};
use feltbok_server_store::api::{LostSummary, TabletSummary};
use jiff::SignedDuration;

use crate::{
    AppState,
    console::views::{
        job_row::Named,
        tablets::{LostView, TabletList, TabletRow},
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
        lost: tablet.lost.map(lost),
    }
}

fn lost(lost: LostSummary) -> LostView {
    let erased = lost.erased.as_ref();
    LostView {
        at: lost.at,
        by: lost.by_name,
        heard_at: lost.heard_at,
        erased_at: erased.map(|erased| erased.at),
        entries: erased.map_or(0, |erased| erased.operations),
        files: erased.map_or(0, |erased| erased.files),
        unreadable: erased.map_or(0, |erased| erased.unreadable),
        parts_missing: lost.parts.saturating_sub(lost.parts_received),
        parts_to_take_in: lost.parts_received.saturating_sub(lost.parts_taken_in),
        taken_in_at: lost.taken_in_at,
    }
}
