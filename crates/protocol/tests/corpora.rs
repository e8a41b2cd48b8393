//! What the fuzzer started from or found, through the fuzz targets' own bodies, without libFuzzer.

#[path = "../fuzz/bodies/bundle.rs"]
mod bundle;
#[path = "../fuzz/bodies/cursor.rs"]
mod cursor;
#[path = "../fuzz/bodies/enrol.rs"]
mod enrol;
#[path = "../../../tests/fuzz_corpora.rs"]
mod fuzz_corpora;
#[path = "../fuzz/bodies/invite.rs"]
mod invite;
#[path = "../fuzz/bodies/lost.rs"]
mod lost;
#[path = "../fuzz/bodies/operation.rs"]
mod operation;
#[path = "../fuzz/bodies/tus.rs"]
mod tus;

use fuzz_corpora::{Target, as_text};

const FUZZ: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz");

const TARGETS: &[Target] = &[
    ("bundle", bundle::check),
    ("cursor", cursor::check),
    ("enrol", enrol::check),
    ("invite", |bytes| invite::check(as_text(bytes))),
    ("lost", lost::check),
    ("operation", operation::check),
    ("tus", |bytes| tus::check(as_text(bytes))),
];

#[test]
fn every_committed_corpus_file_passes_its_target() {
    fuzz_corpora::replay(FUZZ, TARGETS);
}

#[test]
fn every_target_and_every_corpus_is_replayed() {
    fuzz_corpora::check_complete(FUZZ, TARGETS);
}
