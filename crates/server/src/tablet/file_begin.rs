//! `POST /v1/files` (tus creation): opens an upload of a file that is named by its hash.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::LOCATION},
    response::{AppendHeaders, IntoResponse, Response},
};
use feltbok_protocol::{
    FILE_BYTES_MAX,
    file::FileRole,
    tus::{self, TUS, is_sha256},
};
use feltbok_server_store::{StoreError, api::NewUpload};
use jiff::{SignedDuration, Timestamp};

use super::signed::Signed;
use crate::{
    app::AppState,
    error::{ApiError, ApiResult},
};

pub const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
pub const UPLOAD_EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
/// An unfinished upload waits this long for its tablet to come back to the network.
const LIFE: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What this server speaks of tus; needs no identity.
pub async fn options() -> impl IntoResponse {
    let headers = AppendHeaders([
        (TUS_VERSION, TUS.to_owned()),
        (HeaderName::from_static("tus-extension"), "creation,checksum,expiration,termination".to_owned()),
        (HeaderName::from_static("tus-checksum-algorithm"), "sha256,sha1".to_owned()),
        (HeaderName::from_static("tus-max-size"), FILE_BYTES_MAX.to_string()),
    ]);
    (StatusCode::NO_CONTENT, headers)
}

pub async fn begin(State(app): State<AppState>, request: Signed) -> ApiResult<Response> {
    let Signed { tablet, headers, .. } = request;
    speaks_tus(&headers)?;
    let length: u64 = number(&headers, &UPLOAD_LENGTH)?;
    if length == 0 || length > FILE_BYTES_MAX {
        return Err(ApiError::too_large(format!("A file has 1 to {FILE_BYTES_MAX} bytes.")));
    }
    let sha256 = metadata(&headers, "sha256").filter(|text| is_sha256(text));
    let sha256 = sha256.ok_or_else(|| ApiError::malformed("Upload-Metadata names no sha256 in lower-case hex."))?;
    let role = metadata(&headers, "role").and_then(|word| FileRole::from_word(&word));
    let role = role.ok_or_else(|| ApiError::malformed("Upload-Metadata names no role."))?;
    // A file that is there already (the same photo twice) is not sent again.
    match app.store.file_for_tablet(&tablet, &sha256).await {
        Ok(file) => return Ok(created(&format!("/v1/files/{sha256}"), file.bytes, None)),
        Err(StoreError::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    let now = app.now();
    let expires_at = now.checked_add(LIFE).unwrap_or(Timestamp::MAX);
    let new = NewUpload { id: app.ids.next_id(), sha256, role, length, expires_at };
    let upload = app.store.begin_upload(&tablet, new, now).await?;
    Ok(created(&format!("/v1/files/{}", upload.id), upload.position, Some(upload.expires_at)))
}

fn created(location: &str, offset: u64, expires_at: Option<Timestamp>) -> Response {
    let mut headers = vec![(LOCATION, location.to_owned()), (UPLOAD_OFFSET, offset.to_string())];
    headers.extend(expires_at.map(|at| (UPLOAD_EXPIRES, http_date(at))));
    (StatusCode::CREATED, AppendHeaders(headers)).into_response()
}

/// Every answer, a refusal too, says which tus this is; who speaks another is told what there is.
pub async fn name_version(mut response: Response) -> Response {
    let version = HeaderValue::from_static(TUS);
    if response.status() == StatusCode::PRECONDITION_FAILED {
        response.headers_mut().insert(TUS_VERSION, version.clone());
    }
    response.headers_mut().insert(TUS_RESUMABLE, version);
    response
}

/// A date as HTTP writes it.
pub fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Errors: 412 for a request that does not speak tus 1.0.
pub fn speaks_tus(headers: &HeaderMap) -> ApiResult<()> {
    if headers.get(TUS_RESUMABLE).is_some_and(|version| version == TUS) {
        return Ok(());
    }
    Err(ApiError::new(StatusCode::PRECONDITION_FAILED, "tus_version", "Uploads speak tus 1.0.0."))
}

/// A header's number. Errors: 400.
pub fn number(headers: &HeaderMap, name: &HeaderName) -> ApiResult<u64> {
    let value = headers.get(name).and_then(|value| tus::number(value.to_str().ok()?));
    value.ok_or_else(|| ApiError::malformed(format!("The header {name} holds no number.")))
}

/// A value of `Upload-Metadata`.
fn metadata(headers: &HeaderMap, key: &str) -> Option<String> {
    tus::metadata(headers.get(UPLOAD_METADATA)?.to_str().ok()?, key)
}
