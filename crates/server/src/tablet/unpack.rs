//! Bodies as they come and unpacked, with a limit on both: a bomb of a kilobyte opens to no gigabyte.

use std::io::Read;

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_ENCODING, CONTENT_LENGTH},
    },
};
use feltbok_protocol::wire_error::code;
use futures_util::StreamExt;

use crate::error::{ApiError, ApiResult};

/// What is read of a body beyond its limit, so that its sender gets to read the answer.
const DISCARD_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The body as sent. Errors: 413 beyond `bytes_max`; 400 when the sender stops halfway.
pub async fn receive(body: Body, headers: &HeaderMap, bytes_max: usize) -> ApiResult<Bytes> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|announced| announced > bytes_max) {
        discard(body, bytes_max.saturating_add(DISCARD_BYTES_MAX)).await;
        return Err(too_large(bytes_max));
    }
    to_bytes(body, bytes_max).await.map_err(|error| {
        let is_limit = std::error::Error::source(&error)
            .is_some_and(|source| source.to_string().contains("length limit exceeded"));
        if is_limit { too_large(bytes_max) } else { ApiError::malformed("The request ended before its end.") }
    })
}

async fn discard(body: Body, bytes_max: usize) {
    let mut pieces = body.into_data_stream();
    let mut left = bytes_max;
    while let Some(Ok(piece)) = pieces.next().await {
        left = left.saturating_sub(piece.len());
        if left == 0 {
            return;
        }
    }
}

/// The body unpacked by its `Content-Encoding`. Errors: 413, 400 for a damaged one, 415 for an unknown encoding.
pub fn unpack(body: &Bytes, headers: &HeaderMap, bytes_max: usize) -> ApiResult<Bytes> {
    match headers.get(CONTENT_ENCODING).map(|value| value.as_bytes()) {
        None | Some(b"identity") => Ok(body.clone()),
        Some(b"zstd") => {
            let damaged = |_| ApiError::malformed("The body is no readable zstd.");
            let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX);
            let announced = zstd::zstd_safe::get_frame_content_size(body).ok().flatten().unwrap_or(0);
            // One byte more than announced, for the look whether there is more.
            let room = usize::try_from(announced.min(limit)).map_or(0, |bytes| bytes + 1);
            let mut unpacked = Vec::with_capacity(room);
            let decoder = zstd::Decoder::new(body.as_ref()).map_err(damaged)?;
            decoder.take(limit + 1).read_to_end(&mut unpacked).map_err(damaged)?;
            if unpacked.len() > bytes_max { Err(too_large(bytes_max)) } else { Ok(unpacked.into()) }
        }
        Some(_) => {
            Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, code::MALFORMED, "Bodies come plain or as zstd."))
        }
    }
}

fn too_large(bytes_max: usize) -> ApiError {
    ApiError::too_large(format!("A body here has at most {bytes_max} bytes, packed and unpacked."))
}
