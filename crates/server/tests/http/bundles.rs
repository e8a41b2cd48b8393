//! Bundles at the console: what is none, of somebody else, or ahead of what is known is refused, and changes nothing.

use std::collections::BTreeMap;

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::SigningKey;
use feltbok_protocol::{
    bundle::{Bundle, new_code},
    file::{FileRole, PendingFile},
    operation::Operation,
};
use feltbok_server_store::Role;
use reqwest::StatusCode;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    console::Desk,
    fixture::{JOB, Pen, begin, id, now},
    tablet::{House, Tablet},
};

const ROUTE: &str = "/api/console/tablets/bundle";

/// Name, code, file, and the status and code it must get.
type Case<'a> = (&'a str, &'a str, &'a [u8], (u16, &'a str));

fn bundle_of(tablet: &Tablet, operations: Vec<Operation>) -> Bundle {
    Bundle { tablet_id: tablet.id, made_at: now(), operations, files: Vec::new(), contents: BTreeMap::new() }
}

fn code_of(answer: &(StatusCode, Value)) -> (u16, &str) {
    (answer.0.as_u16(), answer.1["code"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn what_is_no_bundle_of_a_known_tablet_is_refused_and_changes_nothing() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let desk = Desk::open(&house, Role::Dispatcher).await;
    let code = new_code();
    let mut pen = Pen::new(1);
    let first = pen.visit(id(300), 0, begin(0, 0));
    let ahead = pen.visit(id(301), 0, begin(0, 0));
    let good = bundle_of(&tablet, vec![first.clone()]).seal(&tablet.key, &code).unwrap();
    let foreign = Bundle { tablet_id: id(77), ..bundle_of(&tablet, vec![first.clone()]) };
    let foreign = foreign.seal(&tablet.key, &code).unwrap();
    let forged = bundle_of(&tablet, vec![first]).seal(&SigningKey::from_bytes(&[99; 32]), &code).unwrap();
    let ahead = bundle_of(&tablet, vec![ahead]).seal(&tablet.key, &code).unwrap();
    let mut changed = good.clone();
    *changed.last_mut().unwrap() ^= 1;
    let another = new_code();
    let cases: [Case<'_>; 9] = [
        ("a short code", "1234", &good, (400, "bundle_code")),
        ("another code", &another, &good, (422, "bundle_closed")),
        ("cut", &code, &good[..good.len() - 1], (422, "bundle_closed")),
        ("changed", &code, &changed, (422, "bundle_closed")),
        ("empty", &code, b"", (422, "bundle_closed")),
        ("a picture", &code, b"\xff\xd8\xff\xe0", (422, "bundle_closed")),
        ("of another company's tablet", &code, &foreign, (409, "bundle_foreign")),
        ("signed by somebody else", &code, &forged, (409, "bundle_foreign")),
        ("ahead of what is known", &code, &ahead, (409, "bundle_gap")),
    ];
    for (name, code, file, expected) in cases {
        assert_eq!(code_of(&desk.send_form(ROUTE, code, file).await), expected, "{name}");
    }
    let reader = Desk::open(&house, Role::ReadOnly).await;
    assert_eq!(code_of(&reader.send_form(ROUTE, &code, &good).await), (403, "role"));
    assert_eq!(tablet.sync(vec![], vec![]).await.last_dev_seq, 0);
    assert!(house.app().store.job(&house.admin, JOB[0]).await.unwrap().visits.is_empty());
    // The connection and the bundle are still good.
    assert_eq!(desk.send_form(ROUTE, &code, &good).await.1["taken_in"], 1);
    assert_eq!(tablet.sync(vec![], vec![]).await.last_dev_seq, 1);
}

#[tokio::test]
async fn files_that_are_none_are_refused_alone() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let desk = Desk::open(&house, Role::Dispatcher).await;
    let photo = crate::files::photo();
    let sha256 = HEXLOWER.encode(&Sha256::digest(&photo));
    let file = |sha256: &str| PendingFile {
        sha256: sha256.to_owned(),
        role: FileRole::Photo,
        mime: "image/jpeg".into(),
        bytes: 1,
        jobs: vec![JOB[0]],
    };
    let mut pen = Pen::new(1);
    let operations = vec![
        pen.visit(id(300), 0, begin(0, 0)),
        pen.visit(id(300), 0, crate::files::named_photo(&sha256, photo.len())),
        pen.visit(id(999), 0, crate::files::named_photo(&sha256, photo.len())),
    ];
    let names = [sha256.clone(), "a".repeat(64), "b".repeat(64), "c".repeat(64)];
    let contents = [photo.clone(), photo.clone(), b"<script>".to_vec()];
    let bundle = Bundle {
        files: names.iter().map(|name| file(name)).collect(),
        contents: names.iter().cloned().zip(contents.iter().map(|bytes| BASE64.encode(bytes))).collect(),
        ..bundle_of(&tablet, operations)
    };
    let code = new_code();
    let sealed = bundle.seal(&tablet.key, &code).unwrap();
    let (status, taken) = desk.send_form(ROUTE, &code, &sealed).await;
    assert_eq!(status, StatusCode::OK, "{taken}");
    assert_eq!((taken["taken_in"].as_u64(), taken["files"].as_u64()), (Some(3), Some(1)), "{taken}");
    assert_eq!(taken["files_refused"], 3, "one lies, one is a script, one is missing: {taken}");
    assert_eq!(taken["attention"].as_array().unwrap().len(), 1, "an unknown visit: {taken}");
    let kept = house.app().files.read(house.admin.company_id, &sha256).await.unwrap();
    assert_eq!(kept.as_deref(), Some(photo.as_slice()));
}

#[tokio::test]
async fn a_revoked_tablets_bundle_waits_for_somebody_who_answers_for_it() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let desk = Desk::open(&house, Role::Dispatcher).await;
    let mut pen = Pen::new(1);
    let before = pen.visit(id(300), 0, begin(0, 0));
    let later = now() + jiff::SignedDuration::from_hours(1);
    let after = Operation { at: later, ..pen.visit(id(300), 0, crate::files::named_photo(&"a".repeat(64), 9)) };
    let code = new_code();
    let sealed = bundle_of(&tablet, vec![before, after]).seal(&tablet.key, &code).unwrap();
    let revoked_at = now() + jiff::SignedDuration::from_mins(30);
    house.app().store.revoke_tablet(&house.admin, tablet.id, revoked_at).await.unwrap();

    let (status, asked) = desk.send_form(ROUTE, &code, &sealed).await;
    assert_eq!((status, asked["taken_in"].as_u64()), (StatusCode::OK, Some(0)), "{asked}");
    let question = &asked["question"];
    assert_eq!(question["revoked_by"], house.admin.name);
    assert_eq!(question["revoked_at"], revoked_at.to_string());
    assert_eq!((question["entries"].as_u64(), question["entries_after"].as_u64()), (Some(2), Some(1)));
    let visits = async || house.app().store.job(&house.admin, JOB[0]).await.unwrap().visits.len();
    assert_eq!(visits().await, 0, "asked is not taken in");

    let confirmed = "--edge\r\ncontent-disposition: form-data; name=\"even_revoked\"\r\n\r\ntrue\r\n";
    let reader = Desk::open(&house, Role::ReadOnly).await;
    assert_eq!(code_of(&reader.send_form_with(ROUTE, confirmed, &code, &sealed).await), (403, "role"));
    let (status, taken) = desk.send_form_with(ROUTE, confirmed, &code, &sealed).await;
    assert_eq!((status, taken["taken_in"].as_u64()), (StatusCode::OK, Some(2)), "{taken}");
    assert!(taken["question"].is_null(), "{taken}");
    assert_eq!(visits().await, 1);
    let again = desk.send_form_with(ROUTE, confirmed, &code, &sealed).await.1;
    assert_eq!((again["taken_in"].as_u64(), again["known"].as_u64()), (Some(0), Some(2)), "{again}");
}
