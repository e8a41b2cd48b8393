//! Delivering: the sealed parts go to the server as the line allows, behind whatever screen there is.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use feltbok_protocol::{invite, wire_error::code};
use feltbok_sync::Failure;
use feltbok_tablet_store::lost::{Pending, Way};

use super::{Lost, pause};
use crate::net::{self, Client, Identity};

/// Between two tries when the server knows the tablet no more: the order was withdrawn, or another server was restored.
const SHUT_OUT_PAUSE: Duration = Duration::from_secs(3600);

/// What came of one round.
enum Round {
    /// The server has everything.
    Done,
    /// Some parts went: the next round follows at once.
    Further,
}

/// Why a round came to nothing.
#[derive(Debug)]
enum Stop {
    Net(Failure),
    /// Something of the tablet is still there, or a part cannot be read.
    Disk,
}

/// Delivers until the server has everything, then takes the parts away.
pub(super) async fn deliver(lost: Arc<Lost>, mut pending: Pending) {
    let client = match client(&pending.delivery.way, &lost) {
        Some(client) => client,
        None => return tracing::error!("what a lost tablet has sealed names no server that can be spoken to"),
    };
    lost.show_delivery(&pending.delivery, 0, false);
    let (mut failures, mut put) = (0, BTreeSet::new());
    loop {
        let wait = match round(&lost, &client, &mut pending, &mut put).await {
            Ok(Round::Done) => break,
            Ok(Round::Further) => {
                failures = 0;
                continue;
            }
            Err(Stop::Net(Failure::Refused { error, .. }))
                if matches!(error.code.as_str(), code::TABLET_REVOKED | code::NOT_FOUND) =>
            {
                // The server had confirmed every part, and its last answer was lost.
                if pending.delivery.is_erased && put.len() == pending.delivery.parts.len() {
                    break;
                }
                tracing::warn!("the server takes in nothing of this tablet any more; its sealed work is kept");
                SHUT_OUT_PAUSE
            }
            Err(stop) => {
                tracing::info!(?stop, "sealed work waits on a tablet that was erased");
                failures += 1;
                pause(failures)
            }
        };
        tokio::time::sleep(wait).await;
    }
    finish(&lost, &pending);
}

async fn round(
    lost: &Arc<Lost>,
    client: &Client,
    pending: &mut Pending,
    put: &mut BTreeSet<String>,
) -> Result<Round, Stop> {
    let parts: Vec<String> = pending.delivery.parts.iter().map(|part| part.sha256.clone()).collect();
    if !pending.delivery.is_erased {
        lost.erase(pending).map_err(|_| Stop::Disk)?;
        lost.show_delivery(&pending.delivery, put.len(), false);
    }
    let reply = net::erased(client, &pending.delivery.erased).await.map_err(Stop::Net)?;
    *put = parts.iter().filter(|part| !reply.missing.contains(part)).cloned().collect();
    lost.show_delivery(&pending.delivery, put.len(), false);
    if reply.missing.is_empty() {
        return Ok(Round::Done);
    }
    let before = put.len();
    for part in reply.missing.iter().filter(|part| parts.contains(part)) {
        let Ok(sealed) = pending.part(part) else {
            tracing::error!(part, "a sealed part cannot be read");
            continue;
        };
        net::put_part(client, part, sealed).await.map_err(Stop::Net)?;
        put.insert(part.clone());
        lost.show_delivery(&pending.delivery, put.len(), false);
    }
    if put.len() > before { Ok(Round::Further) } else { Err(Stop::Disk) }
}

fn finish(lost: &Lost, pending: &Pending) {
    if let Err(error) = pending.finish() {
        tracing::error!(%error, "delivered parts of a lost tablet could not be taken away; it is tried with the next start");
    }
    lost.show_delivery(&pending.delivery, pending.delivery.parts.len(), true);
}

fn client(way: &Way, lost: &Lost) -> Option<Client> {
    let server_key = invite::verifying_key(&way.server_key)?;
    let key: [u8; 32] = BASE64.decode(way.request_key.as_bytes()).ok()?.try_into().ok()?;
    let identity = Identity { token: way.token.clone(), key: SigningKey::from_bytes(&key) };
    Client::new(&way.url, server_key, way.tls_pin.as_deref(), Some(identity), lost.clock.clone()).ok()
}
