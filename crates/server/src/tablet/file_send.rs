//! tus `HEAD`, `PATCH` and `DELETE` of an upload: where it stands, its next piece, its end.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderName, StatusCode, header::CACHE_CONTROL},
    response::{AppendHeaders, IntoResponse, Response},
};
use bytes::Bytes;
use feltbok_domain::ids::Id;
use feltbok_protocol::{
    file::FileRole,
    tus::{self, Checksum, is_sha256},
};
use feltbok_server_store::{
    StoreError, TabletActor,
    api::{StoredFile, Upload},
};
use jiff::{SignedDuration, Timestamp};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{
    file_begin::{UPLOAD_EXPIRES, UPLOAD_LENGTH, UPLOAD_OFFSET, http_date, number, speaks_tus},
    signed::{Signed, SignedPiece},
};
use crate::{
    app::{App, AppState},
    authority::receipt,
    error::{ApiError, ApiResult},
    files::{FilesError, media_type},
};

const UPLOAD_CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
/// A document that came just now; its data came before it.
const RECEIPTS_OF: SignedDuration = SignedDuration::from_hours(1);
/// tus's own status for a piece that arrived changed.
const CHECKSUM_MISMATCH: u16 = 460;

/// Where an upload stands; a finished one is asked for by the file's hash.
pub async fn head(State(app): State<AppState>, Path(name): Path<String>, request: Signed) -> ApiResult<Response> {
    if is_sha256(&name) {
        let file = app.store.file_for_tablet(&request.tablet, &name).await?;
        return Ok(standing(file.bytes, file.bytes, None));
    }
    let upload = find(&app, &request.tablet, &name).await?;
    Ok(standing(upload.position, upload.length, Some(http_date(upload.expires_at))))
}

pub async fn patch(State(app): State<AppState>, Path(name): Path<String>, request: SignedPiece) -> ApiResult<Response> {
    let Signed { tablet, headers, body, .. } = request;
    speaks_tus(&headers)?;
    if headers.get("content-type").is_none_or(|kind| kind != "application/offset+octet-stream") {
        let text = "A piece comes as application/offset+octet-stream.";
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "tus_content_type", text));
    }
    if is_sha256(&name) {
        // Opened for a file that was there already: whoever asks where it stands hears that nothing is missing.
        return Err(wrong_offset(app.store.file_for_tablet(&tablet, &name).await?.bytes));
    }
    let upload = find(&app, &tablet, &name).await?;
    let offset = number(&headers, &UPLOAD_OFFSET)?;
    let end = offset.saturating_add(body.len() as u64);
    if offset != upload.position {
        return Err(wrong_offset(upload.position));
    }
    if end > upload.length {
        return Err(ApiError::too_large("The piece goes beyond the file's end."));
    }
    check_sum(&headers, &body)?;
    if !body.is_empty() {
        let kept = app.files.write_piece(tablet.company_id, upload.id, offset, body).await;
        kept.map_err(|error| ApiError::files(&error))?;
        match app.store.advance_upload(&tablet, upload.id, offset, end).await {
            Err(StoreError::Stale { .. }) => {
                return Err(wrong_offset(find(&app, &tablet, &name).await?.position));
            }
            done => done?,
        }
    }
    let mut answer = vec![(UPLOAD_OFFSET, end.to_string())];
    if end == upload.length {
        finish(&app, &tablet, &upload).await?;
        if upload.role == FileRole::Document {
            receive_later(&app, &tablet);
        }
    } else {
        answer.push((UPLOAD_EXPIRES, http_date(upload.expires_at)));
    }
    Ok((StatusCode::NO_CONTENT, AppendHeaders(answer)).into_response())
}

