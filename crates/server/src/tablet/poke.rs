//! `GET /v1/poke`: server-sent events that say which feed has moved, and never what is in it.

use std::{convert::Infallible, future::ready, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use feltbok_protocol::sync::Poke;
use feltbok_server_store::TabletActor;
use futures_util::{Stream, StreamExt, stream};
use tokio_stream::wrappers::{BroadcastStream, errors::BroadcastStreamRecvError};

use super::signed::Signed;
use crate::{
    app::AppState,
    error::{ApiError, ApiResult},
    poke::CompanyPoke,
};

/// Silence longer than three of these means a dead connection.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub async fn poke(
    State(app): State<AppState>,
    request: Signed,
) -> ApiResult<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    // Subscribed before the heads are read, so that nothing falls between.
    let pokes = BroadcastStream::new(app.pokes.subscribe());
    let tablet = request.tablet;
    let shut_out = app.pokes.is_shut_out(tablet.company_id, tablet.tablet_id);
    let heads = app.store.heads(&tablet).await?;
    // A last poke, that the tablet asks at once and hears why; then the stream ends.
    let (feed, head) = heads.first().cloned().ok_or_else(ApiError::not_found)?;
    let farewell = stream::once(shut_out).flat_map(move |()| {
        let last = event(&Poke { feed: feed.clone(), head });
        stream::iter([Some(last), None])
    });
    let now = heads.into_iter().map(|(feed, head)| event(&Poke { feed, head }));
    let later = pokes.filter_map(move |poke| {
        let told = match poke {
            Ok(poke) if is_news(&poke, &tablet) => Some(event(&Poke { feed: poke.feed, head: poke.head })),
            Ok(_) => None,
            // Some were lost: the tablet looks at everything when the stream opens again.
            Err(BroadcastStreamRecvError::Lagged(_)) => Some(Ok(Event::default().comment("lagged"))),
        };
        async move { told }
    });
    let until_shut_out =
        stream::select(later.map(Some), farewell).take_while(|told| ready(told.is_some())).filter_map(ready);
    let until_stop = until_shut_out.take_until(app.pokes.stopped());
    Ok(Sse::new(stream::iter(now).chain(until_stop)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

fn is_news(poke: &CompanyPoke, tablet: &TabletActor) -> bool {
    poke.company_id == tablet.company_id && tablet.may_read(&poke.feed) && poke.by != Some(tablet.tablet_id)
}

fn event(poke: &Poke) -> Result<Event, Infallible> {
    let json = serde_json::to_string(poke).expect("a poke holds only text and a number");
    Ok(Event::default().event("poke").data(json))
}
