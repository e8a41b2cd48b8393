//! `GET /api/console/live`: server-sent events that say that something changed, and nothing more.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt};
use tokio_stream::wrappers::BroadcastStream;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{AppState, identity::User};

/// Proxies close what is silent for longer.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(live))
}

/// A stream of `changed` events; who hears one asks again for what it shows.
#[utoipa::path(
    get,
    path = "/api/console/live",
    tag = "live",
    responses((status = OK, content_type = "text/event-stream"))
)]
async fn live(State(app): State<AppState>, user: User) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let company_id = user.company_id;
    let changes = BroadcastStream::new(app.pokes.subscribe_office()).filter_map(move |company| async move {
        // Who lagged behind has missed something: that is news as well.
        let is_ours = company.map_or(true, |company| company == company_id);
        is_ours.then(|| Ok(Event::default().event("changed").data("")))
    });
    Sse::new(changes.take_until(app.pokes.stopped())).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
