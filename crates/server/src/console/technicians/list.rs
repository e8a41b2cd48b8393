//! `GET /api/console/technicians`: everybody who goes out, with how many tablets they have.

use axum::{Json, extract::State};

use crate::{AppState, console::views::tablets::TechnicianRow, error::ApiResult, identity::User};

/// Technicians by name.
#[utoipa::path(
    get,
    path = "/api/console/technicians",
    operation_id = "list_technicians",
    tag = "tablets",
    responses((status = OK, body = Vec<TechnicianRow>))
)]
pub async fn list(State(app): State<AppState>, user: User) -> ApiResult<Json<Vec<TechnicianRow>>> {
    let tablets = app.store.tablets(&user).await?;
    let in_use = |id| tablets.iter().filter(|tablet| tablet.technician_id == id && tablet.revoked_at.is_none()).count();
    let mut rows: Vec<TechnicianRow> = app
        .store
        .technicians(&user)
        .await?
        .into_iter()
        .map(|known| TechnicianRow {
            tablets: u32::try_from(in_use(known.id)).unwrap_or(u32::MAX),
            id: known.id,
            name: known.name,
            phone: known.phone,
            active: known.active,
        })
        .collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Json(rows))
}
