//! The signature's own form (CMS, ETSI.CAdES.detached): made from and checked against a SHA-256 of the signed bytes.

use cms::{
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::{CmsVersion, ContentInfo},
    signed_data::{CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos},
};
use der::{
    Any, Decode, Encode, Header, Reader, SliceReader, Tag,
    asn1::{ObjectIdentifier, OctetString, SetOfVec},
};
use p256::{
    ecdsa::{
        DerSignature, VerifyingKey,
        signature::{Signer as _, Verifier as _},
    },
    pkcs8::DecodePublicKey,
};
use sha2::{Digest, Sha256};
use spki::AlgorithmIdentifierOwned;
use x509_cert::{Certificate, attr::Attribute};

use super::{
    SignError, Signer,
    stamp::{self, Stamp},
};

/// Signature time-stamp (RFC 3161, appendix A).
const SIGNATURE_TIME_STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
pub(super) const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(super) const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
pub(super) const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
pub(super) const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
pub(super) const ECDSA_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// A signature that may still be given a time stamp.
pub(super) struct Draft {
    info: SignerInfo,
    certificates: CertificateSet,
}

/// A detached signature over `digest`.
pub(super) fn sign(digest: &[u8], signer: &Signer) -> Result<Draft, SignError> {
    let error = |error: der::Error| SignError::Certificate(error.to_string());
    let chain =
        signer.chain.iter().map(|der| Certificate::from_der(der)).collect::<Result<Vec<_>, _>>().map_err(error)?;
    let own = chain.first().ok_or_else(|| SignError::Certificate("there is none".into()))?;
    if public_key(own) != Some(*signer.key.verifying_key()) {
        return Err(SignError::OtherKey);
    }
    draft(digest, signer, own, &chain).map_err(error)
}

fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
}

fn draft(digest: &[u8], signer: &Signer, own: &Certificate, chain: &[Certificate]) -> der::Result<Draft> {
    let attributes = SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(digest)?)?)?,
        attribute(SIGNING_CERTIFICATE_V2, Any::new(Tag::Sequence, certificate_id(own)?)?)?,
    ])?;
    let signature: DerSignature = signer.key.sign(&attributes.to_der()?);
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: own.tbs_certificate.issuer.clone(),
            serial_number: own.tbs_certificate.serial_number.clone(),
        }),
        digest_alg: AlgorithmIdentifierOwned { oid: SHA_256, parameters: None },
        signed_attrs: Some(attributes),
        signature_algorithm: AlgorithmIdentifierOwned { oid: ECDSA_SHA_256, parameters: None },
        signature: OctetString::new(signature.as_bytes())?,
        unsigned_attrs: None,
    };
    let certificates = chain.iter().cloned().map(CertificateChoices::Certificate).collect::<Vec<_>>();
    Ok(Draft { info, certificates: CertificateSet(SetOfVec::try_from(certificates)?) })
}

impl Draft {
    /// What a time stamp is taken of: SHA-256 of the signature's value.
    pub(super) fn imprint(&self) -> [u8; 32] {
        Sha256::digest(self.info.signature.as_bytes()).into()
    }

    /// The signature as DER, with a time stamp token (RFC 3161) if there is one.
    pub(super) fn encode(mut self, token: Option<&[u8]>) -> der::Result<Vec<u8>> {
        if let Some(token) = token {
            let stamped = attribute(SIGNATURE_TIME_STAMP, Any::from_der(token)?)?;
            self.info.unsigned_attrs = Some(SetOfVec::try_from(vec![stamped])?);
        }
        let data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![self.info.digest_alg.clone()])?,
            encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
            certificates: Some(self.certificates),
            crls: None,
            signer_infos: SignerInfos(SetOfVec::try_from(vec![self.info])?),
        };
        ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()
    }
}

/// ESSCertIDv2 of the certificate, SHA-256 being the default: the inside of `SEQUENCE { SEQUENCE { SEQUENCE { hash }}}`.
fn certificate_id(certificate: &Certificate) -> der::Result<Vec<u8>> {
    let mut id = vec![0x30, 0x24, 0x30, 0x22, 0x04, 0x20];
    id.extend_from_slice(&Sha256::digest(certificate.to_der()?));
    Ok(id)
}

/// The key of a P-256 certificate; `None` for any other kind.
pub(super) fn public_key(certificate: &Certificate) -> Option<VerifyingKey> {
    let info = certificate.tbs_certificate.subject_public_key_info.to_der().ok()?;
    VerifyingKey::from_public_key_der(&info).ok()
}

