//! `POST /v1/enrol`: the invite and the tablet's public keys for a token; `POST /v1/certificate` later on.

use std::time::Duration;

use feltbok_protocol::enrol::{CertificateResponse, EnrolRequest, EnrolResponse};
use feltbok_sync::{Deadlines, Failure};
use reqwest::Method;

use super::{Client, client::Ask};

const DEADLINES: Deadlines = Deadlines { total: Duration::from_secs(30), idle: Duration::from_secs(15) };

/// Exchanges the invite; the answer is the server's own or none at all.
pub async fn enrol(client: &Client, request: &EnrolRequest) -> Result<EnrolResponse, Failure> {
    let body = serde_json::to_vec(request).map_err(|error| Failure::Unreadable(error.to_string()))?;
    let ask = Ask {
        method: Method::POST,
        path: "/v1/enrol",
        headers: vec![("content-type", "application/json".to_owned())],
        body,
        packed: false,
        deadlines: DEADLINES,
    };
    let reply = client.exchange(ask).await?;
    serde_json::from_slice(&reply.body).map_err(|error| Failure::Unreadable(error.to_string()))
}

/// Asks for the tablet's certificate as it stands.
pub async fn certificate(client: &Client) -> Result<CertificateResponse, Failure> {
    let ask = Ask {
        method: Method::POST,
        path: "/v1/certificate",
        headers: Vec::new(),
        body: Vec::new(),
        packed: false,
        deadlines: DEADLINES,
    };
    let reply = client.exchange(ask).await?;
    serde_json::from_slice(&reply.body).map_err(|error| Failure::Unreadable(error.to_string()))
}
