//! The company's own certificate authority: a root for the company, a certificate for each tablet and for the server.

use std::{str::FromStr, time::Duration};

use der::{
    DateTime, Decode, Encode,
    asn1::{GeneralizedTime, UtcTime},
};
use jiff::Timestamp;
use p256::{
    ecdsa::{DerSignature, SigningKey, VerifyingKey},
    pkcs8::EncodePublicKey,
};
use spki::SubjectPublicKeyInfoOwned;
use x509_cert::{
    Certificate,
    builder::{Builder, CertificateBuilder, Profile},
    name::Name,
    serial_number::SerialNumber,
    time::Time,
};

use super::{SignError, cms::public_key};

/// From when until when a certificate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// A company's self-signed root, DER. `serial` is any 1 to 16 random bytes.
pub fn root_certificate(
    company: &str,
    key: &SigningKey,
    serial: &[u8],
    validity: Validity,
) -> Result<Vec<u8>, SignError> {
    build(Profile::Root, company, key.verifying_key(), key, serial, validity)
}

/// A certificate for signing documents (digitalSignature, nonRepudiation), issued by a root, DER.
pub fn signer_certificate(
    root: &[u8],
    root_key: &SigningKey,
    subject: &str,
    key: &VerifyingKey,
    serial: &[u8],
    validity: Validity,
) -> Result<Vec<u8>, SignError> {
    let root = Certificate::from_der(root).map_err(|error| SignError::Certificate(error.to_string()))?;
    if public_key(&root) != Some(*root_key.verifying_key()) {
        return Err(SignError::OtherKey);
    }
    let issuer = root.tbs_certificate.subject;
    let profile = Profile::Leaf { issuer, enable_key_agreement: false, enable_key_encipherment: false };
    build(profile, subject, key, root_key, serial, validity)
}

fn build(
    profile: Profile,
    subject: &str,
    key: &VerifyingKey,
    signer: &SigningKey,
    serial: &[u8],
    validity: Validity,
) -> Result<Vec<u8>, SignError> {
    let error = |error: &dyn std::fmt::Display| SignError::Certificate(error.to_string());
    let name = Name::from_str(&format!("CN={}", escaped(subject))).map_err(|why| error(&why))?;
    let public = key.to_public_key_der().map_err(|why| error(&why))?;
    let public = SubjectPublicKeyInfoOwned::from_der(public.as_bytes()).map_err(|why| error(&why))?;
    let validity = x509_cert::time::Validity {
        not_before: time(validity.from).map_err(|why| error(&why))?,
        not_after: time(validity.until).map_err(|why| error(&why))?,
    };
    let serial = SerialNumber::new(serial).map_err(|why| error(&why))?;
    let builder =
        CertificateBuilder::new(profile, serial, validity, name, public, signer).map_err(|why| error(&why))?;
    let certificate = builder.build::<DerSignature>().map_err(|why| error(&why))?;
    certificate.to_der().map_err(|why| error(&why))
}

fn time(at: Timestamp) -> der::Result<Time> {
    let since = Duration::from_secs(u64::try_from(at.as_second()).unwrap_or(0));
    // RFC 5280: two-digit years until 2049.
    match DateTime::from_unix_duration(since)? {
        date if date.year() < 2050 => Ok(Time::UtcTime(UtcTime::from_date_time(date)?)),
        date => Ok(Time::GeneralTime(GeneralizedTime::from_date_time(date))),
    }
}

/// A name without what RFC 4514 reads as its own signs.
fn escaped(name: &str) -> String {
    let plain: String = crate::text::clean::clean_line(name).chars().take(60).collect();
    let mut out = String::new();
    for c in plain.chars() {
        if matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
