//! The hostile frames of the crate's own tests, as a set of the bench.

use crate::photos::{Expected, Photo};
use hostile_frames::{MaySay, hostile_frame};

#[path = "../../tests/frames/chance.rs"]
mod chance;
#[path = "../../tests/frames/hostile_frames.rs"]
mod hostile_frames;

pub fn photo(seed: u64) -> Photo {
    let hostile = hostile_frame(seed);
    let expected = match hostile.may_say {
        MaySay::Only(texts) => Expected::Texts { listed: texts, also: Vec::new() },
        MaySay::Anything => Expected::Anything,
    };
    Photo { set: "hostile".into(), name: format!("{} {seed}", hostile.kind), frame: hostile.frame, expected }
}