/// Gives an upload up; what was sent is removed.
pub async fn terminate(State(app): State<AppState>, Path(name): Path<String>, request: Signed) -> ApiResult<Response> {
    speaks_tus(&request.headers)?;
    let upload = find(&app, &request.tablet, &name).await?;
    forget(&app, &request.tablet, upload.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Puts the pieces together; a file that is not what its name says is thrown away whole, to be sent anew.
async fn finish(app: &App, tablet: &TabletActor, upload: &Upload) -> ApiResult<()> {
    let joined = app.files.join_pieces(tablet.company_id, upload.id, upload.length).await;
    let bytes = joined.map_err(|error| ApiError::internal(&error))?;
    let Some(media_type) = media_type(&bytes) else {
        forget(app, tablet, upload.id).await?;
        let text = "Only photos (JPEG, PNG, WebP) and PDF documents are kept here.";
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "file_type", text));
    };
    let file =
        StoredFile { sha256: upload.sha256.clone(), bytes: bytes.len() as u64, media_type: media_type.to_owned() };
    let written = app.files.write(tablet.company_id, &upload.sha256, bytes).await;
    match written {
        Ok(()) => {}
        Err(FilesError::NotItsName { .. }) => {
            forget(app, tablet, upload.id).await?;
            return Err(mismatch("The file is not what its hash says. Send it again from the start."));
        }
        Err(error) => return Err(ApiError::files(&error)),
    }
    app.store.finish_upload(tablet, upload.id, file, app.now()).await?;
    drop_pieces(app, tablet.company_id, upload.id).await;
    Ok(())
}

/// A document is examined and countersigned away from the tablet's request, which must not wait for others.
fn receive_later(app: &AppState, tablet: &TabletActor) {
    let (app, company_id) = (AppState::clone(app), tablet.company_id);
    let since = app.now().checked_sub(RECEIPTS_OF).unwrap_or(Timestamp::MIN);
    tokio::spawn(async move { receipt::receive(&app, company_id, since).await });
}

async fn forget(app: &App, tablet: &TabletActor, upload: Id) -> ApiResult<()> {
    app.store.drop_upload(tablet, upload).await?;
    drop_pieces(app, tablet.company_id, upload).await;
    Ok(())
}

/// Pieces that stay behind cost only room; the upload itself is over.
async fn drop_pieces(app: &App, company_id: Id, upload: Id) {
    if let Err(error) = app.files.drop_pieces(company_id, upload).await {
        tracing::warn!(upload.id = %upload, %error, "pieces of an ended upload could not be removed");
    }
}

async fn find(app: &App, tablet: &TabletActor, name: &str) -> ApiResult<Upload> {
    let id: Id = name.parse().map_err(|_| ApiError::not_found())?;
    Ok(app.store.upload(tablet, id, app.now()).await?)
}

fn standing(offset: u64, length: u64, expires: Option<String>) -> Response {
    let mut headers = vec![
        (UPLOAD_OFFSET, offset.to_string()),
        (UPLOAD_LENGTH, length.to_string()),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    headers.extend(expires.map(|at| (UPLOAD_EXPIRES, at)));
    (StatusCode::OK, AppendHeaders(headers)).into_response()
}

/// Errors: 460 when the piece is not what its checksum says, 400 for a checksum that is none.
fn check_sum(headers: &HeaderMap, body: &Bytes) -> ApiResult<()> {
    let Some(sum) = headers.get(UPLOAD_CHECKSUM) else { return Ok(()) };
    let is_right = match sum.to_str().ok().and_then(tus::checksum) {
        Some(Checksum::Sha256(wanted)) => Sha256::digest(body).as_slice() == wanted,
        Some(Checksum::Sha1(wanted)) => Sha1::digest(body).as_slice() == wanted,
        None => return Err(ApiError::malformed("Checksums are sha256 or sha1, in base64.")),
    };
    if is_right { Ok(()) } else { Err(mismatch("The piece was changed on its way. Send it again.")) }
}

fn mismatch(message: &str) -> ApiError {
    let status = StatusCode::from_u16(CHECKSUM_MISMATCH).expect("460 is a status");
    ApiError::new(status, "checksum_mismatch", message)
}

fn wrong_offset(position: u64) -> ApiError {
    ApiError::new(StatusCode::CONFLICT, "upload_offset", format!("The upload stands at {position}."))
}
