//! `GET /api/console/customers/{id}`: what the intake form chooses from.

use axum::{Json, extract::State};
use feltbok_domain::ids::Id;
use feltbok_server_store::api::EquipmentFilter;
use jiff::tz::TimeZone;

use crate::{
    AppState,
    console::{
        compose::cards,
        views::{Problem, intake::CustomerDetail},
    },
    error::ApiResult,
    identity::User,
    input::Path,
};

const MACHINES_MAX: u32 = 500;

/// One customer with sites, contacts, machines and agreements.
#[utoipa::path(
    get,
    path = "/api/console/customers/{id}",
    tag = "intake",
    params(("id" = uuid::Uuid, Path)),
    responses((status = OK, body = CustomerDetail), (status = NOT_FOUND, body = Problem))
)]
pub async fn customer(State(app): State<AppState>, user: User, Path(id): Path<Id>) -> ApiResult<Json<CustomerDetail>> {
    let known = app.store.customer(&user, id).await?;
    let filter = EquipmentFilter { customer_id: Some(id), limit: MACHINES_MAX, ..Default::default() };
    let machines = app.store.equipment_list(&user, filter).await?;
    let company = app.store.company(&user).await?;
    let today = app.now().to_zoned(TimeZone::get(&company.time_zone).unwrap_or(TimeZone::UTC)).date();
    Ok(Json(CustomerDetail {
        customer: cards::customer(known.customer),
        sites: known.sites.into_iter().map(cards::site).collect(),
        contacts: known.contacts.into_iter().map(cards::contact).collect(),
        equipment: machines.into_iter().map(cards::equipment_row).collect(),
        agreements: known.agreements.into_iter().map(|agreement| cards::agreement(agreement, today)).collect(),
    }))
}
