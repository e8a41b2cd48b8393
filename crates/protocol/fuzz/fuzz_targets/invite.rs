//! Feeds `bodies/invite.rs`.
#![no_main]

#[path = "../bodies/invite.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|text: &str| body::check(text));
