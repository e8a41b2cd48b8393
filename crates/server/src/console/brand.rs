//! `/api/console/brand`: how the company's documents look (logo, colour, legal line), and who stamps the time on them.

use axum::{Json, extract::State, http::StatusCode};
use feltbok_server_store::api::CompanyEdit;
use feltbok_work_order::{check_logo, is_readable_colour};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::views::{Problem, brand::Brand};
use crate::{
    AppState,
    authority::{Reach, names_private},
    error::{ApiError, ApiResult},
    identity::User,
    input::Given,
};

/// Two lines of small print on every page hold about so much.
const FOOTER_CHARS_MAX: usize = 300;
const URL_CHARS_MAX: usize = 500;

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(brand, set_brand))
}

/// The look of the company's documents.
#[utoipa::path(get, path = "/api/console/brand", tag = "files", responses((status = OK, body = Brand)))]
async fn brand(State(app): State<AppState>, user: User) -> ApiResult<Json<Brand>> {
    Ok(Json(Brand::from(&app.store.company(&user).await?)))
}

/// Changes it, for admins; tablets print it from their next sync on, and sealed documents stay as they are.
#[utoipa::path(
    put,
    path = "/api/console/brand",
    tag = "files",
    request_body = Brand,
    responses((status = OK, body = Brand), (status = FORBIDDEN, body = Problem), (status = UNPROCESSABLE_ENTITY, body = Problem))
)]
async fn set_brand(State(app): State<AppState>, user: User, Given(wanted): Given<Brand>) -> ApiResult<Json<Brand>> {
    if !user.role.may_administer() {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "role", "Only an admin decides how documents look."));
    }
    let wanted =
        tokio::task::spawn_blocking(move || checked(wanted)).await.map_err(|error| ApiError::internal(&error))??;
    let is_url =
        |url: &str| url.parse().is_ok_and(|url| app.company_stamping == Reach::Anywhere || !names_private(&url));
    if wanted.timestamp_url.as_deref().is_some_and(|url| !is_url(url)) {
        let why = "The server's operator does not allow addresses of a private network.";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "brand_timestamp", why));
    }
    let edit = CompanyEdit::Brand {
        logo: wanted.logo.clone(),
        colour: wanted.colour.clone(),
        legal_footer: wanted.legal_footer.clone(),
        timestamp_url: wanted.timestamp_url.clone(),
    };
    if let Some(moved) = app.store.edit_company(&user, edit, app.now()).await? {
        app.publish(user.company_id, &moved);
        tracing::info!(user.id = %user.user_id, "the look of documents was changed");
    }
    Ok(Json(wanted))
}

/// Without what is empty. Errors: `brand_logo`, `brand_colour`, `brand_footer`, `brand_timestamp`.
fn checked(wanted: Brand) -> ApiResult<Brand> {
    let refuse = |code, why: String| Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, why));
    let some = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let wanted = Brand {
        logo: some(wanted.logo),
        colour: some(wanted.colour),
        legal_footer: wanted.legal_footer.trim().to_owned(),
        timestamp_url: some(wanted.timestamp_url),
    };
    if let Some(Err(error)) = wanted.logo.as_deref().map(check_logo) {
        return refuse("brand_logo", error.to_string());
    }
    if wanted.colour.as_deref().is_some_and(|colour| !is_readable_colour(colour)) {
        return refuse("brand_colour", "A colour is #rrggbb, and dark enough to be read on white paper.".into());
    }
    if wanted.legal_footer.chars().count() > FOOTER_CHARS_MAX {
        return refuse("brand_footer", format!("The legal line has at most {FOOTER_CHARS_MAX} characters."));
    }
    let is_url = |url: &str| {
        let parsed = url.parse::<reqwest::Url>();
        url.len() <= URL_CHARS_MAX && parsed.is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    };
    if wanted.timestamp_url.as_deref().is_some_and(|url| !is_url(url)) {
        return refuse("brand_timestamp", "The authority's address begins with http:// or https://.".into());
    }
    Ok(wanted)
}
