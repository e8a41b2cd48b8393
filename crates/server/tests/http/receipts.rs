//! Certificates, the receipt of signed work orders, and what anybody is told of them.

use data_encoding::{BASE64, HEXLOWER};
use feltbok_domain::{lang::Lang, model::VisitEdit};
use feltbok_protocol::{
    enrol::CertificateResponse,
    evidence::{Evidence, EvidenceStroke},
};
use feltbok_server::authority::receipt;
use feltbok_server_store::{Role, api::Finding};
use feltbok_work_order::{Authenticity, SignatureNote, Signer, Sticker, StickerLayout, sign, sticker_sheet, verify};
use jiff::Timestamp;
use p256::ecdsa::SigningKey;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    console::Desk,
    fixture::{COMPANY, JOB, Pen, begin, id, now, sealed},
    tablet::{House, Tablet},
};

pub const VISIT: u128 = 300;

pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// Any document of ours will do: a sheet of stickers is one, and bears no content hash.
pub fn document() -> Vec<u8> {
    let sticker = Sticker {
        company: "Felt".into(),
        phones: vec!["+47 22 00 00 00".into()],
        mail: "service@felt.example".into(),
        si: "SI-204817".into(),
        address: "HTTPS://FELT.EXAMPLE/S/SI-204817-7K2M9QX4RD".into(),
        lang: Lang::English,
    };
    sticker_sheet(&[sticker], StickerLayout::Roll62, now()).unwrap().pdf
}

pub fn signed(tablet: &Tablet, key: &SigningKey, at: Timestamp) -> Vec<u8> {
    let note = SignatureNote { name: "Kari", reason: "Work order", place: "Oslo", at };
    sign(&document(), &Signer { key, chain: &tablet.chain }, &note).unwrap()
}

/// Sends the seal of revision `revision`, then the file.
pub async fn seal(tablet: &Tablet, pen: &mut Pen, revision: u32, pdf: &[u8]) {
    let mut order = sealed("WO-2026-T01-0001", revision, true);
    order.pdf_sha256 = hex(pdf);
    order.content_sha256 = hex(format!("content {revision}").as_bytes());
    let mut operations = if revision == 1 { vec![pen.visit(id(VISIT), 0, begin(0, 0))] } else { Vec::new() };
    operations.push(pen.visit(id(VISIT), 0, VisitEdit::Seal(order)));
    tablet.sync(vec![], operations).await;
    upload(tablet, pdf).await;
}

async fn upload(tablet: &Tablet, pdf: &[u8]) {
    upload_as(tablet, pdf, "document").await;
}

async fn upload_as(tablet: &Tablet, pdf: &[u8], role: &str) {
    let metadata = format!("sha256 {},role {}", BASE64.encode(hex(pdf).as_bytes()), BASE64.encode(role.as_bytes()));
    let length = pdf.len().to_string();
    let begun = [("tus-resumable", "1.0.0"), ("upload-length", &length), ("upload-metadata", &metadata)];
    let location = tablet.send(Method::POST, "/v1/files", &begun, vec![]).await.header("location").to_owned();
    let piece =
        [("tus-resumable", "1.0.0"), ("content-type", "application/offset+octet-stream"), ("upload-offset", "0")];
    let sent = tablet.send(Method::PATCH, &location, &piece, pdf.to_vec()).await;
    assert_eq!(sent.status, StatusCode::NO_CONTENT, "{sent:?}");
}

/// The receipt once the server has done it.
pub async fn received(house: &House, pdf: &[u8]) -> feltbok_server_store::api::KnownDocument {
    receipt::receive(house.app(), COMPANY, Timestamp::MIN).await;
    house.app().store.known_document(COMPANY, &hex(pdf)).await.unwrap().unwrap()
}

async fn public(house: &House, path: &str) -> (StatusCode, Vec<u8>) {
    let answer = reqwest::get(format!("{}{path}", house.server.url())).await.unwrap();
    (answer.status(), answer.bytes().await.unwrap().to_vec())
}

async fn checked(house: &House, hash: &str) -> Value {
    serde_json::from_slice(&public(house, &format!("/api/check/{hash}")).await.1).unwrap()
}

