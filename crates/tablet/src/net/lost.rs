//! `/v1/lost`: the order to a lost tablet, and the way back for what it has sealed.

use std::time::Duration;

use feltbok_protocol::lost::{Erased, ErasedReply, LostOrder};
use feltbok_sync::{Deadlines, Failure};
use reqwest::Method;
use serde::de::DeserializeOwned;

use super::{Client, client::Ask};

const DEADLINES: Deadlines = Deadlines { total: Duration::from_secs(30), idle: Duration::from_secs(15) };
/// The slowest line that a part is tried on, in bytes a second.
const SLOWEST: u64 = 4 * 1024;

/// Asks for the order; `Refused` with `not_found` when there is none (any more).
pub async fn lost_order(client: &Client) -> Result<LostOrder, Failure> {
    json(client, Method::GET, "/v1/lost", Vec::new()).await
}

/// Tells that the tablet is erased; the answer names the parts that the server does not have.
pub async fn erased(client: &Client, erased: &Erased) -> Result<ErasedReply, Failure> {
    let body = serde_json::to_vec(erased).map_err(|error| Failure::Unreadable(error.to_string()))?;
    json(client, Method::POST, "/v1/lost/erased", body).await
}

/// Brings one part.
pub async fn put_part(client: &Client, sha256: &str, body: Vec<u8>) -> Result<(), Failure> {
    let total = DEADLINES.total + Duration::from_secs(body.len() as u64 / SLOWEST);
    let path = format!("/v1/lost/parts/{sha256}");
    let headers = vec![("content-type", "application/octet-stream".to_owned())];
    let deadlines = Deadlines { total, ..DEADLINES };
    client.exchange(Ask { method: Method::PUT, path: &path, headers, body, packed: false, deadlines }).await.map(drop)
}

async fn json<T: DeserializeOwned>(client: &Client, method: Method, path: &str, body: Vec<u8>) -> Result<T, Failure> {
    let headers = vec![("content-type", "application/json".to_owned())];
    let ask = Ask { method, path, headers, body, packed: false, deadlines: DEADLINES };
    let reply = client.exchange(ask).await?;
    serde_json::from_slice(&reply.body).map_err(|error| Failure::Unreadable(error.to_string()))
}
