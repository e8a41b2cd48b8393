//! What the fuzzer started from or found, through the fuzz targets' own bodies, without libFuzzer.

use std::{collections::BTreeSet, fs, path::Path};

#[path = "../fuzz/bodies/frame.rs"]
mod frame;
#[path = "../fuzz/bodies/text.rs"]
mod text;

type Body = fn(&[u8]);

const TARGETS: &[(&str, Body)] = &[("frame", frame::check), ("text", |bytes| text::check(as_text(bytes)))];

#[test]
fn every_committed_corpus_file_passes_its_target() {
    for (target, body) in TARGETS {
        let files = names(&format!("corpus/{target}"));
        assert!(!files.is_empty(), "{target} has no corpus");
        for file in files {
            println!("{target}/{file}");
            body(&fs::read(fuzz().join("corpus").join(target).join(file)).unwrap());
        }
    }
}

/// A target that nobody replays, or a corpus without a target, would be forgotten in silence.
#[test]
fn every_target_and_every_corpus_is_replayed() {
    let replayed: BTreeSet<String> = TARGETS.iter().map(|(target, _)| (*target).to_owned()).collect();
    assert_eq!(names("corpus"), replayed);
    assert_eq!(names("fuzz_targets"), replayed.iter().map(|target| format!("{target}.rs")).collect());
}

/// libFuzzer hands a target for text what is text: a file that is none would test nothing.
fn as_text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(fuzz().join(folder)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn fuzz() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz"))
}