async fn examined(house: &House, bytes: &[u8]) -> Value {
    let http = reqwest::Client::new();
    let answer = http.post(format!("{}/w", house.server.url())).body(bytes.to_vec()).send().await.unwrap();
    answer.json().await.unwrap()
}

#[tokio::test]
async fn a_tablet_is_certified_with_its_enrolment_and_gets_the_same_certificate_when_it_asks() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let reply = tablet.send(Method::POST, "/v1/certificate", &[], vec![]).await;
    let answer: CertificateResponse = serde_json::from_slice(&reply.body).unwrap();
    let again: Vec<Vec<u8>> =
        answer.document_chain.iter().map(|text| BASE64.decode(text.as_bytes()).unwrap()).collect();
    assert_eq!(tablet.chain, again);
    let facts = feltbok_work_order::certificate_facts(&tablet.chain[0]).unwrap();
    assert_eq!(facts.public_key, tablet.document_key.verifying_key().to_encoded_point(false).as_bytes());
    let (status, root) = public(&house, &format!("/ca/{COMPANY}.cer")).await;
    assert_eq!((status, &root), (StatusCode::OK, &tablet.chain[1]));
}

#[tokio::test]
async fn the_authority_is_the_same_after_a_restart() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let House { server, folder, .. } = house;
    server.stop().await;
    let config = feltbok_server::Config::local(folder.path());
    let again = feltbok_server::Server::start(config).await.unwrap();
    let root = feltbok_server::authority::root(again.app(), COMPANY).await.unwrap();
    assert_eq!(root, tablet.chain[1]);
}

#[tokio::test]
async fn a_revoked_tablet_stands_in_the_public_list() {
    let house = House::open().await;
    let (tablet, _other) = (house.tablet(0).await, house.tablet(1).await);
    let path = format!("/ca/{COMPANY}.crl");
    let (status, before) = public(&house, &path).await;
    assert_eq!(status, StatusCode::OK);
    house.app().store.revoke_tablet(&house.admin, tablet.id, now()).await.unwrap();
    let (_, after) = public(&house, &path).await;
    let serial = feltbok_work_order::certificate_facts(&tablet.chain[0]).unwrap().serial;
    let serial = HEXLOWER.decode(serial.as_bytes()).unwrap();
    let lists = |list: &[u8]| list.windows(serial.len()).any(|bytes| bytes == serial);
    assert!(!lists(&before) && lists(&after));
    for foreign in [format!("/ca/{}.crl", id(7)), format!("/ca/{COMPANY}.key"), "/ca/x.crl".into()] {
        assert_eq!(public(&house, &foreign).await.0, StatusCode::NOT_FOUND, "{foreign}");
    }
}

#[tokio::test]
async fn a_signed_work_order_keeps_every_byte_and_gets_a_countersigned_copy() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let pdf = signed(&tablet, &tablet.document_key, now());
    seal(&tablet, &mut Pen::new(1), 1, &pdf).await;
    let known = received(&house, &pdf).await;
    assert_eq!((known.receipt.finding, known.receipt.why.as_str()), (Finding::Genuine, ""));
    let kept = house.app().files.read(COMPANY, &hex(&pdf)).await.unwrap().unwrap();
    assert_eq!(kept, pdf, "the tablet's bytes stay as they are");
    let copy_hash = known.receipt.copy_sha256.unwrap();
    let copy = house.app().files.read(COMPANY, &copy_hash).await.unwrap().unwrap();
    assert!(copy.starts_with(&pdf) && copy.len() > pdf.len());
    let Authenticity::Genuine { signed } = verify(&copy, &tablet.chain[1..]) else { panic!("the copy is not genuine") };
    assert_eq!(signed.iter().map(|by| by.name.contains("receipt")).collect::<Vec<_>>(), [false, true]);
    assert!(house.app().store.notices(&house.admin).await.unwrap().is_empty());

    let desk = Desk::open(&house, Role::Dispatcher).await;
    let job = desk.get(&format!("/api/console/jobs/{}", JOB[0])).await;
    let receipt = &job["visits"][0]["work_orders"][0]["receipt"];
    assert_eq!((&receipt["finding"], &receipt["copy_sha256"]), (&Value::from("genuine"), &Value::from(copy_hash)));
}

