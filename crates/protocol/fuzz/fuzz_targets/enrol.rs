//! Feeds `bodies/enrol.rs`.
#![no_main]

#[path = "../bodies/enrol.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::check(bytes));
