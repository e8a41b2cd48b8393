//! Finding whom and what a request is about: search, and one customer with everything to choose from.

mod customer;
mod search;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::AppState;

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(search::search)).routes(routes!(customer::customer))
}
