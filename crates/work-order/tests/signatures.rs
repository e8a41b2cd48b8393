//! A signature holds until a byte changes, whatever is added, replaced or exchanged.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{at, pyhanko, tools};
use feltbok_domain::lang::Lang;
use feltbok_work_order::*;
use p256::ecdsa::SigningKey;

struct Company {
    root: Vec<u8>,
    tablet_key: SigningKey,
    chain: Vec<Vec<u8>>,
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).unwrap()
}

fn company(seed: u8) -> Company {
    let validity = Validity { from: at("2026-01-01T00:00:00Z"), until: at("2046-01-01T00:00:00Z") };
    let (root_key, tablet_key) = (key(seed), key(seed + 1));
    let root = root_certificate("Felt, Print & Service", &root_key, &[seed, 1], validity).unwrap();
    let subject = Subject {
        name: "Tablet T7 – Åse",
        key: tablet_key.verifying_key(),
        serial: &[seed, 2],
        validity,
        revocations: Some("https://felt.example/ca/company.crl"),
    };
    let tablet = signer_certificate(&root, &root_key, &subject).unwrap();
    Company { chain: vec![tablet, root.clone()], root, tablet_key }
}

impl Company {
    fn sign(&self, pdf: &[u8]) -> Vec<u8> {
        let signer = Signer { key: &self.tablet_key, chain: &self.chain };
        let note = SignatureNote {
            name: "Олена Ґудзь",
            reason: "Work order",
            place: "Bergen",
            at: at("2026-11-22T11:24:00Z"),
        };
        sign(pdf, &signer, &note).unwrap()
    }

    fn verify(&self, pdf: &[u8]) -> Authenticity {
        verify(pdf, std::slice::from_ref(&self.root))
    }
}

fn document() -> Vec<u8> {
    let mut input = common::input(Lang::English);
    input.visit.photos.clear();
    let ink = common::ink(Lang::English);
    render(&content(&input).unwrap(), &Seal::Signed(&ink), RenderOptions::default()).unwrap().pdf
}

fn is_altered(found: &Authenticity) -> bool {
    matches!(found, Authenticity::Altered { .. })
}

#[test]
fn a_signed_document_is_genuine_sound_and_valid_for_poppler() {
    let company = company(3);
    let plain = document();
    let signed = company.sign(&plain);
    assert!(signed.starts_with(&plain), "signing changes no byte before it");
    let Authenticity::Genuine { signed: by } = company.verify(&signed) else { panic!("{:?}", company.verify(&signed)) };
    assert_eq!((by[0].name.as_str(), by[0].at), ("Tablet T7 – Åse", Some(at("2026-11-22T11:24:00Z"))));
    tools::check(&signed);
    let said = tools::signatures(&signed);
    assert!(said.contains("Signature is Valid") && said.contains("Total document signed"), "{said}");
    assert!(said.contains("ETSI.CAdES.detached"), "{said}");
    assert_eq!(signed, company.sign(&plain), "the same input gives the same bytes");
}

#[test]
fn a_countersignature_keeps_the_first_one() {
    let (tablet, server) = (company(3), company(9));
    let twice = server.sign(&tablet.sign(&document()));
    let roots = [tablet.root.clone(), server.root.clone()];
    let Authenticity::Genuine { signed } = verify(&twice, &roots) else { panic!("{:?}", verify(&twice, &roots)) };
    assert_eq!(signed.len(), 2);
    tools::check(&twice);
    assert_eq!(tools::signatures(&twice).matches("Signature is Valid").count(), 2);
    assert!(matches!(tablet.verify(&twice), Authenticity::UnknownSigner { .. }), "both must be known");
}

#[test]
fn an_unsigned_document_and_a_stranger_s_are_told_apart() {
    let plain = document();
    assert_eq!(company(3).verify(&plain), Authenticity::NotSigned);
    assert_eq!(company(3).verify(b"no pdf at all"), Authenticity::NotSigned);
    let foreign = company(9).sign(&plain);
    assert!(matches!(company(3).verify(&foreign), Authenticity::UnknownSigner { .. }));
    assert!(matches!(verify(&foreign, &[]), Authenticity::UnknownSigner { .. }));
}

#[test]
fn any_changed_byte_is_found() {
    let company = company(3);
    let signed = company.sign(&document());
    let hole = signed.windows(11).rposition(|bytes| bytes == b"/Contents <").unwrap() + 11;
    let places = (0..signed.len()).step_by(signed.len() / 40).chain([hole + 40, hole + 400, signed.len() - 3]);
    for place in places {
        let mut changed = signed.clone();
        changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
        if changed == signed {
            continue;
        }
        let found = company.verify(&changed);
        assert!(!matches!(found, Authenticity::Genuine { .. }), "byte {place}: {found:?}");
    }
}

#[test]
fn an_update_appended_behind_the_signature_is_found() {
    let company = company(3);
    let signed = company.sign(&document());
    for addition in [&b"\n"[..], b"% a comment\n", b"1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"] {
        let found = company.verify(&[&signed, addition].concat());
        assert!(is_altered(&found), "{found:?}");
    }
    assert!(is_altered(&company.verify(&signed[..signed.len() - 7])));
}

