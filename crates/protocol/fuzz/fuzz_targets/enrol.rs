//! What a stranger may send to be enrolled, before anybody knows whether its invite is good.
#![no_main]

use feltbok_protocol::{enrol::EnrolRequest, invite::verifying_key};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(request) = serde_json::from_slice::<EnrolRequest>(bytes) else { return };
    let written = serde_json::to_vec(&request).unwrap();
    assert_eq!(serde_json::from_slice::<EnrolRequest>(&written).unwrap(), request);
    if let Some(key) = verifying_key(&request.auth_key) {
        assert_eq!(key.to_bytes().len(), 32);
    }
});
