//! Says whether a file is what was signed (R34): every signature sound, the last one over the whole file.
//!
//! Some viewers call a file valid whose pages were replaced by an update appended behind the signature. Here the last
//! signed range must reach the end of the file, and each earlier one the end of a revision of it.

use der::{Decode, Encode};
use jiff::Timestamp;
use lopdf::{Document, Object};
use p256::ecdsa::{DerSignature, signature::Verifier};
use sha2::{Digest, Sha256};
use x509_cert::{Certificate, ext::pkix::BasicConstraints};

use super::{certificate::serial_text, cms, stamp::Stamp, update::fields};
use crate::content::hex;

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authenticity {
    /// Unchanged since it was signed, by signers that a trusted root certified; in the order of signing.
    Genuine {
        signed: Vec<SignedBy>,
    },
    /// Unchanged since it was signed, but by somebody whom no trusted root knows.
    UnknownSigner {
        signed: Vec<SignedBy>,
    },
    /// Bytes were changed or added after the last signature, or a signature is damaged.
    Altered {
        why: String,
    },
    NotSigned,
}

/// One signature of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBy {
    /// The certificate's subject.
    pub name: String,
    /// SHA-256 of the certificate, lower-case hex.
    pub certificate_sha256: String,
    /// The certificate's serial number, lower-case hex.
    pub serial: String,
    /// The signer's P-256 key, SEC1 uncompressed.
    pub public_key: Vec<u8>,
    /// The time the signer's clock said; `None` when it says none.
    pub at: Option<Timestamp>,
    /// What a time stamping authority said (RFC 3161).
    pub stamp: Option<Stamp>,
}

/// Checks every signature of a PDF. `trusted` are root certificates (DER).
pub fn verify(pdf: &[u8], trusted: &[Vec<u8>]) -> Authenticity {
    let found = match signatures(pdf) {
        Ok(found) => found,
        Err(why) => return Authenticity::Altered { why },
    };
    let Some(last) = found.last() else { return Authenticity::NotSigned };
    if last.end != pdf.len() {
        return Authenticity::Altered { why: "something was added after the last signature".into() };
    }
    let roots: Vec<Certificate> = trusted.iter().filter_map(|der| Certificate::from_der(der).ok()).collect();
    let mut signed = Vec::new();
    let mut is_known = true;
    for signature in &found {
        match cms::check(&signature.contents, &signature.digest(pdf)) {
            Ok(checked) if !are_whole(&checked.sent, &roots) => {
                return Authenticity::Altered { why: "a certificate was changed".into() };
            }
            Ok(checked) => {
                is_known &= is_trusted(&checked.own, &checked.sent, &roots, signature.at);
                signed.push(signed_by(&checked, signature));
            }
            Err(why) => return Authenticity::Altered { why: why.to_owned() },
        }
    }
    if is_known { Authenticity::Genuine { signed } } else { Authenticity::UnknownSigner { signed } }
}

fn signed_by(checked: &cms::Checked, signature: &Found) -> SignedBy {
    let own = &checked.own;
    SignedBy {
        name: own.tbs_certificate.subject.to_string().trim_start_matches("CN=").to_owned(),
        certificate_sha256: hex(&Sha256::digest(own.to_der().unwrap_or_default())),
        serial: serial_text(&own.tbs_certificate.serial_number),
        public_key: cms::public_key(own).map(|key| key.to_encoded_point(false).as_bytes().to_vec()).unwrap_or_default(),
        at: signature.at,
        stamp: checked.stamp.clone(),
    }
}

/// A signature as it stands in the file.
struct Found {
    contents: Vec<u8>,
    /// The hole of the signature itself.
    hole: (usize, usize),
    /// Where the signed range ends.
    end: usize,
    at: Option<Timestamp>,
}

impl Found {
    fn digest(&self, pdf: &[u8]) -> Vec<u8> {
        let mut digest = Sha256::new();
        digest.update(&pdf[..self.hole.0]);
        digest.update(&pdf[self.hole.1..self.end]);
        digest.finalize().to_vec()
    }
}

