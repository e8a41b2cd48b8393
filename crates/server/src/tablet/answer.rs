//! Every answer to a tablet bears the server's signature over its status and body: a captive portal cannot make one.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use feltbok_protocol::auth;

use crate::{app::AppState, error::ApiError};

/// The largest answer there is: a file.
const ANSWER_MAX: usize = 80 * 1024 * 1024;

/// Signs the answer of the handler below. An answer to `HEAD` has no body; a stream of pokes is signed as if it had
/// none, for its head must be genuine before the first event.
pub async fn sign(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let nonce = request.headers().get(auth::NONCE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let is_head = request.method() == Method::HEAD;
    let (mut parts, body) = next.run(request).await.into_parts();
    let is_stream = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
    let (signed, body) = if is_stream || is_head {
        (Bytes::new(), body)
    } else {
        match to_bytes(body, ANSWER_MAX).await {
            Ok(bytes) => (bytes.clone(), Body::from(bytes)),
            Err(error) => return ApiError::internal(&error).into_response(),
        }
    };
    let canonical = auth::canonical_response(&nonce, parts.status.as_u16(), &signed);
    let signature = auth::sign(&app.key, &canonical);
    let now = app.now().to_string();
    for (name, value) in [(auth::SERVER_SIGNATURE, signature), (auth::SERVER_TIME, now)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            parts.headers.insert(name, value);
        }
    }
    Response::from_parts(parts, body)
}
