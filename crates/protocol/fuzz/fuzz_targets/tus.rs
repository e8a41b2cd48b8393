//! Feeds `bodies/tus.rs`.
#![no_main]

#[path = "../bodies/tus.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|header: &str| body::check(header));