/// The signatures of a file by the end of their range; why they are damaged if they are.
fn signatures(pdf: &[u8]) -> Result<Vec<Found>, String> {
    let looks_signed = pdf.windows(10).any(|bytes| bytes == b"/ByteRange");
    let document = match Document::load_mem(pdf) {
        Ok(document) => document,
        Err(_) if !looks_signed => return Ok(Vec::new()),
        Err(error) => return Err(format!("the file is damaged: {error}")),
    };
    let fields = document.catalog().map(|catalog| fields(&document, catalog)).unwrap_or_default();
    let mut found = Vec::new();
    for field in &fields {
        let field = document.dereference(field).and_then(|(_, field)| field.as_dict());
        let value = field.and_then(|field| field.get(b"V")).and_then(|value| document.dereference(value));
        let Ok(value) = value.and_then(|(_, value)| value.as_dict()) else { continue };
        if let Ok(range) = value.get(b"ByteRange").and_then(Object::as_array) {
            let date = value.get(b"M").and_then(Object::as_str).ok();
            found.push(read(pdf, range, date).ok_or("a signature's range does not fit the file")?);
        }
    }
    if found.is_empty() && looks_signed {
        return Err("the signature was taken out of its place".into());
    }
    found.sort_by_key(|signature| signature.end);
    Ok(found)
}

/// The range must begin at the file's first byte, leave out exactly the signature's own hexadecimal digits, and end
/// where a revision of the file ends.
fn read(pdf: &[u8], range: &[Object], date: Option<&[u8]>) -> Option<Found> {
    let numbers: Vec<usize> =
        range.iter().map(|number| usize::try_from(number.as_i64().ok()?).ok()).collect::<Option<_>>()?;
    let &[0, start, behind, length] = &numbers[..] else { return None };
    let end = behind.checked_add(length)?;
    let hole = pdf.get(start..behind)?;
    let digits = hole.strip_prefix(b"<")?.strip_suffix(b">")?;
    let contents = digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect::<Option<Vec<u8>>>()?;
    let revision = pdf.get(..end)?;
    revision.trim_ascii_end().ends_with(b"%%EOF").then_some(())?;
    let at = date.and_then(|date| std::str::from_utf8(date).ok()).and_then(time);
    Some(Found { contents, hole: (start, behind), end, at })
}

/// A hexadecimal digit as we write it.
fn digit(c: u8) -> Option<u8> {
    match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    }
}

/// Whether each certificate sent along is itself as somebody signed it: one of them, or a trusted root.
fn are_whole(sent: &[Certificate], roots: &[Certificate]) -> bool {
    let is_whole = |below: &Certificate| sent.iter().chain(roots).any(|above| is_issued_by(below, above));
    // A signer's root need not be sent along; then nobody here can judge the certificate, and trust will.
    sent.len() == 1 || sent.iter().all(is_whole)
}

/// `D:20261122112400Z`, as we write it.
fn time(date: &str) -> Option<Timestamp> {
    let date = jiff::civil::DateTime::strptime("D:%Y%m%d%H%M%SZ", date).ok()?;
    date.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// Whether a trusted root, directly or through the certificates sent along, certified the signer for its time.
fn is_trusted(own: &Certificate, sent: &[Certificate], roots: &[Certificate], at: Option<Timestamp>) -> bool {
    let mut below = own.clone();
    // A chain longer than this is none of ours.
    for _ in 0..4 {
        if !holds(&below, at) {
            return false;
        }
        if roots.iter().any(|root| holds(root, at) && is_issued_by(&below, root)) {
            return true;
        }
        let Some(above) = sent.iter().find(|above| *above != &below && is_issued_by(&below, above)) else {
            return false;
        };
        below = above.clone();
    }
    false
}

fn holds(certificate: &Certificate, at: Option<Timestamp>) -> bool {
    let Some(at) = at.and_then(|at| u64::try_from(at.as_second()).ok()) else { return false };
    let validity = &certificate.tbs_certificate.validity;
    let (from, until) = (validity.not_before.to_unix_duration(), validity.not_after.to_unix_duration());
    (from.as_secs()..=until.as_secs()).contains(&at)
}

/// Whether `above` may certify, is the one named, and its key signed `below`.
fn is_issued_by(below: &Certificate, above: &Certificate) -> bool {
    let may_certify = above
        .tbs_certificate
        .get::<BasicConstraints>()
        .is_ok_and(|found| found.is_some_and(|(_, constraints)| constraints.ca));
    if !may_certify || below.tbs_certificate.issuer != above.tbs_certificate.subject {
        return false;
    }
    let checked = || {
        let message = below.tbs_certificate.to_der().ok()?;
        let signature = DerSignature::try_from(below.signature.as_bytes()?).ok()?;
        cms::public_key(above)?.verify(&message, &signature).ok()
    };
    checked().is_some()
}
