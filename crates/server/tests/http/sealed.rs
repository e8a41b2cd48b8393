//! Taking in what a lost tablet sealed: asked first, then everything once, however often and after whatever happened.

use std::collections::BTreeMap;

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    bundle::Bundle,
    enrol::Follows,
    lost::{seal_file, seal_work},
    operation::Operation,
};
use feltbok_server_store::{
    Role,
    api::{NewInvite, NewTablet},
};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    console::Desk,
    files::{named_photo, photo},
    fixture::{COMPANY, JOB, Pen, TECHNICIAN, begin, id, now},
    lost::{hex, last_word, lose, missing, order, put, say_erased},
    tablet::{House, Tablet},
};

fn work(tablet: &Tablet, operations: Vec<Operation>, to: &str) -> Vec<u8> {
    let contents = BTreeMap::new();
    let bundle = Bundle { tablet_id: tablet.id, made_at: now(), operations, files: Vec::new(), contents };
    seal_work(&bundle, &tablet.key, to).unwrap()
}

async fn take_in(desk: &Desk, tablet: &Tablet, even_lost: bool) -> (StatusCode, Value) {
    let path = format!("/api/console/tablets/{}/sealed", tablet.id);
    desk.ask(Method::POST, &path, Some(json!({ "even_lost": even_lost }))).await
}

fn counts(answer: &Value) -> [u64; 5] {
    ["taken_in", "known", "files", "files_known", "files_refused"].map(|name| answer[name].as_u64().unwrap())
}

/// Two operations and the photo that the second one names; the second one was recorded after the tablet was lost.
fn day() -> (Vec<u8>, [Operation; 2]) {
    let photo = photo();
    let mut pen = Pen::new(1);
    let first = pen.visit(id(300), 0, begin(0, 0));
    let second = pen.visit(id(300), 0, named_photo(&hex(&photo), photo.len()));
    let first = Operation { at: now() - SignedDuration::from_hours(1), ..first };
    (photo, [first, Operation { at: now() + SignedDuration::from_hours(1), ..second }])
}

async fn photos(house: &House) -> usize {
    let visits = house.app().store.job(&house.admin, JOB[0]).await.unwrap().visits;
    visits.iter().map(|visit| visit.photos.len()).sum()
}

#[tokio::test]
async fn what_a_lost_tablet_sealed_is_asked_about_and_comes_in_once() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let (desk, reader) = (Desk::open(&house, Role::Dispatcher).await, Desk::open(&house, Role::ReadOnly).await);
    assert_eq!(take_in(&desk, &tablet, true).await.1["code"], "nothing_sealed");
    lose(&house, &tablet).await;
    assert_eq!(take_in(&desk, &tablet, true).await.1["code"], "nothing_sealed");
    let to = order(&tablet).await.seal_to;
    let (photo, [first, second]) = day();
    let (one, two) = (work(&tablet, vec![first], &to), work(&tablet, vec![second], &to));
    let file = seal_file(&photo, &to).unwrap();
    let word = last_word(&[&one, &two, &file]);
    // The second part before the first one: it has to wait.
    for part in [&two, &file] {
        put(&tablet, &hex(part), part).await;
    }
    assert_eq!(missing(&say_erased(&tablet, &word).await), [hex(&one)]);
    let (status, early) = take_in(&desk, &tablet, true).await;
    assert_eq!((status, counts(&early)), (StatusCode::OK, [0, 0, 1, 0, 0]), "{early}");
    assert_eq!((early["is_whole"].as_bool(), photos(&house).await), (Some(false), 0));

    put(&tablet, &hex(&one), &one).await;
    assert!(missing(&say_erased(&tablet, &word).await).is_empty());
    let (status, asked) = take_in(&desk, &tablet, false).await;
    assert_eq!((status, counts(&asked), photos(&house).await), (StatusCode::OK, [0; 5], 0), "{asked}");
    let question = &asked["question"];
    assert_eq!(question["revoked_by"], house.admin.name);
    assert_eq!((question["entries"].as_u64(), question["entries_after"].as_u64()), (Some(2), Some(1)), "{question}");
    assert_eq!(question["files"], 1);
    assert_eq!(take_in(&reader, &tablet, true).await.0, StatusCode::FORBIDDEN);

    // Two at once, and once more.
    let (left, right) = tokio::join!(take_in(&desk, &tablet, true), take_in(&desk, &tablet, true));
    let mut both = [counts(&left.1), counts(&right.1)];
    both.sort_unstable();
    assert_eq!(both, [[0, 2, 0, 1, 0], [2, 0, 0, 1, 0]], "{left:?} {right:?}");
    assert_eq!(counts(&take_in(&desk, &tablet, true).await.1), [0, 2, 0, 1, 0]);
    assert_eq!(photos(&house).await, 1);
    assert_eq!(house.app().files.read(COMPANY, &hex(&photo)).await.unwrap().as_deref(), Some(photo.as_slice()));
    let row = desk.get("/api/console/tablets").await["tablets"][0]["lost"].clone();
    assert_eq!((row["parts_to_take_in"].as_u64(), row["parts_missing"].as_u64()), (Some(0), Some(0)), "{row}");
    assert!(row["taken_in_at"].is_string());
}

