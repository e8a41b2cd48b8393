//! The wire forms hold: what is signed cannot be changed, what is read is what was written.

use ed25519_dalek::SigningKey;
use feltbok_domain::{ids::Id, model::VisitEdit};
use feltbok_protocol::{
    auth,
    digest::FeedDigest,
    feed::FeedId,
    invite::{Invite, InviteError},
    operation::{Edit, Operation, UnknownOperation},
    record::RecordKind,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

fn now() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn invite(url: &str) -> Invite {
    Invite {
        url: url.into(),
        company_id: Id::nil(),
        company: "Nordlys".into(),
        technician: "Amelia".into(),
        secret: "c2VjcmV0".into(),
        expires_at: now() + SignedDuration::from_mins(10),
        server_key: data_encoding::BASE64URL_NOPAD.encode(key().verifying_key().as_bytes()),
        tls_pin: None,
    }
}

fn operation(edit: &Edit) -> Operation {
    Operation {
        dev_seq: 1,
        op_id: Id::nil(),
        kind: edit.kind().into(),
        v: edit.version(),
        entity: Id::nil(),
        job: None,
        base_rev: 0,
        fields: edit.fields(),
        at: now(),
        clock_offset_ms: 90_000,
    }
}

#[test]
fn an_invite_opens_as_it_was_sealed() {
    let invite = invite("https://service.example");
    assert_eq!(Invite::open(&invite.seal(&key()), now()), Ok(invite));
}

#[test]
fn a_changed_invite_is_refused() {
    let sealed = invite("https://service.example").seal(&key());
    let other = invite("https://evil.example").seal(&key());
    let (_, signature) = sealed.rsplit_once('.').unwrap();
    let (payload, _) = other.rsplit_once('.').unwrap();
    assert_eq!(Invite::open(&format!("{payload}.{signature}"), now()), Err(InviteError::BadSignature));
}

#[test]
fn an_invite_ends_after_its_time() {
    let sealed = invite("https://service.example").seal(&key());
    let late = now() + SignedDuration::from_mins(10);
    assert!(matches!(Invite::open(&sealed, late), Err(InviteError::Expired(_))));
}

#[test]
fn an_invite_over_plain_http_is_for_this_machine_only() {
    for safe in
        ["http://127.0.0.1:8430", "http://localhost:1", "http://[::1]:8430", "http://[::1]/", "https://service.example"]
    {
        assert!(Invite::open(&invite(safe).seal(&key()), now()).is_ok(), "{safe}");
    }
    for unsafe_url in [
        "http://service.example",
        "http://127.0.0.1.evil.example",
        "http://127.0.0.1@evil.example",
        "http://127.0.0.1:8430@evil.example",
        "http://[::1]@evil.example",
        "http://[::1]evil",
        "http://[::1]:evil",
        "http://[::1",
        "http://[127.0.0.1]",
        "http://localhost:99999",
        "http://localhost:+80",
        "http://localhost:80:81",
        "ftp://localhost",
    ] {
        let opened = Invite::open(&invite(unsafe_url).seal(&key()), now());
        assert!(matches!(opened, Err(InviteError::UnsafeAddress(_))), "{unsafe_url}");
    }
}

#[test]
fn other_texts_are_no_invites() {
    for text in
        ["", "FELTBOK1", "FELTBOK1.x.y", "SI-913905", "https://service.example/S/SI-913905-S3E28JT97K", "FELTBOK1..."]
    {
        assert_eq!(Invite::open(text, now()), Err(InviteError::NotAnInvite), "{text}");
    }
}

#[test]
fn a_signature_covers_every_part_of_the_request() {
    let sign = |method, path, time, nonce, body: &[u8]| auth::canonical_request(method, path, time, nonce, body);
    let signature = auth::sign(&key(), &sign("POST", "/v1/sync", "t", "n", b"body"));
    let verifies = |text: String| auth::verify(&key().verifying_key(), &text, &signature);
    assert!(verifies(sign("POST", "/v1/sync", "t", "n", b"body")));
    assert!(!verifies(sign("GET", "/v1/sync", "t", "n", b"body")));
    assert!(!verifies(sign("POST", "/v1/sync?x", "t", "n", b"body")));
    assert!(!verifies(sign("POST", "/v1/sync", "u", "n", b"body")));
    assert!(!verifies(sign("POST", "/v1/sync", "t", "m", b"body")));
    assert!(!verifies(sign("POST", "/v1/sync", "t", "n", b"bodY")));
}

#[test]
fn an_operation_gives_back_its_edit() {
    let edit = Edit::Visit(VisitEdit::RemovePart { id: Id::max() });
    assert_eq!(operation(&edit).edit(), Ok(edit));
}

#[test]
fn an_unknown_operation_says_what_is_unknown() {
    let known = operation(&Edit::Visit(VisitEdit::RemovePart { id: Id::max() }));
    let of_kind = Operation { kind: "dance".into(), ..known.clone() };
    assert_eq!(of_kind.edit(), Err(UnknownOperation::Kind("dance".into())));
    let newer = Operation { v: 9, ..known.clone() };
    assert_eq!(newer.edit(), Err(UnknownOperation::Version { kind: "visit".into(), v: 9 }));
    let broken = Operation { fields: serde_json::json!({ "edit": "remove_part" }), ..known };
    assert!(matches!(broken.edit(), Err(UnknownOperation::Fields { .. })));
}

#[test]
fn the_time_of_an_action_is_corrected_by_the_offset() {
    let operation = operation(&Edit::Visit(VisitEdit::RemovePart { id: Id::max() }));
    assert_eq!(operation.corrected_at(), now() + SignedDuration::from_secs(90));
}

#[test]
fn every_record_kind_has_one_word_and_one_feed() {
    let feeds = [FeedId::Tech(Id::nil()), FeedId::Catalogue(Id::nil()), FeedId::Company, FeedId::Stock(Id::nil())];
    for kind in RecordKind::ALL {
        assert_eq!(RecordKind::from_word(kind.as_str()), Some(kind));
        assert_eq!(feeds.iter().filter(|feed| feed.carries(kind)).count(), 1, "{kind:?}");
    }
}

#[test]
fn a_feed_reads_as_it_is_written() {
    for feed in [FeedId::Tech(Id::max()), FeedId::Catalogue(Id::nil()), FeedId::Company, FeedId::Stock(Id::max())] {
        assert_eq!(feed.to_string().parse(), Ok(feed));
    }
    assert!("tech:1".parse::<FeedId>().is_err());
    assert!("company:".parse::<FeedId>().is_err());
}

proptest! {
    #[test]
    fn a_digest_does_not_depend_on_the_order(mut items in prop::collection::vec((any::<u128>(), any::<u64>()), 0..40)) {
        let digest = |items: &[(u128, u64)]| {
            let mut digest = FeedDigest::default();
            items.iter().for_each(|(id, rev)| digest.toggle(RecordKind::Job, Id::from_u128(*id), *rev));
            digest
        };
        let forward = digest(&items);
        items.reverse();
        prop_assert_eq!(digest(&items), forward);
        prop_assert_eq!(FeedDigest::from_hex(&forward.to_hex()), Some(forward));
    }

    #[test]
    fn a_record_added_and_taken_out_leaves_no_trace(id in any::<u128>(), rev in any::<u64>()) {
        let mut digest = FeedDigest::default();
        digest.toggle(RecordKind::Part, Id::from_u128(id), rev);
        prop_assert_ne!(digest, FeedDigest::default());
        digest.toggle(RecordKind::Part, Id::from_u128(id), rev);
        prop_assert_eq!(digest, FeedDigest::default());
    }

    #[test]
    fn no_text_makes_an_invite_panic(text in ".*") {
        prop_assert!(Invite::open(&text, now()).is_err());
    }
}
