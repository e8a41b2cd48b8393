//! What the company's authority has revoked, as a list that everybody's viewer reads (X.509 CRL).

use der::{Decode, Encode, asn1::BitString, asn1::Uint};
use jiff::Timestamp;
use p256::ecdsa::{DerSignature, SigningKey, signature::Signer as _};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoRef};
use x509_cert::{
    Certificate, Version,
    crl::{CertificateList, RevokedCert, TbsCertList},
    ext::{
        AsExtension,
        pkix::{AuthorityKeyIdentifier, CrlNumber},
    },
    serial_number::SerialNumber,
};

use super::{
    SignError,
    certificate::{Validity, time},
    cms::{ECDSA_SHA_256, public_key},
};

/// A certificate that holds no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// Lower-case hex, as [`super::CertificateFacts::serial`].
    pub serial: String,
    pub at: Timestamp,
}

/// The list of what `root` has revoked, DER; `number` grows with each list, `validity` says until when to trust it.
pub fn revocation_list(
    root: &[u8],
    key: &SigningKey,
    number: u64,
    validity: Validity,
    revoked: &[Revoked],
) -> Result<Vec<u8>, SignError> {
    let error = |error: der::Error| SignError::Certificate(error.to_string());
    let root = Certificate::from_der(root).map_err(error)?;
    if public_key(&root) != Some(*key.verifying_key()) {
        return Err(SignError::OtherKey);
    }
    build(&root, key, number, validity, revoked).map_err(error)
}

fn build(
    root: &Certificate,
    key: &SigningKey,
    number: u64,
    validity: Validity,
    revoked: &[Revoked],
) -> der::Result<Vec<u8>> {
    let subject = &root.tbs_certificate.subject;
    let spki = root.tbs_certificate.subject_public_key_info.to_der()?;
    let key_id = AuthorityKeyIdentifier::try_from(SubjectPublicKeyInfoRef::from_der(&spki)?)?;
    let extensions = vec![
        key_id.to_extension(subject, &[])?,
        CrlNumber(Uint::new(&number.to_be_bytes())?).to_extension(subject, &[])?,
    ];
    let entries = revoked.iter().map(entry).collect::<der::Result<Vec<_>>>()?;
    let algorithm = AlgorithmIdentifierOwned { oid: ECDSA_SHA_256, parameters: None };
    let list = TbsCertList {
        version: Version::V2,
        signature: algorithm.clone(),
        issuer: subject.clone(),
        this_update: time(validity.from)?,
        next_update: Some(time(validity.until)?),
        // An empty list must be left out (RFC 5280, 5.1.2.6).
        revoked_certificates: (!entries.is_empty()).then_some(entries),
        crl_extensions: Some(extensions),
    };
    let signature: DerSignature = key.sign(&list.to_der()?);
    let signature = BitString::from_bytes(signature.as_bytes())?;
    CertificateList { tbs_cert_list: list, signature_algorithm: algorithm, signature }.to_der()
}

fn entry(revoked: &Revoked) -> der::Result<RevokedCert> {
    let digits = revoked.serial.as_bytes();
    let bytes: Vec<u8> =
        digits.chunks(2).filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
    Ok(RevokedCert {
        serial_number: SerialNumber::new(&bytes)?,
        revocation_date: time(revoked.at)?,
        crl_entry_extensions: None,
    })
}