#[tokio::test]
async fn a_doubtful_signature_is_told_to_dispatch_and_drops_nothing() {
    for case in ["unsigned", "other_key", "altered"] {
        let house = House::open().await;
        let (tablet, other) = (house.tablet(0).await, house.tablet(1).await);
        let pdf = match case {
            "unsigned" => document(),
            "other_key" => signed(&other, &other.document_key, now()),
            _ => {
                let mut changed = signed(&tablet, &tablet.document_key, now());
                changed[30] ^= 1;
                changed
            }
        };
        seal(&tablet, &mut Pen::new(1), 1, &pdf).await;
        let known = received(&house, &pdf).await;
        assert_eq!(known.receipt.finding.as_str(), case, "{}", known.receipt.why);
        assert_eq!(known.receipt.copy_sha256.is_some(), case != "altered");
        assert_eq!(house.app().files.read(COMPANY, &hex(&pdf)).await.unwrap().unwrap(), pdf);
        let notices = house.app().store.notices(&house.admin).await.unwrap();
        assert_eq!(notices.iter().map(|notice| notice.code.as_str()).collect::<Vec<_>>(), ["doubtful_signature"]);
        assert_eq!(notices[0].job_id, Some(JOB[0]));
        let outcome = if case == "unsigned" { "genuine" } else { "altered" };
        assert_eq!(checked(&house, &hex(&pdf)).await["outcome"], outcome, "{case}");
    }
}

#[tokio::test]
async fn anybody_is_told_genuine_superseded_altered_or_unknown() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let mut pen = Pen::new(1);
    let first = signed(&tablet, &tablet.document_key, now());
    seal(&tablet, &mut pen, 1, &first).await;
    let copy = received(&house, &first).await.receipt.copy_sha256.unwrap();
    let content = hex(b"content 1");
    for hash in [hex(&first), hex(&first).to_uppercase(), copy, content.clone()] {
        assert_eq!(checked(&house, &hash).await["outcome"], "genuine", "{hash}");
    }
    assert_eq!(checked(&house, &hex(b"another file")).await["outcome"], "unknown");
    assert_eq!(examined(&house, &first).await["outcome"], "genuine");
    assert_eq!(examined(&house, b"%PDF-1.7 of somebody else").await["outcome"], "unknown");
    for (name, bytes) in [("byte", flipped(&first, 40)), ("digit", digit_changed(&first)), ("update", appended(&first))]
    {
        assert_eq!(examined(&house, &bytes).await["outcome"], "altered", "{name}");
    }
    let second = signed(&tablet, &tablet.document_key, now() + jiff::SignedDuration::from_mins(9));
    seal(&tablet, &mut pen, 2, &second).await;
    received(&house, &second).await;
    let old = checked(&house, &hex(&first)).await;
    assert_eq!((&old["outcome"], &old["superseded_by"]), (&Value::from("superseded"), &Value::from(2)));
    assert_eq!(checked(&house, &hex(&second)).await["outcome"], "genuine");
}

fn flipped(pdf: &[u8], at: usize) -> Vec<u8> {
    let mut changed = pdf.to_vec();
    changed[at] ^= 1;
    changed
}

fn digit_changed(pdf: &[u8]) -> Vec<u8> {
    let place = pdf.windows(11).rposition(|bytes| bytes == b"/Contents <").unwrap() + 400;
    let mut changed = pdf.to_vec();
    changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
    changed
}

fn appended(pdf: &[u8]) -> Vec<u8> {
    [pdf, b"1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"].concat()
}

