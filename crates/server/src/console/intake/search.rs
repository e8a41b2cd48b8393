//! `GET /api/console/search`: jobs, customers and machines by anything a caller can read out.

use axum::{Json, extract::State};
use feltbok_domain::{
    model::Company,
    si::{SiError, nearest},
    sticker::StickerForm,
};
use feltbok_server_store::{UserActor, api::EquipmentFilter};

use crate::{
    App, AppState,
    console::{
        compose::cards,
        views::intake::{CustomerHit, JobHit, SearchQuery, SearchResult},
    },
    error::ApiResult,
    identity::User,
    input::Query,
};

const HITS_MAX: u32 = 10;
/// Numbers that a mistyped one is compared with.
const KNOWN_MAX: u32 = 500;
const NEAREST_MAX: usize = 3;
const TEXT_LENGTH_MIN: usize = 2;

/// At most ten of a kind; a mistyped SI number gets the nearest known ones (R1).
#[utoipa::path(
    get,
    path = "/api/console/search",
    tag = "intake",
    params(SearchQuery),
    responses((status = OK, body = SearchResult))
)]
pub async fn search(
    State(app): State<AppState>,
    user: User,
    Query(query): Query<SearchQuery>,
) -> ApiResult<Json<SearchResult>> {
    let typed = query.q.trim();
    if typed.chars().count() < TEXT_LENGTH_MIN {
        return Ok(Json(SearchResult::default()));
    }
    let company = app.store.company(&user).await?;
    let read = sticker_form(company).read(typed);
    // A number in any spelling, or a whole scanned address, is looked for in its canonical form.
    let text = read.as_ref().map_or_else(|_| typed.to_owned(), ToString::to_string);
    let found = app.store.search(&user, &text, HITS_MAX).await?;
    let filter = EquipmentFilter { text: Some(text), limit: HITS_MAX, ..Default::default() };
    let machines = app.store.equipment_list(&user, filter).await?;
    let nearest_si = match read {
        Err(SiError::CheckDigit) => nearest_known(&app, &user, typed).await?,
        _ => Vec::new(),
    };
    let mut customers = Vec::with_capacity(found.customers.len());
    for customer in found.customers {
        let sites = app.store.customer(&user, customer.id).await?.sites;
        let mut cities: Vec<String> = sites.into_iter().map(|site| site.city).collect();
        cities.sort();
        cities.dedup();
        customers.push(CustomerHit { id: customer.id, number: customer.number, name: customer.name, cities });
    }
    let jobs = found.jobs.into_iter().map(|job| JobHit {
        id: job.id,
        number: job.number,
        customer: job.customer,
        symptom: job.reported_symptom,
    });
    Ok(Json(SearchResult {
        jobs: jobs.collect(),
        customers,
        equipment: machines.into_iter().map(cards::equipment_row).collect(),
        nearest_si,
    }))
}

fn sticker_form(company: Company) -> StickerForm {
    StickerForm { host: company.sticker_host, format: company.si_format, patterns: company.sticker_patterns }
}

async fn nearest_known(app: &App, user: &UserActor, typed: &str) -> ApiResult<Vec<String>> {
    let known = app.store.equipment_list(user, EquipmentFilter { limit: KNOWN_MAX, ..Default::default() }).await?;
    let numbers = nearest(typed, known.iter().map(|known| &known.equipment.si), NEAREST_MAX);
    Ok(numbers.into_iter().map(|number| number.to_string()).collect())
}
