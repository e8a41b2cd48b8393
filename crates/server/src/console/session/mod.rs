//! Signing in and out, and who is signed in.

mod current;
mod sign_in;
mod sign_out;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::AppState;

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(current::current, sign_in::sign_in, sign_out::sign_out))
}
