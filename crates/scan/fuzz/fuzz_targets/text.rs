//! Feeds `bodies/text.rs`.
#![no_main]

#[path = "../bodies/text.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|text: &str| body::check(text));
