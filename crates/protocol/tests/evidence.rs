//! Evidence is opened by the company's key alone, and by nobody once a byte has changed.
#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use data_encoding::BASE64URL_NOPAD;
use feltbok_domain::{
    ids::Id,
    lang::{Lang, LocalText},
};
use feltbok_protocol::evidence::{Evidence, EvidenceError, EvidenceStroke, MAGIC};
use p256::{SecretKey, elliptic_curve::sec1::ToEncodedPoint};

fn evidence() -> Evidence {
    let at = "2026-11-22T11:24:00Z".parse().unwrap();
    Evidence {
        number: "WO-2026-T07-0001".into(),
        revision: 1,
        content_sha256: "c".repeat(64),
        shown_at: at,
        signed_at: at,
        clock_offset_ms: -1_500,
        lang: Lang::Persian,
        consent_version: 2,
        consent_text: LocalText::of(Lang::English, "I agree."),
        tablet_id: Id::nil(),
        tablet_code: "T07".into(),
        app_version: "0.1.0".into(),
        name: "Ola Vik".into(),
        role: String::new(),
        typed: false,
        aspect: 3.0,
        strokes: vec![EvidenceStroke { points: vec![[0.1, 0.2]], dynamics: vec![[0.0, 0.4]] }],
    }
}

fn key(seed: u8) -> (SecretKey, String) {
    let secret = SecretKey::from_slice(&[seed; 32]).unwrap();
    let public = BASE64URL_NOPAD.encode(secret.public_key().to_encoded_point(false).as_bytes());
    (secret, public)
}

#[test]
fn the_company_s_key_opens_what_was_sealed_and_no_other_key_does() {
    let ((ours, public), (other, _)) = (key(7), key(8));
    let sealed = evidence().seal(&public).unwrap();
    assert!(sealed.starts_with(MAGIC));
    assert!(!sealed.windows(7).any(|bytes| bytes == b"Ola Vik"));
    assert_eq!(Evidence::open(&sealed, &ours), Ok(evidence()));
    assert_eq!(Evidence::open(&sealed, &other), Err(EvidenceError::Damaged));
    assert_ne!(sealed, evidence().seal(&public).unwrap(), "each is sealed with a key of its own");
}

#[test]
fn any_changed_byte_and_any_cut_end_is_damage() {
    let (ours, public) = key(7);
    let sealed = evidence().seal(&public).unwrap();
    for place in (0..sealed.len()).step_by(13).chain([sealed.len() - 1]) {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert_eq!(Evidence::open(&changed, &ours), Err(EvidenceError::Damaged), "byte {place}");
        assert_eq!(Evidence::open(&sealed[..place], &ours), Err(EvidenceError::Damaged), "cut at {place}");
    }
    assert_eq!(evidence().seal("no key"), Err(EvidenceError::Key));
}
