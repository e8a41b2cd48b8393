//! One lane's loop: ask the engine, do its one request, hand the answer in, wait as long as it says.

use std::{sync::Arc, time::Duration};

use feltbok_sync::{Answer, Halt, Lane, Step, Transport};

use super::{Shared, certify, status};
use crate::{events::TabletEvent, views::RecordsChanged};

/// Longer waits are cut, so that a clock that jumps does not stop sync.
const WAIT_MAX: Duration = Duration::from_secs(60);

pub(super) async fn run(shared: Arc<Shared>, lane: Lane) {
    let mut changed = shared.changed.subscribe();
    // What the last answer brings is told when it is in the store.
    let mut untold = None;
    loop {
        changed.mark_unchanged();
        let step = plan(&shared, lane).await;
        if shared.engine().is_settled() {
            tell_records(&shared, untold.take());
        }
        match step {
            Step::Send(request) => {
                let (answer, ()) = tokio::join!(shared.transport.exchange(request), meanwhile(&shared, lane));
                tell_records(&shared, untold.take());
                let is_online = matches!(answer, Answer::Sync(_));
                untold = hear(&shared, lane, answer).await;
                if is_online {
                    certify::look(&shared).await;
                }
            }
            Step::Wait { until } => {
                let wait = until.map_or(WAIT_MAX, |until| {
                    let left = until.duration_since(shared.clock.now());
                    Duration::try_from(left).unwrap_or_default().min(WAIT_MAX)
                });
                tokio::select! {
                    _ = tokio::time::sleep(wait) => {}
                    gone = changed.changed() => {
                        if gone.is_err() {
                            return;
                        }
                    }
                }
            }
        }
    }
}

async fn plan(shared: &Arc<Shared>, lane: Lane) -> Step {
    let shared = shared.clone();
    let planned =
        tokio::task::spawn_blocking(move || shared.engine().next_step(lane, &*shared.store, shared.clock.now()));
    match planned.await {
        Ok(Ok(step)) => step,
        // The engine has noted the failure and backs off.
        Ok(Err(_)) | Err(_) => Step::Wait { until: None },
    }
}

/// What the lane can do while its request is on its way; the request is begun first.
async fn meanwhile(shared: &Arc<Shared>, lane: Lane) {
    let inner = shared.clone();
    let done = tokio::task::spawn_blocking(move || {
        inner.tell_status();
        match lane {
            Lane::Data => inner.engine().meanwhile(&*inner.store, inner.clock.now()),
            Lane::Files => Ok(()),
        }
    });
    if !matches!(done.await, Ok(Ok(()))) {
        tracing::warn!("the last answer was not taken in; it is asked for again");
    }
}

/// Hands an answer in; gives what it brings, for when that is settled.
async fn hear(shared: &Arc<Shared>, lane: Lane, answer: Answer) -> Option<RecordsChanged> {
    let records = changed_records(&answer);
    let inner = shared.clone();
    let heard =
        tokio::task::spawn_blocking(move || inner.engine().hear(lane, answer, &*inner.store, inner.clock.now()));
    if !matches!(heard.await, Ok(Ok(()))) {
        tracing::warn!(lane = ?lane, "an answer was not taken in; it is asked for again");
    }
    if shared.engine().halted() == Some(Halt::Lost) {
        shared.lost.send_replace(true);
    }
    shared.tell_status();
    status::tell_fill(shared);
    // The other lane may have waited for exactly this. It looks after the screens know, since both ask the store.
    shared.changed.send_modify(|count| *count = count.wrapping_add(1));
    records
}

fn tell_records(shared: &Shared, records: Option<RecordsChanged>) {
    if let Some(records) = records {
        shared.tell_status();
        status::tell_fill(shared);
        let _ = shared.events.send(TabletEvent::Records(records));
    }
}

/// What an answer brings, for the screens that show it; `None` when it brings nothing.
fn changed_records(answer: &Answer) -> Option<RecordsChanged> {
    let Answer::Sync(response) = answer else {
        return matches!(answer, Answer::Chunk(_)).then(|| RecordsChanged { kinds: Vec::new(), jobs: Vec::new() });
    };
    let changes = response.pages.iter().flat_map(|page| &page.changes);
    let mut kinds: Vec<String> = changes.clone().map(|change| change.kind.as_str().to_owned()).collect();
    kinds.sort();
    kinds.dedup();
    let mut jobs: Vec<_> =
        changes.filter(|change| change.kind.as_str() == "job").map(|change| change.id).take(100).collect();
    jobs.dedup();
    (!kinds.is_empty() || !response.results.is_empty()).then_some(RecordsChanged { kinds, jobs })
}
