//! `GET /v1/snapshot/{feed}`: a first fill as chunks named by their hash, so that a broken one goes on where it broke.

use axum::{
    extract::{Path, State},
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use data_encoding::HEXLOWER;
use feltbok_protocol::{
    feed::{Change, FeedId},
    snapshot::{Chunk, Manifest},
};
use feltbok_server_store::TabletActor;
use futures_util::{StreamExt, TryStreamExt, stream};
use sha2::{Digest, Sha256};

use super::{signed::Signed, sync::packed};
use crate::{
    app::{App, AppState},
    error::{ApiError, ApiResult},
};

/// Records in a chunk at most.
const CHUNK_ROWS_MAX: usize = 1_000;
const PACK_LEVEL: i32 = 3;
/// Chunks that are written side by side.
const WRITTEN_AT_ONCE: usize = 8;

pub async fn manifest(State(app): State<AppState>, Path(feed): Path<String>, request: Signed) -> ApiResult<Response> {
    let feed: FeedId = feed.parse().map_err(|_| ApiError::not_found())?;
    let manifest = kept_or_made(&app, &request.tablet, feed).await?;
    packed(&request.headers, &manifest)
}

pub async fn chunk(
    State(app): State<AppState>,
    Path((feed, sha256)): Path<(String, String)>,
    request: Signed,
) -> ApiResult<Response> {
    let feed: FeedId = feed.parse().map_err(|_| ApiError::not_found())?;
    if !app.store.has_chunk(&request.tablet, &feed, &sha256).await? {
        return Err(ApiError::not_found());
    }
    let bytes = app.files.read_chunk(request.tablet.company_id, &sha256).await;
    let bytes = bytes.map_err(|error| ApiError::internal(&error))?.ok_or_else(ApiError::not_found)?;
    Ok(([(CONTENT_TYPE, "application/zstd")], bytes).into_response())
}

/// Begins the catalogue's snapshot, if there is none, for a tablet that will ask for it in a moment.
pub fn expect(app: &AppState, tablet: &TabletActor) {
    let (app, tablet) = (app.clone(), tablet.clone());
    tokio::spawn(async move {
        let feed = FeedId::Catalogue(tablet.company_id);
        if let Err(error) = kept_or_made(&app, &tablet, feed).await {
            tracing::warn!(?error, "a snapshot could not be made ahead; it is made when it is asked for");
        }
    });
}

/// The feed's snapshot: kept, being made for somebody else, or made now.
async fn kept_or_made(app: &AppState, tablet: &TabletActor, feed: FeedId) -> ApiResult<Manifest> {
    if let Some(kept) = app.store.snapshot(tablet, &feed).await? {
        return Ok(kept);
    }
    let key = (tablet.company_id, feed.clone());
    let (making_app, tablet) = (app.clone(), tablet.clone());
    let task = async move {
        match making_app.store.snapshot(&tablet, &feed).await? {
            Some(kept) => Ok(kept),
            None => make(&making_app, &tablet, feed).await,
        }
    };
    app.makings.alone(key, task).await
}

/// Makes a snapshot of the feed as it is now and keeps it until the feed moves.
async fn make(app: &App, tablet: &TabletActor, feed: FeedId) -> ApiResult<Manifest> {
    let content = app.store.feed_content(tablet, &feed).await?;
    let mut changes = content.changes;
    // Records that lie together in a store's index come together, so that a tablet writes each of its pages fewer times.
    changes.sort_unstable_by_key(|change| (change.kind, change.id));
    let chunks = tokio::task::spawn_blocking(move || {
        changes.chunks(CHUNK_ROWS_MAX).map(pack).collect::<std::io::Result<Vec<_>>>()
    });
    let chunks = chunks.await.map_err(|error| ApiError::internal(&error))?;
    let chunks = chunks.map_err(|error| ApiError::internal(&error))?;
    let write = |(chunk, bytes): (Chunk, Vec<u8>)| async move {
        let written = app.files.write_chunk(tablet.company_id, &chunk.sha256, bytes.into()).await;
        written.map(|()| chunk).map_err(|error| ApiError::internal(&error))
    };
    let listed = stream::iter(chunks).map(write).buffered(WRITTEN_AT_ONCE).try_collect().await?;
    let manifest = Manifest { feed, epoch: content.epoch, seq: content.seq, digest: content.digest, chunks: listed };
    app.store.keep_snapshot(tablet, manifest.clone()).await?;
    Ok(manifest)
}

/// A change a line, packed.
fn pack(changes: &[Change]) -> std::io::Result<(Chunk, Vec<u8>)> {
    let mut lines = Vec::new();
    for change in changes {
        serde_json::to_writer(&mut lines, change)?;
        lines.push(b'\n');
    }
    let bytes = zstd::bulk::compress(&lines, PACK_LEVEL)?;
    let sha256 = HEXLOWER.encode(&Sha256::digest(&bytes));
    let rows = u32::try_from(changes.len()).unwrap_or(u32::MAX);
    Ok((Chunk { sha256, bytes: bytes.len() as u64, rows }, bytes))
}