#[tokio::test]
async fn the_page_works_without_scripts_in_five_languages_and_names_nobody() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let pdf = signed(&tablet, &tablet.document_key, now());
    seal(&tablet, &mut Pen::new(1), 1, &pdf).await;
    received(&house, &pdf).await;
    let words = [("en", "Genuine"), ("nb", "Ekte"), ("uk", "Справжній"), ("fa", "اصل"), ("zh", "真实")];
    for (lang, word) in words {
        for path in [format!("/w/{}?lang={lang}", hex(&pdf)), format!("/w?hash={}&lang={lang}", hex(&pdf))] {
            let (status, page) = public(&house, &path).await;
            let page = String::from_utf8(page).unwrap();
            assert_eq!(status, StatusCode::OK);
            assert!(page.contains(word) && page.contains("WO-2026-T01-0001"), "{path}: {page}");
            for personal in ["Per Olsen", "Kari", "SI-", "Storgata"] {
                assert!(!page.contains(personal), "{personal} in {page}");
            }
        }
    }
    // The code on the document writes the address in capitals, by the content's hash.
    let (status, page) = public(&house, &format!("/W/{}", hex(b"content 1").to_uppercase())).await;
    assert_eq!(status, StatusCode::OK);
    let link = format!("{}/pdf", hex(b"content 1"));
    assert!(!String::from_utf8(page).unwrap().contains(&link), "the paper's hash opens no file");
    let (status, file) = public(&house, &format!("/w/{}/pdf", hex(&pdf))).await;
    assert!(status == StatusCode::OK && file.starts_with(&pdf));
    for closed in [hex(b"content 1"), hex(b"unknown")] {
        assert_eq!(public(&house, &format!("/w/{closed}/pdf")).await.0, StatusCode::NOT_FOUND);
    }
    let form = reqwest::Client::new().post(format!("{}/w?lang=nb", house.server.url()));
    let boundary = "feltbok";
    let mut body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(&appended(&pdf));
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={boundary}");
    let answer = form.header("content-type", kind).body(body).send().await.unwrap().text().await.unwrap();
    assert!(answer.contains("Endret etter signering"), "{answer}");
}

fn evidence() -> Evidence {
    Evidence {
        number: "WO-2026-T01-0001".into(),
        revision: 1,
        content_sha256: hex(b"content 1"),
        shown_at: now(),
        signed_at: now(),
        clock_offset_ms: 90_000,
        lang: Lang::English,
        consent_version: 1,
        consent_text: Default::default(),
        tablet_id: id(1),
        tablet_code: "T01".into(),
        app_version: "0.1.0".into(),
        name: "Per Olsen".into(),
        role: String::new(),
        typed: false,
        aspect: 3.0,
        strokes: vec![EvidenceStroke { points: vec![[0.1, 0.2]], dynamics: vec![[0.0, 0.7]] }],
    }
}

#[tokio::test]
async fn evidence_is_opened_for_an_admin_and_for_nobody_else() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let reply = tablet.send(Method::POST, "/v1/certificate", &[], vec![]).await;
    let answer: CertificateResponse = serde_json::from_slice(&reply.body).unwrap();
    let file = evidence().seal(&answer.evidence_key.unwrap()).unwrap();
    let mut order = sealed("WO-2026-T01-0001", 1, true);
    order.evidence_sha256 = Some(hex(&file));
    let mut pen = Pen::new(1);
    let operations = vec![pen.visit(id(VISIT), 0, begin(0, 0)), pen.visit(id(VISIT), 0, VisitEdit::Seal(order))];
    assert!(tablet.sync(vec![], operations).await.missing_files.contains(&hex(&file)));
    upload_as(&tablet, &file, "signature").await;
    let path = format!("/api/console/evidence/{}", hex(&file));
    let admin = Desk::open(&house, Role::Admin).await;
    let opened = admin.get(&path).await;
    assert_eq!((&opened["name"], &opened["clock_offset_ms"]), (&Value::from("Per Olsen"), &Value::from(90_000)));
    assert_eq!(opened["strokes"][0]["dynamics"][0][1], 0.7);
    let job = admin.get(&format!("/api/console/jobs/{}", JOB[0])).await;
    assert_eq!(job["visits"][0]["work_orders"][0]["evidence_sha256"], hex(&file));
    let page = admin.fetch(&format!("{path}/pdf")).await;
    assert!(page.starts_with(b"%PDF-1.7") && page.len() > 5_000, "{} bytes", page.len());
    let other = Desk::open(&house, Role::Dispatcher).await;
    assert_eq!(other.ask(Method::GET, &path, None).await.0, StatusCode::FORBIDDEN);
    assert_eq!(other.ask(Method::GET, &format!("{path}/pdf"), None).await.0, StatusCode::FORBIDDEN);
    assert_eq!(public(&house, &path).await.0, StatusCode::UNAUTHORIZED);
    let unknown = format!("/api/console/evidence/{}", hex(b"none"));
    assert_eq!(admin.ask(Method::GET, &unknown, None).await.0, StatusCode::NOT_FOUND);

    let switch = "/api/console/signature-dynamics";
    assert_eq!(admin.get(switch).await["are_recorded"], true);
    let off = serde_json::json!({ "are_recorded": false });
    assert_eq!(other.ask(Method::PUT, switch, Some(off.clone())).await.0, StatusCode::FORBIDDEN);
    assert_eq!(admin.ask(Method::PUT, switch, Some(off)).await.0, StatusCode::OK);
    assert_eq!(other.get(switch).await["are_recorded"], false);
    let pages = tablet.sync(vec![], vec![]).await.pages;
    let bodies =
        pages.iter().flat_map(|page| &page.changes).filter_map(|change| change.body.as_ref()).map(|body| body.value());
    assert!(bodies.into_iter().any(|body| body.get("signature_dynamics") == Some(&Value::from(false))));
}

