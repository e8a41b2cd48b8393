//! `/api/console/evidence/{sha256}`: how and when a customer signed, for admins, on the screen and as a page, each
//! opening logged; and whether pen speed and pressure are recorded at all.

use axum::{
    Json,
    extract::State,
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use feltbok_protocol::evidence::{Evidence, MEDIA_TYPE};
use feltbok_server_store::{UserActor, api::CompanyEdit};
use feltbok_work_order::evidence_page;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::views::{
    Problem,
    evidence::{Dynamics, EvidenceView, sheet_of},
};
use crate::{
    AppState,
    authority::open_evidence,
    error::{ApiError, ApiResult},
    identity::User,
    input::{Given, Path},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(evidence)).routes(routes!(page)).routes(routes!(dynamics, set_dynamics))
}

/// The evidence of a signature, opened.
#[utoipa::path(
    get,
    path = "/api/console/evidence/{sha256}",
    tag = "files",
    params(("sha256" = String, Path)),
    responses((status = OK, body = EvidenceView), (status = NOT_FOUND, body = Problem), (status = FORBIDDEN, body = Problem))
)]
async fn evidence(
    State(app): State<AppState>,
    user: User,
    Path(sha256): Path<String>,
) -> ApiResult<Json<EvidenceView>> {
    let opened = open(&app, &user, &sha256).await?;
    Ok(Json(EvidenceView::from(opened)))
}

/// The evidence as a PDF in the work order's language, to be handed on.
#[utoipa::path(
    get,
    path = "/api/console/evidence/{sha256}/pdf",
    tag = "files",
    params(("sha256" = String, Path)),
    responses(
        (status = OK, content_type = "application/pdf", body = Vec<u8>),
        (status = NOT_FOUND, body = Problem),
        (status = FORBIDDEN, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Problem)
    )
)]
async fn page(State(app): State<AppState>, user: User, Path(sha256): Path<String>) -> ApiResult<Response> {
    let opened = open(&app, &user, &sha256).await?;
    let company = app.store.company(&user).await?;
    let (sheet, now) = (sheet_of(opened, sha256, &company), app.now());
    let made = tokio::task::spawn_blocking(move || evidence_page(&sheet, now)).await;
    let document = made
        .map_err(|error| ApiError::internal(&error))?
        .map_err(|error| ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, error.code(), error.to_string()))?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"evidence.pdf\"")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, document.pdf).into_response())
}

/// Opens what a tablet sealed; told in the log by whom.
async fn open(app: &AppState, user: &UserActor, sha256: &str) -> ApiResult<Evidence> {
    if !user.role.may_administer() {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "role", "Only an admin opens evidence."));
    }
    let known = app.store.file_for_user(user, sha256).await?;
    if known.media_type != MEDIA_TYPE {
        return Err(ApiError::not_found());
    }
    tracing::info!(user.id = %user.user_id, file.sha256 = sha256, "evidence was opened");
    let read = app.files.read(user.company_id, &known.sha256).await.map_err(|error| ApiError::internal(&error))?;
    let sealed = read.ok_or_else(ApiError::not_found)?;
    open_evidence(app, user.company_id, &sealed).map_err(|error| ApiError::internal(&error))
}

/// Whether tablets record time and pressure of signatures.
#[utoipa::path(
    get,
    path = "/api/console/signature-dynamics",
    tag = "files",
    responses((status = OK, body = Dynamics))
)]
async fn dynamics(State(app): State<AppState>, user: User) -> ApiResult<Json<Dynamics>> {
    Ok(Json(Dynamics { are_recorded: app.store.company(&user).await?.signature_dynamics }))
}

/// Switches the recording on or off; tablets learn it with their next sync.
#[utoipa::path(
    put,
    path = "/api/console/signature-dynamics",
    tag = "files",
    request_body = Dynamics,
    responses((status = OK, body = Dynamics), (status = FORBIDDEN, body = Problem))
)]
async fn set_dynamics(
    State(app): State<AppState>,
    user: User,
    Given(wanted): Given<Dynamics>,
) -> ApiResult<Json<Dynamics>> {
    if !user.role.may_administer() {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "role", "Only an admin decides what is recorded."));
    }
    let edit = CompanyEdit::SignatureDynamics(wanted.are_recorded);
    if let Some(moved) = app.store.edit_company(&user, edit, app.now()).await? {
        app.publish(user.company_id, &moved);
        tracing::info!(user.id = %user.user_id, on = wanted.are_recorded, "signature dynamics were switched");
    }
    Ok(Json(wanted))
}
