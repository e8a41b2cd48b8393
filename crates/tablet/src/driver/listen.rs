//! Listening for pokes, so that what dispatch does is on the tablet at once; poll is the truth, pokes only hurry it.

use std::{sync::Arc, time::Duration};

use feltbok_sync::Engine;

use super::Shared;
use crate::net::{self, Client};

/// Between two tries to listen; doubled up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

pub(super) async fn run(shared: Arc<Shared>, client: Client) {
    let mut pause = FIRST_PAUSE;
    loop {
        let mut heard = false;
        let listener = shared.clone();
        net::listen(&client, |poke| {
            heard = true;
            match poke {
                Some(_) => listener.wake(Engine::poke),
                // The stream is open: whatever kept the network away is over.
                None => listener.wake(Engine::network_regained),
            }
        })
        .await;
        pause = if heard { FIRST_PAUSE } else { (pause * 2).min(LONGEST_PAUSE) };
        tokio::time::sleep(pause).await;
    }
}
