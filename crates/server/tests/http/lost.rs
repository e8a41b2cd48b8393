//! A lost tablet over HTTP: refused everywhere but under `/v1/lost`, its parts kept once, its last word heard.

use data_encoding::HEXLOWER;
use feltbok_domain::ids::Id;
use feltbok_protocol::{
    auth,
    lost::{Erased, ErasedReply, LostOrder, PART_BYTES_MAX, seal_file},
    wire_error::code,
};
use reqwest::{Method, StatusCode};
use sha2::{Digest, Sha256};

use crate::{
    fixture::now,
    identities::all_are_refused,
    tablet::{House, Reply, Tablet},
};

pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

pub async fn lose(house: &House, tablet: &Tablet) {
    house.app().store.give_for_lost(&house.admin, tablet.id, house.app().now()).await.unwrap();
}

pub async fn order(tablet: &Tablet) -> LostOrder {
    let reply = tablet.send(Method::GET, "/v1/lost", &[], vec![]).await;
    assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
    serde_json::from_slice(&reply.body).unwrap()
}

pub async fn put(tablet: &Tablet, sha256: &str, bytes: &[u8]) -> Reply {
    tablet.send(Method::PUT, &format!("/v1/lost/parts/{sha256}"), &[], bytes.to_vec()).await
}

pub fn last_word(parts: &[&Vec<u8>]) -> Erased {
    let parts = parts.iter().map(|part| hex(part)).collect();
    Erased { erased_at: now(), operations: 2, files: 1, unreadable: 0, parts }
}

pub async fn say_erased(tablet: &Tablet, erased: &Erased) -> Reply {
    tablet.send(Method::POST, "/v1/lost/erased", &[], serde_json::to_vec(erased).unwrap()).await
}

pub fn missing(reply: &Reply) -> Vec<String> {
    serde_json::from_slice::<ErasedReply>(&reply.body).unwrap().missing
}

fn told(reply: &Reply) -> (u16, String) {
    (reply.status.as_u16(), reply.code())
}

#[tokio::test]
async fn a_lost_tablet_is_refused_everywhere_and_gets_its_order() {
    let house = House::open().await;
    let (tablet, other) = (house.tablet(0).await, house.tablet(1).await);
    lose(&house, &tablet).await;
    all_are_refused(&tablet, code::TABLET_LOST).await;
    let order = order(&tablet).await;
    assert_eq!(order.lost_at, now());
    assert_eq!(order.seal_to, feltbok_server::authority::evidence_key(house.app(), house.admin.company_id));
    all_are_refused(&tablet, code::TABLET_LOST).await;
    let crl = feltbok_server::authority::revoked(house.app(), house.admin.company_id).await.unwrap();
    let whole = house.app().store.revoked_certificates(house.admin.company_id).await.unwrap();
    assert_eq!((whole.len(), whole[0].at, crl.is_empty()), (1, now(), false));

    // The others notice nothing, and can put nothing.
    other.sync(vec![], vec![]).await;
    let part = seal_file(b"a", &order.seal_to).unwrap();
    assert_eq!(told(&other.send(Method::GET, "/v1/lost", &[], vec![]).await), (404, code::NOT_FOUND.into()));
    assert_eq!(told(&put(&other, &hex(&part), &part).await), (404, code::NOT_FOUND.into()));
    assert_eq!(told(&say_erased(&other, &last_word(&[])).await), (404, code::NOT_FOUND.into()));
    other.sync(vec![], vec![]).await;
    assert!(!house.folder.path().join("files").join(house.admin.company_id.to_string()).join("sealed").exists());
}

