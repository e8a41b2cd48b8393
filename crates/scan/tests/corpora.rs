//! What the fuzzer started from or found, through the fuzz targets' own bodies, without libFuzzer.

#[path = "../fuzz/bodies/frame.rs"]
mod frame;
#[path = "../../../tests/fuzz_corpora.rs"]
mod fuzz_corpora;
#[path = "../fuzz/bodies/text.rs"]
mod text;

use fuzz_corpora::{Target, as_text};

const FUZZ: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz");

const TARGETS: &[Target] = &[("frame", frame::check), ("text", |bytes| text::check(as_text(bytes)))];

#[test]
fn every_committed_corpus_file_passes_its_target() {
    fuzz_corpora::replay(FUZZ, TARGETS);
}

#[test]
fn every_target_and_every_corpus_is_replayed() {
    fuzz_corpora::check_complete(FUZZ, TARGETS);
}
