//! The extractor of a tablet's request: token, signature over exactly what was sent, and a nonce not seen before.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
};
use feltbok_domain::ids::Id;
use feltbok_protocol::{BODY_BYTES_MAX, auth, invite::verifying_key, wire_error::code};
use feltbok_server_store::{StoreError, TabletActor, api::SecretHash};
use jiff::Timestamp;

use super::unpack;
use crate::{
    app::{App, AppState},
    error::{ApiError, ApiResult},
    secret,
};

/// A piece of a file at most in one request; larger files come in several.
pub const PIECE_BYTES_MAX: usize = 8 * 1024 * 1024;
const NONCE_LENGTH_MAX: usize = 64;

/// A request that is the tablet's own. `LIMIT` is the body's size at most, in bytes, as sent and unpacked.
pub struct Signed<const LIMIT: usize = BODY_BYTES_MAX> {
    pub tablet: TabletActor,
    pub headers: HeaderMap,
    /// Unpacked.
    pub body: Bytes,
    /// The tablet's time of the request.
    pub device_time: Timestamp,
}

/// A request that carries a piece of a file.
pub type SignedPiece = Signed<PIECE_BYTES_MAX>;

impl<const LIMIT: usize> FromRequest<AppState> for Signed<LIMIT> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &AppState) -> Result<Self, ApiError> {
        // Who it is comes first: a stranger's body is not even read.
        let tablet = tablet_of(app, request.headers()).await?;
        Signed::receive(request, app, tablet).await
    }
}

impl<const LIMIT: usize> Signed<LIMIT> {
    async fn receive(request: Request, app: &App, tablet: TabletActor) -> ApiResult<Self> {
        let (parts, body) = request.into_parts();
        let headers = parts.headers;
        let raw = unpack::receive(body, &headers, LIMIT).await?;
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let device_time = check_signature(app, &tablet, parts.method.as_str(), path, &headers, &raw)?;
        let body = unpack::unpack(&raw, &headers, LIMIT)?;
        Ok(Signed { tablet, headers, body, device_time })
    }
}

/// A request of a tablet that was given for lost. `AGAIN` says whether one is heard that has delivered everything.
pub struct SignedLost<const LIMIT: usize = BODY_BYTES_MAX, const AGAIN: bool = false>(pub Signed<LIMIT>);

impl<const LIMIT: usize, const AGAIN: bool> FromRequest<AppState> for SignedLost<LIMIT, AGAIN> {
    type Rejection = ApiError;

    /// Refuses with `not_found` a tablet that is not given for lost, before its body is read.
    async fn from_request(request: Request, app: &AppState) -> Result<Self, ApiError> {
        let (company_id, hash) = token_of(request.headers())?;
        let standing = match app.store.loss(company_id, hash).await {
            Ok(standing) => standing,
            Err(StoreError::NotFound) => return Err(unknown()),
            Err(error) => return Err(error.into()),
        };
        if !standing.is_lost {
            return Err(ApiError::not_found());
        }
        if standing.is_delivered && !AGAIN {
            return Err(unknown());
        }
        Signed::receive(request, app, standing.tablet).await.map(SignedLost)
    }
}

fn token_of(headers: &HeaderMap) -> ApiResult<(Id, SecretHash)> {
    let bearer = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    bearer.and_then(secret::read_token).ok_or_else(unknown)
}

async fn tablet_of(app: &App, headers: &HeaderMap) -> ApiResult<TabletActor> {
    let (company_id, hash) = token_of(headers)?;
    match app.store.tablet(company_id, hash).await {
        Ok(tablet) => Ok(tablet),
        Err(StoreError::NotFound) => Err(unknown()),
        Err(StoreError::Refused { code: code::TABLET_LOST, message }) => {
            Err(ApiError::new(StatusCode::UNAUTHORIZED, code::TABLET_LOST, message))
        }
        Err(error) => Err(error.into()),
    }
}

/// The clock of a tablet may be wrong, so its time is only signed, never compared with ours.
fn check_signature(
    app: &App,
    tablet: &TabletActor,
    method: &str,
    path: &str,
    headers: &HeaderMap,
    raw: &[u8],
) -> ApiResult<Timestamp> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (timestamp, nonce) = (text(auth::TIMESTAMP), text(auth::NONCE));
    let canonical = auth::canonical_request(method, path, timestamp, nonce, raw);
    let is_theirs =
        verifying_key(&tablet.auth_key).is_some_and(|key| auth::verify(&key, &canonical, text(auth::SIGNATURE)));
    if !is_theirs {
        return Err(bad_signature("The request's signature does not fit its content."));
    }
    let device_time = timestamp.parse().map_err(|_| bad_signature("The request's time is not readable."))?;
    if nonce.is_empty() || nonce.len() > NONCE_LENGTH_MAX {
        return Err(bad_signature("The request has no usable nonce."));
    }
    if !app.nonces.is_fresh(tablet.tablet_id, nonce, app.now()) {
        return Err(bad_signature("This request was received before."));
    }
    Ok(device_time)
}

fn unknown() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        code::TABLET_REVOKED,
        "This tablet is not known here any more. What it holds is safe on it; enrol it again.",
    )
}

fn bad_signature(message: &str) -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, code::BAD_SIGNATURE, message)
}
