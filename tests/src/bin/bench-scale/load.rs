//! Syncs without news at a fixed rate of arrival; each is timed from when it was due, so that a queue counts.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Result, ensure};
use data_encoding::BASE64URL_NOPAD;
use feltbok_protocol::sync::SyncResponse;
use feltbok_protocol::{PROTOCOL, auth, sync::SyncRequest};
use tokio::{sync::Semaphore, task::JoinSet, time::Instant};

use super::{fleet::Tablet, wall_clock};

/// What came of one rate.
pub struct Run {
    /// Milliseconds, ascending.
    pub took: Vec<f64>,
    pub seconds: f64,
}

impl Run {
    /// The time under which so many of a hundred were done.
    pub fn at(&self, percent: usize) -> f64 {
        let index = (self.took.len() * percent).div_ceil(100).max(1) - 1;
        self.took.get(index).copied().unwrap_or_default()
    }
}

pub async fn run(address: SocketAddr, fleet: &[Tablet], rate: u32, seconds: u32, connections: usize) -> Result<Run> {
    let client = reqwest::Client::builder().pool_max_idle_per_host(connections).build()?;
    let url: Arc<str> = format!("http://{address}/v1/sync").into();
    let permits = Arc::new(Semaphore::new(connections));
    let (begun, mut syncs) = (Instant::now(), JoinSet::new());
    for number in 0..rate * seconds {
        let due = begun + Duration::from_secs(1) * number / rate;
        tokio::time::sleep_until(due).await;
        // Tablets take turns in an order that no cache likes.
        let tablet = &fleet[(number as usize * 7_919) % fleet.len()];
        let (request, client, permits) = (signed(&client, &url, tablet)?, client.clone(), permits.clone());
        syncs.spawn(async move {
            let _permit = permits.acquire_owned().await?;
            let answer = client.execute(request).await?.error_for_status()?.bytes().await?;
            let took = due.elapsed().as_secs_f64() * 1_000.0;
            let answer: SyncResponse = serde_json::from_slice(&answer)?;
            let is_quiet = answer.pages.iter().all(|page| page.changes.is_empty() && page.to == page.head);
            ensure!(is_quiet && answer.pages.len() == 4, "a sync brought news: {answer:?}");
            Ok(took)
        });
    }
    let mut took = Vec::with_capacity(syncs.len());
    while let Some(done) = syncs.join_next().await {
        took.push(done??);
    }
    took.sort_by(f64::total_cmp);
    Ok(Run { took, seconds: begun.elapsed().as_secs_f64() })
}

fn signed(client: &reqwest::Client, url: &str, tablet: &Tablet) -> Result<reqwest::Request> {
    let now = wall_clock();
    let body = serde_json::to_vec(&SyncRequest {
        protocol: PROTOCOL,
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        epoch: Some(tablet.epoch),
        device_time: now,
        cursors: tablet.cursors.clone(),
        operations: Vec::new(),
        backlog: 0,
        push_only: false,
    })?;
    let (timestamp, nonce) = (now.to_string(), BASE64URL_NOPAD.encode(&rand::random::<[u8; 16]>()));
    let canonical = auth::canonical_request("POST", "/v1/sync", &timestamp, &nonce, &body);
    let request = client
        .post(url)
        .bearer_auth(&tablet.token)
        .header("content-type", "application/json")
        .header(auth::TIMESTAMP, timestamp)
        .header(auth::NONCE, nonce)
        .header(auth::SIGNATURE, auth::sign(&tablet.key, &canonical));
    Ok(request.body(body).build()?)
}
