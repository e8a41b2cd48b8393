//! `GET /api/console/equipment`: machines by SI number, serial number, model, customer or site.

use axum::{Json, extract::State};
use feltbok_server_store::api::EquipmentFilter;

use crate::{
    AppState,
    console::{
        compose::cards,
        views::intake::{EquipmentList, EquipmentQuery},
    },
    error::ApiResult,
    identity::User,
    input::Query,
};

const ROWS_MAX: u32 = 200;

/// At most 200 machines.
#[utoipa::path(
    get,
    path = "/api/console/equipment",
    operation_id = "list_equipment",
    tag = "equipment",
    params(EquipmentQuery),
    responses((status = OK, body = EquipmentList))
)]
pub async fn list(
    State(app): State<AppState>,
    user: User,
    Query(query): Query<EquipmentQuery>,
) -> ApiResult<Json<EquipmentList>> {
    let text = Some(query.q.trim().to_owned()).filter(|text| !text.is_empty());
    let filter = EquipmentFilter { text, limit: ROWS_MAX + 1, ..Default::default() };
    let mut found = app.store.equipment_list(&user, filter).await?;
    let more = found.len() > ROWS_MAX as usize;
    found.truncate(ROWS_MAX as usize);
    Ok(Json(EquipmentList { equipment: found.into_iter().map(cards::equipment_row).collect(), more }))
}
