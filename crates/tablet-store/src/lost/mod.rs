//! A tablet that was given for lost (ADR 15): what waits is sealed into parts beside the store, then all but the parts goes.
//!
//! Everything of one order is in a folder of its own, `lost/<tablet>`: the parts, each named by its hash, and the
//! [`Delivery`], which is written last. With it the tablet is erased, without it nothing has happened.

mod delivery;
mod erase;
mod seal;

use std::path::{Path, PathBuf};

use feltbok_domain::ids::Id;

pub use delivery::{About, Delivery, PartNote, Pending, Way, pending};
pub use erase::erase;
#[doc(hidden)]
pub use erase::erase_in_steps;
pub use seal::Order;

const FOLDER: &str = "lost";
const DELIVERY: &str = "delivery.json";

/// Where everything of the order to one tablet is kept.
fn folder_of(dir: &Path, tablet_id: Id) -> PathBuf {
    dir.join(FOLDER).join(tablet_id.to_string())
}
