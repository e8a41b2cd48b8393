//! `/openapi.json`: what the server answers, for programs.

use axum::Json;
use utoipa::openapi::OpenApi;

pub async fn document() -> Json<OpenApi> {
    Json(crate::console::openapi())
}
