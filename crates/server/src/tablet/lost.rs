//! `/v1/lost`: the order to a tablet that was given for lost, its sealed parts, and its last word (ADR 15).

use std::collections::BTreeSet;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use feltbok_protocol::{
    lost::{Erased, ErasedReply, LostOrder, PART_BYTES_MAX, says_work},
    tus::is_sha256,
};
use feltbok_server_store::api::{PARTS_MAX, SealedPart};

use super::signed::SignedLost;
use crate::{
    app::AppState,
    authority::evidence_key,
    error::{ApiError, ApiResult},
    files::FilesError,
};

/// Since when the tablet is lost, and whom it seals to. Whoever was told cannot be called back.
pub async fn order(State(app): State<AppState>, request: SignedLost) -> ApiResult<Json<LostOrder>> {
    let tablet = request.0.tablet;
    let lost_at = app.store.hand_out_order(&tablet, app.now()).await?;
    tracing::info!(tablet.id = %tablet.tablet_id, "a lost tablet was given its order");
    app.publish(tablet.company_id, &Vec::new());
    Ok(Json(LostOrder { lost_at, seal_to: evidence_key(&app, tablet.company_id) }))
}

/// Keeps a sealed part; a second time changes nothing.
pub async fn keep_part(
    State(app): State<AppState>,
    Path(sha256): Path<String>,
    request: SignedLost<PART_BYTES_MAX>,
) -> ApiResult<StatusCode> {
    let (tablet, bytes) = (request.0.tablet, request.0.body);
    if !is_sha256(&sha256) {
        return Err(ApiError::malformed("A part is named by its SHA-256 in lower-case hex."));
    }
    if app.store.has_part(&tablet, &sha256).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    let part = SealedPart { sha256, is_work: says_work(&bytes) };
    match app.files.write_sealed(tablet.company_id, &part.sha256, bytes).await {
        Ok(()) => {}
        Err(FilesError::NotItsName { .. }) => return Err(ApiError::malformed("The part is not what its name says.")),
        Err(error) => return Err(ApiError::files(&error)),
    }
    app.store.keep_part(&tablet, part, app.now()).await?;
    app.publish(tablet.company_id, &Vec::new());
    Ok(StatusCode::NO_CONTENT)
}

/// Hears that the tablet is erased, and names the parts that are not here yet.
pub async fn erased(
    State(app): State<AppState>,
    SignedLost(request): SignedLost<{ feltbok_protocol::BODY_BYTES_MAX }, true>,
) -> ApiResult<Json<ErasedReply>> {
    let erased: Erased = serde_json::from_slice(&request.body)
        .map_err(|error| ApiError::malformed(format!("No last word: {error}.")))?;
    let names: BTreeSet<&String> = erased.parts.iter().collect();
    if names.len() != erased.parts.len() || !names.iter().all(|name| is_sha256(name)) {
        return Err(ApiError::malformed("Parts are named by their SHA-256 in lower-case hex, each once."));
    }
    if erased.parts.len() > PARTS_MAX {
        return Err(ApiError::too_large(format!("A tablet seals at most {PARTS_MAX} parts.")));
    }
    let tablet = request.tablet;
    let missing = app.store.note_erased(&tablet, erased, app.now()).await?;
    tracing::info!(tablet.id = %tablet.tablet_id, parts.missing = missing.len(), "a lost tablet is erased");
    app.publish(tablet.company_id, &Vec::new());
    Ok(Json(ErasedReply { missing }))
}
