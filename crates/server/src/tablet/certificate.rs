//! `POST /v1/certificate`: the tablet's certificate for its document key, for tablets that were enrolled before there
//! were any and for those whose certificate ends soon.

use axum::{Json, extract::State};
use data_encoding::BASE64;
use feltbok_protocol::enrol::CertificateResponse;

use super::signed::Signed;
use crate::{
    app::AppState,
    authority::{evidence_key, tablet_chain},
    error::ApiResult,
};

pub async fn certificate(State(app): State<AppState>, request: Signed) -> ApiResult<Json<CertificateResponse>> {
    let chain = tablet_chain(&app, &request.tablet).await?;
    Ok(Json(CertificateResponse {
        document_chain: texts(&chain),
        evidence_key: Some(evidence_key(&app, request.tablet.company_id)),
    }))
}

/// Certificates as they travel.
pub fn texts(chain: &[Vec<u8>]) -> Vec<String> {
    chain.iter().map(|der| BASE64.encode(der)).collect()
}
