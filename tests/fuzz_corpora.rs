//! Fuzz corpora without libFuzzer: what the fuzzer started from or found, through the fuzz targets' own bodies. A crate with
//! a `fuzz` folder includes this file in a test of its own.

use std::{collections::BTreeSet, fs, path::Path};

/// A target's name and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// Every committed input passes its target.
pub fn replay(fuzz: &str, targets: &[Target]) {
    for (target, body) in targets {
        let folder = format!("corpus/{target}");
        let files = names(fuzz, &folder);
        assert!(!files.is_empty(), "{target} has no corpus");
        for file in files {
            println!("{target}/{file}");
            body(&fs::read(Path::new(fuzz).join(&folder).join(file)).unwrap());
        }
    }
}

/// A target that nobody replays, or a corpus without a target, would be forgotten in silence.
pub fn check_complete(fuzz: &str, targets: &[Target]) {
    let replayed: BTreeSet<String> = targets.iter().map(|(target, _)| (*target).to_owned()).collect();
    assert_eq!(names(fuzz, "corpus"), replayed);
    assert_eq!(names(fuzz, "fuzz_targets"), replayed.iter().map(|target| format!("{target}.rs")).collect());
}

/// libFuzzer hands a target for text what is text: a file that is none would test nothing.
pub fn as_text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn names(fuzz: &str, folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(Path::new(fuzz).join(folder)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
