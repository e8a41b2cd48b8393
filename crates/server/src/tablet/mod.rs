//! What tablets ask: every request signed by the tablet's key, every answer by the server's.

mod answer;
mod certificate;
mod enrol;
mod file_begin;
mod file_read;
mod file_send;
mod lost;
pub(crate) mod makings;
mod poke;
mod signed;
mod snapshot;
mod sync;
mod unpack;

use axum::{
    Router, middleware,
    routing::{get, post, put},
};

use crate::app::AppState;

/// The routes under `/v1`, with their answers signed.
pub fn router(app: &AppState) -> Router<AppState> {
    Router::new()
        .route("/v1/enrol", post(enrol::enrol))
        .route("/v1/certificate", post(certificate::certificate))
        .route("/v1/sync", post(sync::sync))
        .route("/v1/snapshot/{feed}", get(snapshot::manifest))
        .route("/v1/snapshot/{feed}/{sha256}", get(snapshot::chunk))
        .route("/v1/poke", get(poke::poke))
        .route("/v1/lost", get(lost::order))
        .route("/v1/lost/parts/{sha256}", put(lost::keep_part))
        .route("/v1/lost/erased", post(lost::erased))
        .merge(files())
        .route_layer(middleware::from_fn_with_state(app.clone(), answer::sign))
}

fn files() -> Router<AppState> {
    Router::new()
        .route("/v1/files", post(file_begin::begin).options(file_begin::options))
        .route(
            "/v1/files/{name}",
            get(file_read::read).head(file_send::head).patch(file_send::patch).delete(file_send::terminate),
        )
        .route_layer(middleware::map_response(file_begin::name_version))
}
