//! `GET /v1/files/{sha256}`: a file of a visit that the tablet holds, by its hash.

use axum::{
    extract::{Path, State},
    response::Response,
};

use feltbok_protocol::tus::is_sha256;

use super::signed::Signed;
use crate::{
    app::AppState,
    error::{ApiError, ApiResult},
    files::answer_with,
};

pub async fn read(State(app): State<AppState>, Path(name): Path<String>, request: Signed) -> ApiResult<Response> {
    if !is_sha256(&name) {
        return Err(ApiError::not_found());
    }
    let file = app.store.file_for_tablet(&request.tablet, &name).await?;
    let bytes = app.files.read(request.tablet.company_id, &name).await;
    let bytes = bytes.map_err(|error| ApiError::internal(&error))?.ok_or_else(ApiError::not_found)?;
    Ok(answer_with(&file, bytes))
}
