//! A store for the tests beside the code.

use std::{path::Path, sync::Arc};

use feltbok_sync::{Clock, Ids};
use jiff::Timestamp;

use crate::{DataKey, Location, TabletStore};

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        noon()
    }
}

/// The time at which everything happens.
pub fn noon() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

/// A new store in the folder, at noon.
pub fn store(folder: &Path) -> TabletStore {
    let clock = Arc::new(Noon);
    let ids = Arc::new(Ids::seeded(clock.clone(), 1));
    TabletStore::open(Location::new(folder), DataKey::from_bytes([7; 32]), clock, ids).unwrap().store
}
