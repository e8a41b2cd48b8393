//! Invites over HTTP: used, expired, foreign, changed.

use feltbok_protocol::{PROTOCOL, wire_error::code};
use feltbok_server::Limits;
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};

use crate::tablet::House;

#[tokio::test]
async fn an_invite_is_good_once_for_ten_minutes_at_its_server() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let invite = house.invite(1).await;
    tablet.enrol(&invite).await.unwrap();
    assert_eq!(tablet.enrol(&invite).await.unwrap_err().code(), code::INVITE_USED);

    let late = house.invite(1).await;
    house.clock.advance(SignedDuration::from_mins(11));
    assert_eq!(tablet.enrol(&late).await.unwrap_err().code(), code::INVITE_EXPIRED);

    let other = House::open().await;
    other.clock.advance(SignedDuration::from_mins(11));
    let foreign = other.invite(1).await;
    assert_eq!(tablet.enrol(&foreign).await.unwrap_err().code(), code::INVITE_FOREIGN);

    let changed = house.invite(1).await.replacen("FELTBOK1.ey", "FELTBOK1.eY", 1);
    assert!(tablet.enrol(&changed).await.is_err());
    assert_eq!(tablet.enrol("https://example.org").await.unwrap_err().code(), code::MALFORMED);
    assert_eq!(house.app().store.tablets(&house.admin).await.unwrap().len(), 2);
}

#[tokio::test]
async fn another_protocol_is_told_which_side_to_update() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    for (protocol, expected) in [(0, code::PROTOCOL_TOO_OLD), (PROTOCOL + 1, code::PROTOCOL_TOO_NEW)] {
        let mut request = tablet.sync_request(vec![], vec![]);
        request.protocol = protocol;
        let reply = tablet.send(Method::POST, "/v1/sync", &[], serde_json::to_vec(&request).unwrap()).await;
        assert_eq!((reply.status, reply.code().as_str()), (StatusCode::UPGRADE_REQUIRED, expected));
    }
}

#[tokio::test]
async fn too_many_attempts_wait() {
    let house = House::open_with(Limits { enrol_per_minute: 2, sign_in_per_minute: 2, public_per_minute: 2 }).await;
    let tablet = house.tablet(0).await;
    assert_eq!(tablet.enrol("no invite").await.unwrap_err().code(), code::MALFORMED);
    let limited = tablet.enrol("no invite").await.unwrap_err();
    assert_eq!((limited.status, limited.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, code::RATE_LIMITED));
    assert_eq!(limited.header("retry-after"), "61");
    house.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(tablet.enrol("no invite").await.unwrap_err().code(), code::MALFORMED);
}
