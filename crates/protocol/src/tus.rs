//! The headers of tus 1.0, read: whatever a stranger puts into them is a value or `None`, never more.

use data_encoding::BASE64;

/// The version spoken, for the `Tus-Resumable` header.
pub const TUS: &str = "1.0.0";
/// Values of a header at most, in bytes; a file's name, its role and its job are far shorter.
const VALUE_BYTES_MAX: usize = 4096;

/// A checksum of a piece, by its algorithm's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checksum {
    Sha256([u8; 32]),
    /// Every server has to know this one; it is good enough against a bad line.
    Sha1([u8; 20]),
}

/// A value of `Upload-Metadata`: pairs of a key and base64, with commas between; a key without a value is empty.
pub fn metadata(header: &str, key: &str) -> Option<String> {
    let value = header.split(',').find_map(|pair| {
        let pair = pair.trim();
        let (known, value) = pair.split_once(' ').unwrap_or((pair, ""));
        (known == key).then_some(value.trim())
    })?;
    if value.len() > VALUE_BYTES_MAX {
        return None;
    }
    String::from_utf8(BASE64.decode(value.as_bytes()).ok()?).ok()
}

/// `Upload-Checksum`: an algorithm's name, and the sum in base64.
pub fn checksum(header: &str) -> Option<Checksum> {
    let (name, sum) = header.split_once(' ')?;
    if sum.len() > VALUE_BYTES_MAX {
        return None;
    }
    let sum = BASE64.decode(sum.trim().as_bytes()).ok()?;
    match name {
        "sha256" => Some(Checksum::Sha256(sum.try_into().ok()?)),
        "sha1" => Some(Checksum::Sha1(sum.try_into().ok()?)),
        _ => None,
    }
}

/// `Upload-Offset`, `Upload-Length`: decimal digits alone.
pub fn number(header: &str) -> Option<u64> {
    let is_digits = !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits { header.parse().ok() } else { None }
}

/// Whether the text is a SHA-256 in lower-case hex.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_found_by_its_key_alone() {
        let header = "role cGhvdG8=, sha256 YWJj,empty";
        assert_eq!(metadata(header, "sha256").as_deref(), Some("abc"));
        assert_eq!(metadata(header, "role").as_deref(), Some("photo"));
        assert_eq!(metadata(header, "empty").as_deref(), Some(""));
        for key in ["sha", "sha256 YWJj", "", "Role"] {
            assert_eq!(metadata(header, key), None, "{key}");
        }
        assert_eq!(metadata("sha256 no base64", "sha256"), None);
    }

    #[test]
    fn a_checksum_has_its_algorithms_length() {
        assert!(matches!(checksum(&format!("sha1 {}", BASE64.encode(&[7; 20]))), Some(Checksum::Sha1(_))));
        for text in [format!("sha256 {}", BASE64.encode(&[7; 20])), "md5 AA==".to_owned(), String::new()] {
            assert_eq!(checksum(&text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_digits_alone() {
        assert_eq!((number("0"), number("18446744073709551615")), (Some(0), Some(u64::MAX)));
        for text in ["", "+1", "-1", "1 ", "18446744073709551616", "1e3"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