#[tokio::test]
async fn an_admin_sets_how_documents_look_and_tablets_get_it() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let (admin, other) = (Desk::open(&house, Role::Admin).await, Desk::open(&house, Role::Dispatcher).await);
    let path = "/api/console/brand";
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>"##;
    let look = |logo: &[u8], colour: &str, footer: &str, url: &str| {
        let logo = data_encoding::BASE64.encode(logo);
        serde_json::json!({ "logo": logo, "colour": colour, "legal_footer": footer, "timestamp_url": url })
    };
    let wanted = look(svg.as_bytes(), "#7a1fa2", "Felt AS, Bergen", " ");
    assert_eq!(other.ask(Method::PUT, path, Some(wanted.clone())).await.0, StatusCode::FORBIDDEN);
    let refused = [
        ("brand_logo", look(b"<svg><text>Felt</text></svg>", "", "", "")),
        ("brand_colour", look(svg.as_bytes(), "#ffee00", "", "")),
        ("brand_footer", look(svg.as_bytes(), "", &"x".repeat(301), "")),
        ("brand_timestamp", look(svg.as_bytes(), "", "", "file:///etc/passwd")),
    ];
    for (code, look) in refused {
        let (status, problem) = admin.ask(Method::PUT, path, Some(look)).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &Value::from(code)));
    }
    assert_eq!(admin.ask(Method::PUT, path, Some(wanted.clone())).await.0, StatusCode::OK);
    let kept = other.get(path).await;
    assert_eq!((&kept["logo"], &kept["timestamp_url"]), (&wanted["logo"], &Value::Null));
    let pages = tablet.sync(vec![], vec![]).await.pages;
    let bodies = pages.iter().flat_map(|page| &page.changes).filter_map(|change| change.body.as_ref());
    let company = bodies.map(|body| body.value()).find(|body| body.get("brand_colour").is_some()).unwrap();
    assert_eq!((&company["brand_colour"], &company["logo"]), (&wanted["colour"], &wanted["logo"]));
    assert_eq!(company["legal_footer"], "Felt AS, Bergen");
}

#[tokio::test]
async fn a_stranger_who_tries_too_often_waits() {
    let limits = feltbok_server::Limits { enrol_per_minute: 1_000, sign_in_per_minute: 1_000, public_per_minute: 3 };
    let house = House::open_with(limits).await;
    let path = format!("/api/check/{}", hex(b"x"));
    for _ in 0..3 {
        assert_eq!(public(&house, &path).await.0, StatusCode::OK);
    }
    for path in [path, format!("/w/{}", hex(b"x")), format!("/ca/{COMPANY}.crl")] {
        assert_eq!(public(&house, &path).await.0, StatusCode::TOO_MANY_REQUESTS, "{path}");
    }
}