#[tokio::test]
async fn parts_are_kept_once_and_only_as_what_they_say() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    lose(&house, &tablet).await;
    let seal_to = order(&tablet).await.seal_to;
    let (first, second) = (seal_file(b"one", &seal_to).unwrap(), seal_file(b"two", &seal_to).unwrap());
    assert_eq!(told(&put(&tablet, &hex(&first), &second).await), (400, code::MALFORMED.into()));
    assert_eq!(told(&put(&tablet, "..%2Ffiles", &first).await), (400, code::MALFORMED.into()));
    assert_eq!(told(&put(&tablet, &"A".repeat(64), &first).await), (400, code::MALFORMED.into()));
    let huge = vec![0; PART_BYTES_MAX + 1];
    assert_eq!(told(&put(&tablet, &hex(&huge), &huge).await), (413, code::TOO_LARGE.into()));
    for _ in 0..2 {
        assert_eq!(put(&tablet, &hex(&first), &first).await.status, StatusCode::NO_CONTENT);
    }
    let kept = house.app().files.read_sealed(house.admin.company_id, &hex(&first)).await.unwrap();
    assert_eq!(kept.as_deref(), Some(first.as_slice()));
    assert!(
        house.app().files.read(house.admin.company_id, &hex(&first)).await.unwrap().is_none(),
        "no customer's file"
    );
    let sealed = house.app().store.sealed(&house.admin, tablet.id).await.unwrap();
    assert_eq!((sealed.parts.len(), sealed.is_whole), (1, false));

    let word = last_word(&[&first, &second]);
    let lies = Erased { parts: vec![hex(&first), hex(&first)], ..word.clone() };
    assert_eq!(told(&say_erased(&tablet, &lies).await), (400, code::MALFORMED.into()));
    for _ in 0..2 {
        assert_eq!(missing(&say_erased(&tablet, &word).await), [hex(&second)]);
    }
    all_are_refused(&tablet, code::TABLET_LOST).await;
    assert_eq!(put(&tablet, &hex(&second), &second).await.status, StatusCode::NO_CONTENT);
    assert!(missing(&say_erased(&tablet, &word).await).is_empty());

    // Its token opens nothing any more; only its last word is answered as before.
    all_are_refused(&tablet, code::TABLET_REVOKED).await;
    for reply in [tablet.send(Method::GET, "/v1/lost", &[], vec![]).await, put(&tablet, &hex(&first), &first).await] {
        assert_eq!(told(&reply), (401, code::TABLET_REVOKED.into()));
    }
    assert!(missing(&say_erased(&tablet, &word).await).is_empty());
    let row = house.app().store.tablets(&house.admin).await.unwrap().remove(0);
    let lost = row.lost.unwrap();
    assert_eq!((lost.parts, lost.parts_received, lost.by_name), (2, 2, house.admin.name.clone()));
    assert_eq!(lost.erased.map(|erased| (erased.operations, erased.files)), Some((2, 1)));
}

#[tokio::test]
async fn an_order_is_withdrawn_until_it_was_handed_out() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    lose(&house, &tablet).await;
    house.app().store.found(&house.admin, tablet.id, now()).await.unwrap();
    assert_eq!(told(&tablet.send(Method::GET, "/v1/lost", &[], vec![]).await), (404, code::NOT_FOUND.into()));
    all_are_refused(&tablet, code::TABLET_REVOKED).await;
    lose(&house, &tablet).await;
    order(&tablet).await;
    assert!(house.app().store.found(&house.admin, tablet.id, now()).await.is_err());
}

#[tokio::test]
async fn a_strangers_token_gets_no_order_and_a_forged_request_changes_nothing() {
    let house = House::open().await;
    let mut tablet = house.tablet(0).await;
    lose(&house, &tablet).await;
    tablet.key = ed25519_dalek::SigningKey::from_bytes(&[99; 32]);
    assert_eq!(told(&tablet.send(Method::GET, "/v1/lost", &[], vec![]).await), (401, code::BAD_SIGNATURE.into()));
    house.app().store.found(&house.admin, tablet.id, now()).await.unwrap();
    tablet.token = "x".into();
    assert_eq!(told(&tablet.send(Method::GET, "/v1/lost", &[], vec![]).await), (401, code::TABLET_REVOKED.into()));
    let foreign = house.app().store.give_for_lost(&house.admin, Id::from_u128(1), now()).await;
    assert!(matches!(foreign, Err(feltbok_server_store::StoreError::NotFound)));
}

#[tokio::test]
async fn a_listening_tablet_is_woken_and_its_stream_ends() {
    let house = House::open().await;
    let (tablet, other) = (house.tablet(0).await, house.tablet(1).await);
    let nonce = tablet.fresh_nonce();
    let mut stream = tablet.request(&nonce, Method::GET, "/v1/poke", &[], vec![]).await;
    assert!(stream.headers().contains_key(auth::SERVER_SIGNATURE));
    let mut heard = String::new();
    while heard.matches("data:").count() < 4 {
        heard.push_str(&String::from_utf8_lossy(&stream.chunk().await.unwrap().unwrap()));
    }
    house.app().pokes.shut_out(house.admin.company_id, other.id);
    let desk = crate::console::Desk::open(&house, feltbok_server_store::Role::Dispatcher).await;
    let gone = desk.ask(Method::POST, &format!("/api/console/tablets/{}/lost", tablet.id), None).await;
    assert_eq!(gone.0, StatusCode::OK, "{gone:?}");
    let mut last = String::new();
    while let Some(piece) = stream.chunk().await.unwrap() {
        last.push_str(&String::from_utf8_lossy(&piece));
    }
    assert_eq!(last.matches("data:").count(), 1, "{last}");
}
