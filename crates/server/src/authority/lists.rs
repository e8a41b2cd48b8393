//! `/ca/{company}.cer` and `.crl`: the root to trust and what was revoked, for anybody's PDF viewer.

use axum::{
    extract::{Path, State},
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use feltbok_domain::ids::Id;
use feltbok_server_store::StoreError;
use feltbok_work_order::{Revoked, Validity, revocation_list};
use jiff::{SignedDuration, Timestamp};

use super::{AuthorityError, authority};
use crate::{
    app::{App, AppState},
    error::{ApiError, ApiResult},
    identity::Client,
};

/// Until when a list may be trusted; a new one is made for whoever asks.
const LIST_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The company's root certificate, or its list of revoked ones, by the name's ending.
pub async fn file(State(app): State<AppState>, client: Client, Path(name): Path<String>) -> ApiResult<Response> {
    app.public_limit.attempt(&client.0.to_string(), app.now()).map_err(ApiError::rate_limited)?;
    let (id, ending) = name.split_once('.').ok_or_else(ApiError::not_found)?;
    let company_id: Id = id.parse().map_err(|_| ApiError::not_found())?;
    let (bytes, kind) = match ending {
        "cer" => (root(&app, company_id).await?, "application/pkix-cert"),
        "crl" => (revoked(&app, company_id).await?, "application/pkix-crl"),
        _ => return Err(ApiError::not_found()),
    };
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=300")], bytes).into_response())
}

/// The company's root, DER.
///
/// Errors: `Store(NotFound)` for a company that is not here.
pub async fn root(app: &App, company_id: Id) -> Result<Vec<u8>, AuthorityError> {
    // An address that anybody can make up must not make an authority for a company that is none.
    if !app.store.companies().await?.iter().any(|(id, _)| *id == company_id) {
        return Err(StoreError::NotFound.into());
    }
    Ok(authority(app, company_id).await?.certificates.root)
}

/// What the company has revoked by now, DER.
pub async fn revoked(app: &App, company_id: Id) -> Result<Vec<u8>, AuthorityError> {
    root(app, company_id).await?;
    let company = authority(app, company_id).await?;
    let revoked = app.store.revoked_certificates(company_id).await?;
    let revoked: Vec<Revoked> =
        revoked.into_iter().map(|entry| Revoked { serial: entry.serial, at: entry.at }).collect();
    let now = app.now();
    let until = now.checked_add(LIST_LIFE).unwrap_or(Timestamp::MAX);
    // A list's number has to grow: the second it was made in does.
    let number = u64::try_from(now.as_second()).unwrap_or_default();
    let validity = Validity { from: now, until };
    Ok(revocation_list(&company.certificates.root, &company.root_key, number, validity, &revoked)?)
}