/// A signature that fits the signed bytes.
pub(super) struct Checked {
    pub own: Certificate,
    /// The certificates sent along, the signer's own among them.
    pub sent: Vec<Certificate>,
    pub stamp: Option<Stamp>,
}

/// Checks that `bytes` (zeros may follow) is a sound signature over `digest`.
pub(super) fn check(bytes: &[u8], digest: &[u8]) -> Result<Checked, &'static str> {
    let broken = "the signature is damaged";
    let info = ContentInfo::from_der(first_value(bytes).ok_or(broken)?).map_err(|_| broken)?;
    if info.content_type != SIGNED_DATA {
        return Err(broken);
    }
    let data: SignedData = info.content.decode_as().map_err(|_| broken)?;
    let [signer] = data.signer_infos.0.as_slice() else { return Err(broken) };
    // What the signature itself does not cover must stand as we write it.
    let sha256 = AlgorithmIdentifierOwned { oid: SHA_256, parameters: None };
    let ecdsa = AlgorithmIdentifierOwned { oid: ECDSA_SHA_256, parameters: None };
    let is_ours = (data.version, signer.version) == (CmsVersion::V1, CmsVersion::V1)
        && data.digest_algorithms.as_slice() == std::slice::from_ref(&sha256)
        && data.encap_content_info.econtent_type == DATA
        && data.encap_content_info.econtent.is_none()
        && data.crls.is_none()
        && (&signer.digest_alg, &signer.signature_algorithm) == (&sha256, &ecdsa);
    if !is_ours {
        return Err("the signature is of a kind that we do not make");
    }
    let sent = data.certificates.as_ref().map(|set| set.0.as_slice()).unwrap_or_default();
    let sent: Vec<Certificate> = sent
        .iter()
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
            CertificateChoices::Other(_) => None,
        })
        .collect();
    let SignerIdentifier::IssuerAndSerialNumber(id) = &signer.sid else { return Err(broken) };
    let own = sent.iter().find(|certificate| {
        let tbs = &certificate.tbs_certificate;
        tbs.issuer == id.issuer && tbs.serial_number == id.serial_number
    });
    let own = own.ok_or("the signer's certificate is missing")?.clone();
    let attributes = signer.signed_attrs.as_ref().ok_or(broken)?;
    let value = |oid: ObjectIdentifier| {
        let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
        match (found.next().map(|attribute| attribute.values.as_slice()), found.next()) {
            (Some([value]), None) => Some(value),
            _ => None,
        }
    };
    let kind: Option<ObjectIdentifier> = value(CONTENT_TYPE).and_then(|value| value.decode_as().ok());
    let signed: Option<OctetString> = value(MESSAGE_DIGEST).and_then(|value| value.decode_as().ok());
    if kind != Some(DATA) || signed.is_none_or(|signed| signed.as_bytes() != digest) {
        return Err("the signed bytes were changed");
    }
    let named = value(SIGNING_CERTIFICATE_V2).map(|value| value.value());
    if named != certificate_id(&own).ok().as_deref() {
        return Err("the certificate was exchanged");
    }
    let key = public_key(&own).ok_or("the signer's key is of a kind that we do not use")?;
    let signature = DerSignature::try_from(signer.signature.as_bytes()).map_err(|_| broken)?;
    let message = attributes.to_der().map_err(|_| broken)?;
    key.verify(&message, &signature).map_err(|_| "the signature does not fit the signed bytes")?;
    let stamp = stamp_of(signer)?;
    Ok(Checked { own, sent, stamp })
}

/// The time stamp beside a signature; nothing else may stand there, for nothing protects it.
fn stamp_of(signer: &SignerInfo) -> Result<Option<Stamp>, &'static str> {
    let Some(attributes) = &signer.unsigned_attrs else { return Ok(None) };
    let damaged = "the time stamp is damaged";
    let [attribute] = attributes.as_slice() else { return Err(damaged) };
    let [token] = attribute.values.as_slice() else { return Err(damaged) };
    if attribute.oid != SIGNATURE_TIME_STAMP {
        return Err("the signature is of a kind that we do not make");
    }
    let token = token.to_der().map_err(|_| damaged)?;
    let imprint: [u8; 32] = Sha256::digest(signer.signature.as_bytes()).into();
    stamp::check(&token, &imprint).map(Some)
}

/// The first DER value of `bytes`; only zeros may follow it.
fn first_value(bytes: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let header = Header::decode(&mut reader).ok()?;
    let start = usize::try_from(reader.position()).ok()?;
    let end = start.checked_add(usize::try_from(header.length).ok()?)?;
    let padding = bytes.get(end..)?;
    padding.iter().all(|&byte| byte == 0).then(|| &bytes[..end])
}
