//! `GET /api/console/files/{sha256}`: a photo or PDF of the company, as it was sent.

use axum::{
    body::Body,
    extract::State,
    http::{
        HeaderName, HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
            X_FRAME_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::views::Problem;
use crate::{
    AppState,
    error::{ApiError, ApiResult},
    identity::User,
    input::Path,
};

/// Named by its hash it never changes; private, for it is somebody's.
const CACHE: &str = "private, max-age=31536000, immutable";
/// Only these are shown in the page; anything else is offered for keeping.
const SHOWN: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "application/pdf"];

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(file))
}

/// The bytes of a file that a visit of the company names.
#[utoipa::path(
    get,
    path = "/api/console/files/{sha256}",
    tag = "files",
    params(("sha256" = String, Path)),
    responses((status = OK, content_type = "application/octet-stream"), (status = NOT_FOUND, body = Problem))
)]
async fn file(State(app): State<AppState>, user: User, Path(sha256): Path<String>) -> ApiResult<Response> {
    let known = app.store.file_for_user(&user, &sha256).await?;
    let read = app.files.read(user.company_id, &known.sha256).await.map_err(|error| ApiError::internal(&error))?;
    let bytes = read.ok_or_else(ApiError::not_found)?;
    let is_shown = SHOWN.contains(&known.media_type.as_str());
    let media_type = if is_shown { known.media_type.as_str() } else { "application/octet-stream" };
    let headers: [(HeaderName, HeaderValue); 6] = [
        (CONTENT_TYPE, HeaderValue::from_str(media_type).map_err(|error| ApiError::internal(&error))?),
        (CONTENT_DISPOSITION, HeaderValue::from_static(if is_shown { "inline" } else { "attachment" })),
        (CACHE_CONTROL, HeaderValue::from_static(CACHE)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
        // The file may be shown inside the console, and may itself load nothing.
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'self'")),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}
