//! Time stamps of an outside authority (RFC 3161): asked for by the server, checked by whoever checks the signature.

use aws_lc_rs::{digest, signature as keys};
use cms::{
    cert::CertificateChoices,
    content_info::ContentInfo,
    signed_data::{SignedData, SignerIdentifier, SignerInfo},
};
use der::{
    Any, AnyRef, Decode, Encode, Reader, Sequence, SliceReader, Tag, Tagged,
    asn1::{Int, ObjectIdentifier, OctetString},
};
use jiff::Timestamp;
use spki::AlgorithmIdentifierOwned;
use x509_cert::{Certificate, attr::Attribute, ext::pkix::ExtendedKeyUsage};

use super::cms::{CONTENT_TYPE, MESSAGE_DIGEST, SHA_256, SIGNED_DATA};

const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

const DAMAGED: &str = "the time stamp is damaged";

/// What a time stamping authority said about a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub at: Timestamp,
    /// The authority's certificate: its subject, and the DER for those who know whom to trust.
    pub by: String,
    pub certificate: Vec<u8>,
}

/// A question to an authority; `body` is sent as `application/timestamp-query`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampRequest {
    pub body: Vec<u8>,
    imprint: [u8; 32],
    nonce: [u8; 8],
}

#[derive(Sequence)]
struct MessageImprint {
    algorithm: AlgorithmIdentifierOwned,
    hashed: OctetString,
}

#[derive(Sequence)]
struct Question {
    version: u8,
    imprint: MessageImprint,
    nonce: Int,
    wants_certificate: bool,
}

/// The question for a time stamp of `imprint` (SHA-256). `nonce` is random.
pub fn stamp_request(imprint: [u8; 32], nonce: [u8; 8]) -> Option<StampRequest> {
    // A number that is positive and keeps its eight bytes.
    let nonce = [nonce[0] & 0x3f | 0x40, nonce[1], nonce[2], nonce[3], nonce[4], nonce[5], nonce[6], nonce[7]];
    let algorithm = AlgorithmIdentifierOwned { oid: SHA_256, parameters: None };
    let question = Question {
        version: 1,
        imprint: MessageImprint { algorithm, hashed: OctetString::new(imprint).ok()? },
        nonce: Int::new(&nonce).ok()?,
        wants_certificate: true,
    };
    Some(StampRequest { body: question.to_der().ok()?, imprint, nonce })
}

/// The token and its time in an authority's answer (`application/timestamp-reply`), if it answers the question.
pub fn read_stamp_answer(request: &StampRequest, answer: &[u8]) -> Result<(Vec<u8>, Timestamp), &'static str> {
    let parts = sequence(answer).ok_or("the authority's answer is not readable")?;
    let status = parts.first().and_then(|status| sequence(&status.to_der().ok()?)?.first().cloned());
    let granted = status.is_some_and(|status| matches!(status.value(), [0 | 1]) && status.tag() == Tag::Integer);
    let token = parts.get(1).filter(|_| granted).ok_or("the authority refused the time stamp")?;
    let token = token.to_der().map_err(|_| DAMAGED)?;
    let info = check_token(&token, &request.imprint)?;
    if info.nonce.as_deref() != Some(&request.nonce) {
        return Err("the authority answered another question");
    }
    Ok((token, info.stamp.at))
}

/// Checks that `token` is an authority's sound time stamp of `imprint`. Whether to trust it is not decided here.
pub(super) fn check(token: &[u8], imprint: &[u8; 32]) -> Result<Stamp, &'static str> {
    check_token(token, imprint).map(|info| info.stamp)
}

struct Info {
    stamp: Stamp,
    nonce: Option<Vec<u8>>,
}

fn check_token(token: &[u8], imprint: &[u8; 32]) -> Result<Info, &'static str> {
    let info = ContentInfo::from_der(token).map_err(|_| DAMAGED)?;
    let data: SignedData = info.content.decode_as().map_err(|_| DAMAGED)?;
    let content = data.encap_content_info.econtent.as_ref().ok_or(DAMAGED)?;
    let content: OctetString = content.decode_as().map_err(|_| DAMAGED)?;
    let [signer] = data.signer_infos.0.as_slice() else { return Err(DAMAGED) };
    if info.content_type != SIGNED_DATA || data.encap_content_info.econtent_type != TST_INFO {
        return Err(DAMAGED);
    }
    let own = certificate_of(&data, signer).ok_or(DAMAGED)?;
    check_signature(signer, &own, content.as_bytes()).ok_or(DAMAGED)?;
    let (at, nonce, stamped) = read_info(content.as_bytes()).ok_or(DAMAGED)?;
    if stamped != *imprint {
        return Err("the time stamp belongs to another signature");
    }
    let certificate = own.to_der().map_err(|_| DAMAGED)?;
    Ok(Info { stamp: Stamp { at, by: own.tbs_certificate.subject.to_string(), certificate }, nonce })
}

