//! What surrounds every handler: request id, one log line, a panic's end, the headers that browsers obey.

use axum::{
    Router,
    http::{HeaderName, HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer},
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

use crate::error::ApiError;

/// Everything comes from this server; the page's own styles may stand in its elements.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
object-src 'none'; frame-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// A handler that is not done by then is given up; streams begin to answer long before.
const HANDLER_DEADLINE: std::time::Duration = std::time::Duration::from_secs(120);

/// A browser that came by TLS once comes by nothing else for a year.
const ONLY_TLS: &str = "max-age=31536000";

/// `is_tls` says whether people reach the server by https.
pub fn around(routes: Router, is_tls: bool) -> Router {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let layers = ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_response(log))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "no-referrer"))
        .layer(fixed(header::X_FRAME_OPTIONS, "DENY"))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(fixed(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"))
        .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::STRICT_TRANSPORT_SECURITY,
            is_tls.then(|| HeaderValue::from_static(ONLY_TLS)),
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, HANDLER_DEADLINE));
    routes.layer(layers)
}

/// The route as it is written, never the path with its ids and tokens.
fn span<B>(request: &Request<B>) -> tracing::Span {
    let route = request.extensions().get::<axum::extract::MatchedPath>().map_or("none", |path| path.as_str());
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or("");
    tracing::info_span!("request", request.id = id, http.method = %request.method(), http.route = route)
}

fn log<B>(response: &axum::http::Response<B>, latency: std::time::Duration, _: &tracing::Span) {
    let milliseconds = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(http.status = response.status().as_u16(), latency_ms = milliseconds, "answered");
}

fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    ApiError::internal(&text.unwrap_or("a handler panicked")).into_response()
}
