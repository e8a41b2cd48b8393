//! The company's own certificate authority: a root for the company, a certificate for each tablet and for the server.

use std::{str::FromStr, time::Duration};

use der::{
    DateTime, Decode, Encode,
    asn1::{GeneralizedTime, Ia5String, UtcTime},
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
    ext::pkix::{
        CrlDistributionPoints,
        crl::dp::DistributionPoint,
        name::{DistributionPointName, GeneralName},
    },
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
    let subject = Subject { name: company, key: key.verifying_key(), serial, validity, revocations: None };
    build(Profile::Root, &subject, key)
}

/// Whom a certificate is for.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub name: &'a str,
    pub key: &'a VerifyingKey,
    /// 1 to 16 random bytes.
    pub serial: &'a [u8],
    pub validity: Validity,
    /// Where the issuer publishes what it has revoked.
    pub revocations: Option<&'a str>,
}

/// A certificate for signing documents (digitalSignature, nonRepudiation), issued by a root, DER.
pub fn signer_certificate(root: &[u8], root_key: &SigningKey, subject: &Subject) -> Result<Vec<u8>, SignError> {
    let root = Certificate::from_der(root).map_err(|error| SignError::Certificate(error.to_string()))?;
    if public_key(&root) != Some(*root_key.verifying_key()) {
        return Err(SignError::OtherKey);
    }
    let issuer = root.tbs_certificate.subject;
    build(Profile::Leaf { issuer, enable_key_agreement: false, enable_key_encipherment: false }, subject, root_key)
}

fn build(profile: Profile, subject: &Subject, signer: &SigningKey) -> Result<Vec<u8>, SignError> {
    let error = |error: &dyn std::fmt::Display| SignError::Certificate(error.to_string());
    let name = Name::from_str(&format!("CN={}", escaped(subject.name))).map_err(|why| error(&why))?;
    let public = subject.key.to_public_key_der().map_err(|why| error(&why))?;
    let public = SubjectPublicKeyInfoOwned::from_der(public.as_bytes()).map_err(|why| error(&why))?;
    let validity = x509_cert::time::Validity {
        not_before: time(subject.validity.from).map_err(|why| error(&why))?,
        not_after: time(subject.validity.until).map_err(|why| error(&why))?,
    };
    let serial = SerialNumber::new(subject.serial).map_err(|why| error(&why))?;
    let mut builder =
        CertificateBuilder::new(profile, serial, validity, name, public, signer).map_err(|why| error(&why))?;
    if let Some(address) = subject.revocations {
        let at = Ia5String::new(address).map_err(|why| error(&why))?;
        let name = DistributionPointName::FullName(vec![GeneralName::UniformResourceIdentifier(at)]);
        let point = DistributionPoint { distribution_point: Some(name), reasons: None, crl_issuer: None };
        builder.add_extension(&CrlDistributionPoints(vec![point])).map_err(|why| error(&why))?;
    }
    let certificate = builder.build::<DerSignature>().map_err(|why| error(&why))?;
    certificate.to_der().map_err(|why| error(&why))
}

/// A serial number as certificates are known by it: lower-case hex without leading zeros of its encoding.
pub(super) fn serial_text(serial: &SerialNumber) -> String {
    let text = crate::content::hex(serial.as_bytes());
    let text = text.trim_start_matches("00");
    text.to_owned()
}

/// What a certificate says, for those who keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Lower-case hex.
    pub serial: String,
    pub from: Timestamp,
    pub until: Timestamp,
    /// P-256, SEC1 uncompressed.
    pub public_key: Vec<u8>,
}

/// What a P-256 certificate says; `None` for anything else.
pub fn certificate_facts(der: &[u8]) -> Option<CertificateFacts> {
    let certificate = Certificate::from_der(der).ok()?;
    let key = public_key(&certificate)?;
    let at = |time: &Time| Timestamp::from_second(i64::try_from(time.to_unix_duration().as_secs()).ok()?).ok();
    let tbs = &certificate.tbs_certificate;
    Some(CertificateFacts {
        serial: serial_text(&tbs.serial_number),
        from: at(&tbs.validity.not_before)?,
        until: at(&tbs.validity.not_after)?,
        public_key: key.to_encoded_point(false).as_bytes().to_vec(),
    })
}

pub(super) fn time(at: Timestamp) -> der::Result<Time> {
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
