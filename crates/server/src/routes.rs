//! Every route of the server, in one place.

use axum::{Router, http::Uri, routing::get};

use crate::{app::AppState, assets, authority, check, console, error::ApiError, health, layers, openapi, tablet};

/// The whole server for one state.
pub fn routes(app: AppState) -> Router {
    let is_tls = app.public_url.starts_with("https://");
    let router = Router::new()
        .route("/healthz", get(health::healthy))
        .route("/readyz", get(health::ready))
        .route("/openapi.json", get(openapi::document))
        .merge(tablet::router(&app))
        .merge(console::router())
        .merge(check::router())
        .route("/ca/{name}", get(authority::file))
        .route("/", get(assets::index))
        .route("/{*path}", get(assets::file))
        .route("/api/{*rest}", get(no_such_route).fallback(no_such_route))
        .route("/v1/{*rest}", get(no_such_route).fallback(no_such_route))
        .with_state(app);
    layers::around(router, is_tls)
}

/// Programs get an answer they can read, not the console's page.
async fn no_such_route(_: Uri) -> ApiError {
    ApiError::not_found()
}
