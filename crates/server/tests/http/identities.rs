//! Every route with every wrong identity: nothing is told, nothing is changed.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::SigningKey;
use feltbok_domain::ids::Id;
use feltbok_protocol::{feed::FeedId, wire_error::code};
use reqwest::{Method, StatusCode};

use crate::{
    fixture::{TECHNICIAN, VAN, now},
    tablet::{House, Tablet},
};

/// Every route of the tablets' API that needs an identity.
fn routes() -> Vec<(Method, String)> {
    let sha256 = "a".repeat(64);
    vec![
        (Method::POST, "/v1/sync".into()),
        (Method::POST, "/v1/certificate".into()),
        (Method::GET, "/v1/snapshot/company".into()),
        (Method::GET, format!("/v1/snapshot/company/{sha256}")),
        (Method::GET, "/v1/poke".into()),
        (Method::POST, "/v1/files".into()),
        (Method::GET, format!("/v1/files/{sha256}")),
        (Method::HEAD, format!("/v1/files/{}", Id::nil())),
        (Method::PATCH, format!("/v1/files/{}", Id::nil())),
        (Method::DELETE, format!("/v1/files/{}", Id::nil())),
    ]
}

pub async fn all_are_refused(tablet: &Tablet, expected: &str) {
    for (method, path) in routes() {
        let reply = tablet.send(method.clone(), &path, &[("tus-resumable", "1.0.0")], vec![]).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{method} {path}");
        if method != Method::HEAD {
            assert_eq!(reply.code(), expected, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn without_a_known_token_every_route_is_shut() {
    let house = House::open().await;
    let mut tablet = house.tablet(0).await;
    let good = tablet.token.clone();
    let mut bytes = BASE64URL_NOPAD.decode(good.as_bytes()).unwrap();
    // Another secret for the same company; the same secret for another company; no token at all.
    bytes[40] ^= 1;
    let other_secret = BASE64URL_NOPAD.encode(&bytes);
    bytes[40] ^= 1;
    bytes[3] ^= 1;
    let other_company = BASE64URL_NOPAD.encode(&bytes);
    for token in [other_secret, other_company, String::new(), "x".into()] {
        tablet.token = token;
        all_are_refused(&tablet, code::TABLET_REVOKED).await;
    }
}

#[tokio::test]
async fn a_stolen_token_without_the_key_is_of_no_use() {
    let house = House::open().await;
    let mut tablet = house.tablet(0).await;
    tablet.key = SigningKey::from_bytes(&[99; 32]);
    all_are_refused(&tablet, code::BAD_SIGNATURE).await;
}

#[tokio::test]
async fn a_revoked_tablet_is_shut_out_at_once() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    house.app().store.revoke_tablet(&house.admin, tablet.id, now()).await.unwrap();
    all_are_refused(&tablet, code::TABLET_REVOKED).await;
}

#[tokio::test]
async fn a_request_is_heard_once() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let body = serde_json::to_vec(&tablet.sync_request(vec![], vec![])).unwrap();
    let first = tablet.send_with("same", Method::POST, "/v1/sync", &[], body.clone()).await;
    assert_eq!(first.status, StatusCode::OK);
    let again = tablet.send_with("same", Method::POST, "/v1/sync", &[], body).await;
    assert_eq!((again.status, again.code().as_str()), (StatusCode::UNAUTHORIZED, code::BAD_SIGNATURE));
}

#[tokio::test]
async fn foreign_feeds_files_and_uploads_are_not_there() {
    let house = House::open().await;
    let (tablet, other) = (house.tablet(0).await, house.tablet(1).await);
    let sha256 = "b".repeat(64);
    let metadata = format!(
        "sha256 {},role {}",
        data_encoding::BASE64.encode(sha256.as_bytes()),
        data_encoding::BASE64.encode(b"photo")
    );
    let tus = [("tus-resumable", "1.0.0"), ("upload-length", "10"), ("upload-metadata", metadata.as_str())];
    let begun = other.send(Method::POST, "/v1/files", &tus, vec![]).await;
    assert_eq!(begun.status, StatusCode::CREATED);
    let upload = begun.header("location").to_owned();
    let foreign = [
        (Method::GET, format!("/v1/snapshot/{}", FeedId::Tech(TECHNICIAN[1]))),
        (Method::GET, format!("/v1/snapshot/{}", FeedId::Stock(VAN[1]))),
        (Method::GET, format!("/v1/snapshot/{}", FeedId::Catalogue(TECHNICIAN[0]))),
        (Method::GET, "/v1/snapshot/everything".into()),
        (Method::GET, format!("/v1/files/{sha256}")),
        (Method::HEAD, upload.clone()),
        (Method::PATCH, upload.clone()),
        (Method::DELETE, upload.clone()),
    ];
    let headers =
        [("tus-resumable", "1.0.0"), ("upload-offset", "0"), ("content-type", "application/offset+octet-stream")];
    for (method, path) in foreign {
        let reply = tablet.send(method.clone(), &path, &headers, vec![]).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{method} {path}");
    }
    let standing = other.send(Method::HEAD, &upload, &headers, vec![]).await;
    assert_eq!((standing.status, standing.header("upload-offset")), (StatusCode::OK, "0"));
}
