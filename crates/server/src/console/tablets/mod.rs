//! Tablets: how they are, the way in and the way out.

mod invite;
mod list;
mod lost;
mod revoke;
mod sealed;
mod take_in;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::AppState;

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(take_in::take_in))
        .layer(take_in::limit())
        .routes(routes!(list::list))
        .routes(routes!(invite::invite))
        .routes(routes!(revoke::revoke))
        .routes(routes!(lost::lost))
        .routes(routes!(lost::found))
        .routes(routes!(sealed::take_in_sealed))
}
