//! The headers of an upload, as a stranger may write them.

use feltbok_protocol::tus::{checksum, is_sha256, metadata, number};

pub fn check(header: &str) {
    for key in ["sha256", "role", "job", ""] {
        if let Some(value) = metadata(header, key) {
            assert!(value.len() <= header.len());
            let _ = is_sha256(&value);
        }
    }
    let _ = checksum(header);
    if let Some(number) = number(header) {
        assert!(header.ends_with(&number.to_string()));
    }
}
