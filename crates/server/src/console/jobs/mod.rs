//! Jobs: the lists, the drawer, registering, assigning and taking back.

mod assess;
mod assign;
mod candidates;
mod list;
mod register;
mod show;
mod unassign;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::AppState;

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list, register::register))
        .routes(routes!(assess::assess))
        .routes(routes!(show::show))
        .routes(routes!(candidates::candidates))
        .routes(routes!(assign::assign))
        .routes(routes!(unassign::unassign))
}