#[test]
fn a_range_that_leaves_out_more_than_the_signature_is_found() {
    let company = company(3);
    let signed = company.sign(&document());
    let at = signed.windows(12).rposition(|bytes| bytes == b"/ByteRange [").unwrap();
    let end = at + signed[at..].iter().position(|&byte| byte == b']').unwrap();
    let mut changed = signed.clone();
    let range = format!("/ByteRange [0 {:<10} {:<10} {:<10}", 10, 20, signed.len() - 20);
    changed[at..at + range.len()].copy_from_slice(range.as_bytes());
    assert!(at + range.len() <= end && is_altered(&company.verify(&changed)));
}

#[test]
fn a_certificate_needs_its_own_key_and_its_own_time() {
    let company = company(3);
    let other = key(77);
    let signer = Signer { key: &other, chain: &company.chain };
    let note = SignatureNote { name: "", reason: "", place: "", at: at("2026-11-22T11:24:00Z") };
    assert_eq!(sign(&document(), &signer, &note).unwrap_err(), SignError::OtherKey);
    let signer = Signer { key: &company.tablet_key, chain: &company.chain };
    let late = SignatureNote { at: at("2050-01-01T00:00:00Z"), ..note };
    let signed = sign(&document(), &signer, &late).unwrap();
    assert!(matches!(company.verify(&signed), Authenticity::UnknownSigner { .. }), "the certificate had ended");
    assert!(matches!(sign(b"no pdf", &signer, &note), Err(SignError::File(_))));
}

fn cms_digit_changed(signed: &[u8]) -> Vec<u8> {
    // The signature's own value is the last thing before the padding.
    let hole = signed.windows(11).rposition(|bytes| bytes == b"/Contents <").unwrap();
    let padding = signed[hole..].windows(64).position(|bytes| bytes.iter().all(|byte| *byte == b'0')).unwrap();
    let place = hole + padding - 20;
    let mut changed = signed.to_vec();
    changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
    changed
}

#[test]
fn pyhanko_calls_both_signatures_intact_valid_and_trusted() {
    let company = company(3);
    let twice = company.sign(&company.sign(&document()));
    let Some(said) = pyhanko::judge(&twice, &company.root, None) else { return };
    assert!(pyhanko::is_content(&said), "{said}");
    assert_eq!(said["signatures"].as_array().unwrap().len(), 2);
    assert!(said["signatures"].as_array().unwrap().iter().all(|one| one["kind"] == "/ETSI.CAdES.detached"), "{said}");
}

#[test]
fn a_changed_byte_a_changed_digit_and_an_appended_update_are_told_by_us_and_by_pyhanko() {
    let company = company(3);
    let signed = company.sign(&document());
    let mut byte = signed.clone();
    byte[signed.len() / 3] ^= 1;
    // A real update: the first page is written anew with another content, behind the signature.
    let update = lopdf_update(&signed);
    for (name, changed) in [("byte", byte), ("digit", cms_digit_changed(&signed)), ("update", update)] {
        assert!(is_altered(&company.verify(&changed)), "{name}: {:?}", company.verify(&changed));
        let Some(said) = pyhanko::judge(&changed, &company.root, None) else { continue };
        assert!(!pyhanko::is_content(&said), "{name}: {said}");
    }
}

/// The page without its content, appended as any editor does.
fn lopdf_update(signed: &[u8]) -> Vec<u8> {
    let document = lopdf::Document::load_mem(signed).unwrap();
    let mut update = lopdf::IncrementalDocument::create_from(signed.to_vec(), document);
    let page = *update.get_prev_documents().get_pages().values().next().unwrap();
    update.opt_clone_object_to_new_document(page).unwrap();
    update.new_document.get_object_mut(page).unwrap().as_dict_mut().unwrap().remove(b"Contents");
    let mut out = Vec::new();
    update.save_to(&mut out).unwrap();
    assert!(out.starts_with(signed));
    out
}

#[test]
fn a_revoked_certificate_is_in_the_list_that_pyhanko_reads() {
    let company = company(3);
    let signed = company.sign(&document());
    let validity = Validity { from: at("2026-11-22T12:00:00Z"), until: at("2026-11-29T12:00:00Z") };
    let facts = certificate_facts(&company.chain[0]).unwrap();
    let lost = [Revoked { serial: facts.serial, at: at("2026-11-22T11:00:00Z") }];
    for (revoked, is_good) in [(&lost[..0], true), (&lost[..], false)] {
        let list = revocation_list(&company.root, &key(3), 7, validity, revoked).unwrap();
        let Some(said) = pyhanko::judge(&signed, &company.root, Some(&list)) else { return };
        assert_eq!(said["signatures"][0]["trusted"] == true, is_good, "{said}");
        assert_eq!(said["signatures"][0]["revoked"] == true, !is_good, "{said}");
    }
}
