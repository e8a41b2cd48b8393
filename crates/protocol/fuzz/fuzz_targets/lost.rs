//! Feeds `bodies/lost.rs`.
#![no_main]

#[path = "../bodies/lost.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::check(bytes));
