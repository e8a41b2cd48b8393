//! What a stranger may send to be enrolled, before anybody knows whether its invite is good.

use feltbok_protocol::{enrol::EnrolRequest, invite::verifying_key};

pub fn check(bytes: &[u8]) {
    let Ok(request) = serde_json::from_slice::<EnrolRequest>(bytes) else { return };
    let written = serde_json::to_vec(&request).unwrap();
    assert_eq!(serde_json::from_slice::<EnrolRequest>(&written).unwrap(), request);
    if let Some(key) = verifying_key(&request.auth_key) {
        assert_eq!(key.to_bytes().len(), 32);
    }
}
