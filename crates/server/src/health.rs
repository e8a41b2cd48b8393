//! `/healthz`: the process answers. `/readyz`: it can also read its data.

use axum::{extract::State, http::StatusCode};

use crate::app::AppState;

pub async fn healthy() -> &'static str {
    "ok"
}

pub async fn ready(State(app): State<AppState>) -> (StatusCode, &'static str) {
    match app.store.companies().await {
        Ok(_) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer")
        }
    }
}
