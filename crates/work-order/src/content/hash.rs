//! The content's fingerprint: SHA-256 over its canonical JSON (R31).

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Content;

/// The content as JSON with sorted keys and no space (RFC 8785 for the values we use: texts, whole numbers, booleans).
pub fn canonical_json(content: &Content) -> String {
    let value = serde_json::to_value(content).expect("a content holds only texts, numbers and lists");
    let mut out = String::new();
    write(&value, &mut out);
    out
}

/// SHA-256 of [`canonical_json`], lower-case hex. Photos count by their own SHA-256, which stands in the content.
pub fn content_hash(content: &Content) -> String {
    hex(&Sha256::digest(canonical_json(content)))
}

/// Bytes as lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            out.push('{');
            for (index, key) in keys.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write(&map[key], out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}
