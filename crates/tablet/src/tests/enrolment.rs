//! Invites that are none, too old or unsafe; servers that are not there or not the right one.

use ed25519_dalek::SigningKey;
use feltbok_domain::lang::Lang;
use feltbok_protocol::invite::Invite;
use jiff::SignedDuration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::{
    house::{House, PIN},
    records::{COMPANY, id, start},
};
use crate::{ErrorCode, Tablet};

fn invite(url: &str, minutes: i64) -> String {
    let key = SigningKey::from_bytes(&[9; 32]);
    let invite = Invite {
        url: url.into(),
        company_id: id(COMPANY),
        company: "Nordlys Service AS".into(),
        technician: "Kari Nord".into(),
        secret: "c2VjcmV0".into(),
        expires_at: start().checked_add(SignedDuration::from_mins(minutes)).unwrap(),
        server_key: data_encoding::BASE64URL_NOPAD.encode(key.verifying_key().as_bytes()),
        tls_pin: None,
    };
    invite.seal(&key)
}

async fn refused(tablet: &Tablet, text: &str) -> ErrorCode {
    tablet.enrol(text, PIN, Lang::English).await.unwrap_err().code
}

#[tokio::test]
async fn an_invite_says_who_invites_before_anything_is_sent() {
    let house = House::empty();
    let tablet = house.start();
    let view = tablet.read_invite(&invite("http://127.0.0.1:8430", 5)).unwrap();
    assert_eq!((view.host.as_str(), view.secure), ("127.0.0.1:8430", false));
    assert_eq!(view.company, "Nordlys Service AS");
}

#[tokio::test]
async fn what_is_no_invite_too_old_changed_or_unsafe_is_refused() {
    let house = House::empty();
    let tablet = house.start();
    assert_eq!(refused(&tablet, "https://shop.example/").await, ErrorCode::NotAnInvite);
    assert_eq!(refused(&tablet, &invite("http://127.0.0.1:9", 0)).await, ErrorCode::InviteExpired);
    assert_eq!(refused(&tablet, &invite("http://service.example", 5)).await, ErrorCode::InviteUnsafe);
    let mut changed = invite("http://127.0.0.1:9", 5);
    changed.replace_range(12..13, if &changed[12..13] == "A" { "B" } else { "A" });
    assert!(matches!(refused(&tablet, &changed).await, ErrorCode::InviteChanged | ErrorCode::NotAnInvite));
}

#[tokio::test]
async fn a_pin_that_is_too_short_is_refused_before_the_invite_is_used() {
    let house = House::empty();
    let tablet = house.start();
    let error = tablet.enrol(&invite("http://127.0.0.1:9", 5), "12", Lang::English).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::PinForm);
}

#[tokio::test]
async fn an_enrolled_tablet_takes_no_second_invite() {
    let house = House::new();
    let tablet = house.start();
    assert_eq!(refused(&tablet, &invite("http://127.0.0.1:9", 5)).await, ErrorCode::AlreadyEnrolled);
}

#[tokio::test]
async fn a_server_that_is_not_there_leaves_the_tablet_as_it_was() {
    let house = House::empty();
    let tablet = house.start();
    assert_eq!(refused(&tablet, &invite("http://127.0.0.1:9", 5)).await, ErrorCode::Unreachable);
    assert!(!tablet.is_enrolled());
}

#[tokio::test]
async fn a_captive_portal_is_not_the_server() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let portal = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).await.unwrap();
        let page = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nLogin";
        stream.write_all(page.as_bytes()).await.unwrap();
    });
    let house = House::empty();
    let tablet = house.start();
    assert_eq!(refused(&tablet, &invite(&url, 5)).await, ErrorCode::WrongServer);
    portal.await.unwrap();
    assert!(!tablet.is_enrolled());
}