#[tokio::test]
async fn a_taking_in_that_was_broken_off_is_ended_by_the_next() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let desk = Desk::open(&house, Role::Dispatcher).await;
    lose(&house, &tablet).await;
    let to = order(&tablet).await.seal_to;
    let (photo, [first, second]) = day();
    let (one, file) = (work(&tablet, vec![first.clone(), second], &to), seal_file(&photo, &to).unwrap());
    for part in [&one, &file] {
        put(&tablet, &hex(part), part).await;
    }
    say_erased(&tablet, &last_word(&[&one, &file])).await;
    // Killed after the first operation: it is in, and nothing else is noted.
    let (actor, _) = house.app().store.tablet_to_take_in(&house.admin, tablet.id).await.unwrap();
    let vouched = house.app().store.vouch_for_tablet(&house.admin, actor, (now(), 2), now()).await.unwrap();
    house.app().store.push(&vouched, vec![first], now()).await.unwrap();
    assert_eq!(counts(&take_in(&desk, &tablet, true).await.1), [1, 1, 1, 0, 0]);
    assert_eq!(photos(&house).await, 1);
}

#[tokio::test]
async fn work_that_came_under_a_later_name_counts_once() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let desk = Desk::open(&house, Role::Dispatcher).await;
    let (_, operations) = day();
    // A copy of it was enrolled again and sent the same work under its new name.
    let secret_hash = [9; 32];
    let expires_at = now() + SignedDuration::from_mins(9);
    let invite = NewInvite { id: id(590), secret_hash, technician_id: TECHNICIAN[0], expires_at };
    house.app().store.create_invite(&house.admin, invite, now()).await.unwrap();
    let copy = NewTablet {
        tablet_id: id(790),
        name: "Tablet".into(),
        token_hash: [90; 32],
        auth_key: "key".into(),
        document_key: "key".into(),
        app_version: "0.1.0".into(),
        follows: Some(Follows { tablet_id: tablet.id, technician_id: TECHNICIAN[0] }),
    };
    let copy = house.app().store.enrol(COMPANY, secret_hash, copy, now()).await.unwrap().tablet;
    house.app().store.push(&copy, operations.to_vec(), now()).await.unwrap();
    assert_eq!(photos(&house).await, 1);

    lose(&house, &tablet).await;
    let to = order(&tablet).await.seal_to;
    let one = work(&tablet, operations.to_vec(), &to);
    put(&tablet, &hex(&one), &one).await;
    let timeline = async || {
        let timeline = house.app().store.job(&house.admin, JOB[0]).await.unwrap().timeline;
        serde_json::to_value(&timeline).unwrap().to_string()
    };
    let before = timeline().await;
    let taken = take_in(&desk, &tablet, true).await.1;
    assert_eq!(taken["attention"], json!([]), "{taken}");
    assert_eq!((photos(&house).await, timeline().await), (1, before), "the job counts it once");
}

#[tokio::test]
async fn what_the_tablet_has_not_signed_does_not_come_in() {
    let house = House::open().await;
    let (tablet, other) = (house.tablet(0).await, house.tablet(1).await);
    let desk = Desk::open(&house, Role::Dispatcher).await;
    lose(&house, &tablet).await;
    let to = order(&tablet).await.seal_to;
    let (_, operations) = day();
    let bundle = |tablet_id: Id| Bundle {
        tablet_id,
        made_at: now(),
        operations: operations.to_vec(),
        files: Vec::new(),
        contents: BTreeMap::new(),
    };
    let forged = seal_work(&bundle(tablet.id), &other.key, &to).unwrap();
    let foreign = seal_work(&bundle(other.id), &other.key, &to).unwrap();
    let script = seal_file(b"<script>", &to).unwrap();
    let junk = b"no part at all".to_vec();
    for part in [&forged, &foreign, &script, &junk] {
        assert_eq!(put(&tablet, &hex(part), part).await.status, StatusCode::NO_CONTENT);
    }
    say_erased(&tablet, &last_word(&[&forged, &foreign, &script, &junk])).await;
    let (status, taken) = take_in(&desk, &tablet, true).await;
    assert_eq!((status, counts(&taken)), (StatusCode::OK, [0, 0, 0, 0, 2]), "{taken}");
    assert!(house.app().store.job(&house.admin, JOB[0]).await.unwrap().visits.is_empty());
}

#[tokio::test]
async fn found_again_at_the_console_only_while_it_has_not_heard() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let (desk, reader) = (Desk::open(&house, Role::Dispatcher).await, Desk::open(&house, Role::ReadOnly).await);
    let path = |verb: &str| format!("/api/console/tablets/{}/{verb}", tablet.id);
    for verb in ["lost", "found"] {
        assert_eq!(reader.ask(Method::POST, &path(verb), None).await.0, StatusCode::FORBIDDEN, "{verb}");
    }
    assert_eq!(desk.ask(Method::POST, &path("found"), None).await.1["code"], "not_lost");
    assert_eq!(desk.ask(Method::POST, &path("lost"), None).await.0, StatusCode::OK);
    assert_eq!(desk.ask(Method::POST, &path("lost"), None).await.1["code"], "lost_already");
    assert_eq!(desk.ask(Method::POST, &path("found"), None).await.0, StatusCode::NO_CONTENT);
    assert!(desk.get("/api/console/tablets").await["tablets"][0]["lost"].is_null());
    assert_eq!(desk.ask(Method::POST, &path("lost"), None).await.0, StatusCode::OK);
    order(&tablet).await;
    let (status, refused) = desk.ask(Method::POST, &path("found"), None).await;
    assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("tablet_heard")));
}
