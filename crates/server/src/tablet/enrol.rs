//! `POST /v1/enrol`: an invite and the tablet's public keys for a token. It does not say whether a company exists.

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use data_encoding::BASE64URL_NOPAD;
use feltbok_protocol::{
    PROTOCOL, PROTOCOL_OLDEST,
    enrol::{EnrolRequest, EnrolResponse},
    invite::{Invite, InviteError, verifying_key},
    wire_error::code,
};
use feltbok_server_store::{StoreError, api::NewTablet};

use super::{certificate, snapshot, unpack};
use crate::{
    app::{App, AppState},
    authority::{evidence_key, tablet_chain},
    error::{ApiError, ApiResult},
    identity::Client,
    secret,
};

const BODY_MAX: usize = 16 * 1024;
const NAME_LENGTH_MAX: usize = 100;

pub async fn enrol(
    State(app): State<AppState>,
    client: Client,
    headers: HeaderMap,
    body: Body,
) -> ApiResult<Json<EnrolResponse>> {
    let now = app.now();
    app.enrol_limit.attempt(&client.0.to_string(), now).map_err(ApiError::rate_limited)?;
    let body = unpack::receive(body, &headers, BODY_MAX).await?;
    let request: EnrolRequest =
        serde_json::from_slice(&body).map_err(|error| ApiError::malformed(format!("No enrolment: {error}.")))?;
    check_protocol(request.protocol)?;
    let invite = open_invite(&app, &request.invite)?;
    let tablet_id = app.ids.next_id();
    let token = secret::token(invite.company_id);
    let tablet = NewTablet {
        tablet_id,
        name: request.tablet_name.chars().take(NAME_LENGTH_MAX).collect(),
        token_hash: secret::hash(&token),
        auth_key: checked_auth_key(request.auth_key)?,
        document_key: checked_document_key(request.document_key)?,
        app_version: request.app_version.chars().take(NAME_LENGTH_MAX).collect(),
        follows: request.follows,
    };
    let enrolled =
        app.store.enrol(invite.company_id, secret::hash(&invite.secret), tablet, now).await.map_err(refusal)?;
    tracing::info!(tablet.id = %tablet_id, "a tablet was enrolled");
    snapshot::expect(&app, &enrolled.tablet);
    // A tablet without a certificate asks for one with its next sync.
    let chain = tablet_chain(&app, &enrolled.tablet).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a tablet could not be certified");
        Vec::new()
    });
    Ok(Json(EnrolResponse {
        tablet_id,
        tablet_code: enrolled.tablet.tablet_code.clone(),
        token,
        company_id: enrolled.tablet.company_id,
        company_name: enrolled.company_name,
        technician_id: enrolled.tablet.technician_id,
        technician_name: enrolled.tablet.technician_name.clone(),
        epoch: enrolled.epoch,
        feeds: enrolled.tablet.feeds(),
        next_work_order: enrolled.next_work_order,
        follows_last_dev_seq: enrolled.follows_last_dev_seq,
        document_chain: certificate::texts(&chain),
        evidence_key: Some(evidence_key(&app, enrolled.tablet.company_id)),
    }))
}

/// Errors: 426 for a protocol that this server does not speak.
pub fn check_protocol(protocol: u16) -> ApiResult<()> {
    if protocol < PROTOCOL_OLDEST {
        let text = "This app is too old for the server; update it. What it holds is safe.";
        return Err(ApiError::new(StatusCode::UPGRADE_REQUIRED, code::PROTOCOL_TOO_OLD, text));
    }
    if protocol > PROTOCOL {
        let text = "This app is newer than the server; the server has to be updated first. What it holds is safe.";
        return Err(ApiError::new(StatusCode::UPGRADE_REQUIRED, code::PROTOCOL_TOO_NEW, text));
    }
    Ok(())
}

/// The invite, if this server made it.
fn open_invite(app: &App, text: &str) -> ApiResult<Invite> {
    match Invite::open(text, app.now()) {
        Ok(invite) if invite.server_key == app.server_key() => Ok(invite),
        Ok(_) => Err(invite_error(code::INVITE_FOREIGN, "This invite is for another server.")),
        Err(error @ InviteError::Expired(_)) => Err(invite_error(code::INVITE_EXPIRED, &error.to_string())),
        Err(error @ (InviteError::BadSignature | InviteError::UnsafeAddress(_))) => {
            Err(invite_error(code::INVITE_FOREIGN, &error.to_string()))
        }
        Err(error @ InviteError::NotAnInvite) => Err(ApiError::malformed(error.to_string())),
    }
}

fn checked_auth_key(key: String) -> ApiResult<String> {
    match verifying_key(&key) {
        Some(_) => Ok(key),
        None => Err(ApiError::malformed("The request key is no Ed25519 key.")),
    }
}

/// SEC1 uncompressed P-256: 65 bytes, the first one 4.
fn checked_document_key(key: String) -> ApiResult<String> {
    let bytes = BASE64URL_NOPAD.decode(key.as_bytes()).unwrap_or_default();
    if bytes.len() == 65 && bytes[0] == 4 {
        Ok(key)
    } else {
        Err(ApiError::malformed("The document key is no uncompressed P-256 key."))
    }
}

fn refusal(error: StoreError) -> ApiError {
    match error {
        StoreError::Refused { code, message } => invite_error(code, &message),
        other => other.into(),
    }
}

fn invite_error(code: &'static str, message: &str) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, code, message)
}