/// Time, nonce and imprint of a `TSTInfo`.
fn read_info(der: &[u8]) -> Option<(Timestamp, Option<Vec<u8>>, [u8; 32])> {
    let parts = sequence(der)?;
    let imprint: MessageImprint = parts.get(2)?.decode_as().ok()?;
    let stamped = (imprint.algorithm.oid == SHA_256).then(|| imprint.hashed.as_bytes().try_into().ok()).flatten()?;
    let time = parts.get(4).filter(|time| time.tag() == Tag::GeneralizedTime)?;
    let time = std::str::from_utf8(time.value()).ok()?.strip_suffix('Z')?;
    // Some authorities write fractions of a second; the second is enough here.
    let second = time.split('.').next()?;
    let at = jiff::civil::DateTime::strptime("%Y%m%d%H%M%S", second).ok()?;
    let at = at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    let nonce = parts.iter().skip(5).find(|part| part.tag() == Tag::Integer).map(|part| part.value().to_vec());
    Some((at, nonce, stamped))
}

fn certificate_of(data: &SignedData, signer: &SignerInfo) -> Option<Certificate> {
    let SignerIdentifier::IssuerAndSerialNumber(id) = &signer.sid else { return None };
    let sent = data.certificates.as_ref()?.0.iter().filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    sent.into_iter()
        .find(|known| {
            known.tbs_certificate.issuer == id.issuer && known.tbs_certificate.serial_number == id.serial_number
        })
        .cloned()
}

/// The authority's signature over its own attributes, which name content and certificate.
fn check_signature(signer: &SignerInfo, own: &Certificate, content: &[u8]) -> Option<()> {
    let attributes = signer.signed_attrs.as_ref()?;
    let value = |oid: ObjectIdentifier| {
        let mut found = attributes.iter().filter(|attribute: &&Attribute| attribute.oid == oid);
        match (found.next().map(|attribute| attribute.values.as_slice()), found.next()) {
            (Some([value]), None) => Some(value),
            _ => None,
        }
    };
    let kind: ObjectIdentifier = value(CONTENT_TYPE)?.decode_as().ok()?;
    let signed: OctetString = value(MESSAGE_DIGEST)?.decode_as().ok()?;
    let hash = algorithm(signer.digest_alg.oid)?;
    if kind != TST_INFO || signed.as_bytes() != digest::digest(hash, content).as_ref() {
        return None;
    }
    names_certificate(value(SIGNING_CERTIFICATE), value(SIGNING_CERTIFICATE_V2), own)?;
    let (_, usage) = own.tbs_certificate.get::<ExtendedKeyUsage>().ok()??;
    usage.0.contains(&TIME_STAMPING).then_some(())?;
    verify(signer, own, &attributes.to_der().ok()?)
}

/// The certificate's hash stands in the signed attributes, by SHA-1 in the older form.
fn names_certificate(old: Option<&Any>, new: Option<&Any>, own: &Certificate) -> Option<()> {
    let der = own.to_der().ok()?;
    let (value, is_new) = new.map(|value| (value, true)).or(old.map(|value| (value, false)))?;
    let id = sequence(&sequence(&sequence(&value.to_der().ok()?)?.first()?.to_der().ok()?)?.first()?.to_der().ok()?)?;
    let mut parts = id.iter();
    let mut part = parts.next()?;
    let mut hash = if is_new { &digest::SHA256 } else { &digest::SHA1_FOR_LEGACY_USE_ONLY };
    if is_new && part.tag() == Tag::Sequence {
        let named: AlgorithmIdentifierOwned = part.decode_as().ok()?;
        hash = algorithm(named.oid)?;
        part = parts.next()?;
    }
    (part.value() == digest::digest(hash, &der).as_ref()).then_some(())
}

fn verify(signer: &SignerInfo, own: &Certificate, message: &[u8]) -> Option<()> {
    let info = &own.tbs_certificate.subject_public_key_info;
    let hash = signer.digest_alg.oid;
    let way: &'static dyn keys::VerificationAlgorithm = if info.algorithm.oid == RSA {
        match hash {
            SHA_256 => &keys::RSA_PKCS1_2048_8192_SHA256,
            SHA_384 => &keys::RSA_PKCS1_2048_8192_SHA384,
            SHA_512 => &keys::RSA_PKCS1_2048_8192_SHA512,
            _ => return None,
        }
    } else if info.algorithm.oid == EC {
        let curve: ObjectIdentifier = info.algorithm.parameters.as_ref()?.decode_as().ok()?;
        match (curve, hash) {
            (P256, SHA_256) => &keys::ECDSA_P256_SHA256_ASN1,
            (P384, SHA_256) => &keys::ECDSA_P384_SHA256_ASN1,
            (P384, SHA_384) => &keys::ECDSA_P384_SHA384_ASN1,
            _ => return None,
        }
    } else {
        return None;
    };
    let key = keys::UnparsedPublicKey::new(way, info.subject_public_key.as_bytes()?);
    key.verify(message, signer.signature.as_bytes()).ok()
}

fn algorithm(oid: ObjectIdentifier) -> Option<&'static digest::Algorithm> {
    match oid {
        SHA_256 => Some(&digest::SHA256),
        SHA_384 => Some(&digest::SHA384),
        SHA_512 => Some(&digest::SHA512),
        _ => None,
    }
}

/// The values inside a sequence.
fn sequence(der: &[u8]) -> Option<Vec<Any>> {
    let outer = AnyRef::from_der(der).ok().filter(|outer| outer.tag() == Tag::Sequence)?;
    let mut reader = SliceReader::new(outer.value()).ok()?;
    let mut parts = Vec::new();
    while !reader.is_finished() {
        parts.push(Any::decode(&mut reader).ok()?);
    }
    Some(parts)
}
