//! `POST /v1/sync`: push and pull in one round trip. A bad operation gets its own answer inside a 2xx.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    extract::State,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE},
    },
    response::Response,
};
use feltbok_protocol::{
    PROTOCOL, PUSH_BYTES_MAX, PUSH_OPERATIONS_MAX,
    sync::{SyncRequest, SyncResponse},
};
use feltbok_server_store::api::Sighting;

use super::{enrol::check_protocol, signed::Signed};
use crate::{
    app::AppState,
    error::{ApiError, ApiResult},
};

/// Smaller answers are not worth packing.
const PACK_FROM: usize = 1024;
const PACK_LEVEL: i32 = 1;

pub async fn sync(State(app): State<AppState>, request: Signed) -> ApiResult<Response> {
    let Signed { tablet, headers, body, device_time } = request;
    let asked: SyncRequest =
        serde_json::from_slice(&body).map_err(|error| ApiError::malformed(format!("No sync request: {error}.")))?;
    check_protocol(asked.protocol)?;
    check_size(&asked, body.len())?;
    let now = app.now();
    let pushed = if asked.operations.is_empty() {
        None
    } else {
        let pushed = app.store.push(&tablet, asked.operations, now).await?;
        app.publish_push(&tablet, &pushed.moved);
        Some(pushed)
    };
    let pulled = match &pushed {
        // What is new for the tablet, and what waits on it, is told by the sync right behind this one.
        Some(pushed) if asked.push_only => pushed.standing(),
        _ => {
            let sighting = Sighting {
                at: now,
                app_version: asked.app_version.chars().take(100).collect(),
                backlog: asked.backlog,
                clock_offset_ms: now.as_millisecond().saturating_sub(device_time.as_millisecond()),
            };
            // The one waits for the disk, the other only reads.
            let (pulled, sighted) =
                tokio::join!(app.store.pull(&tablet, asked.cursors), app.store.sighted(&tablet, sighting));
            sighted?;
            pulled?
        }
    };
    let answer = SyncResponse {
        protocol: PROTOCOL.min(asked.protocol),
        epoch: pulled.epoch,
        server_time: now,
        last_dev_seq: pulled.last_dev_seq,
        results: pushed.map(|pushed| pushed.results).unwrap_or_default(),
        feeds: tablet.feeds(),
        pages: pulled.pages,
        missing_files: pulled.missing_files,
    };
    packed(&headers, &answer)
}

fn check_size(asked: &SyncRequest, bytes: usize) -> ApiResult<()> {
    if asked.operations.len() > PUSH_OPERATIONS_MAX {
        return Err(ApiError::too_large(format!("A push has at most {PUSH_OPERATIONS_MAX} operations.")));
    }
    // One large operation must get through alone; several have to be split.
    if asked.operations.len() > 1 && bytes > 2 * PUSH_BYTES_MAX {
        return Err(ApiError::too_large(format!("A push has at most {PUSH_BYTES_MAX} bytes.")));
    }
    let feeds: BTreeSet<_> = asked.cursors.iter().map(|cursor| &cursor.feed).collect();
    if feeds.len() != asked.cursors.len() {
        return Err(ApiError::malformed("A feed has two cursors."));
    }
    Ok(())
}

/// The answer as JSON, packed where the tablet takes it.
pub(super) fn packed(headers: &HeaderMap, answer: &impl serde::Serialize) -> ApiResult<Response> {
    let mut json = serde_json::to_vec(answer).map_err(|error| ApiError::internal(&error))?;
    let takes_zstd = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|word| word.trim().starts_with("zstd")));
    let pack = takes_zstd && json.len() >= PACK_FROM;
    if pack {
        json = zstd::bulk::compress(&json, PACK_LEVEL).map_err(|error| ApiError::internal(&error))?;
    }
    let mut response = Response::new(Body::from(json));
    *response.status_mut() = StatusCode::OK;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if pack {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("zstd"));
    }
    Ok(response)
}
