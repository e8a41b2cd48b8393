//! A first fill in chunks comes to what the feed's digest says.

use data_encoding::HEXLOWER;
use feltbok_protocol::{digest::FeedDigest, feed::Change, snapshot::Manifest};
use feltbok_server_store::api::Seed;
use reqwest::{Method, StatusCode};
use sha2::{Digest, Sha256};

use crate::{
    fixture::{COMPANY, id, now, part},
    tablet::House,
};

#[tokio::test]
async fn chunks_are_what_their_names_say_and_together_the_feed() {
    let house = House::open().await;
    let parts = (0..2_500).map(|number| part(id(10_000 + number), &format!("P-{number}"), false)).collect();
    house.app().store.seed(COMPANY, Seed { parts, ..Seed::default() }, now()).await.unwrap();
    let tablet = house.tablet(0).await;
    let path = format!("/v1/snapshot/catalogue:{COMPANY}");
    let reply = tablet.send(Method::GET, &path, &[], vec![]).await;
    let manifest: Manifest = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(manifest.chunks.len(), 3);
    let mut digest = FeedDigest::default();
    for chunk in &manifest.chunks {
        let bytes = tablet.send(Method::GET, &format!("{path}/{}", chunk.sha256), &[], vec![]).await.body;
        assert_eq!(HEXLOWER.encode(&Sha256::digest(&bytes)), chunk.sha256);
        let lines = zstd::bulk::decompress(&bytes, 1 << 24).unwrap();
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let change: Change = serde_json::from_slice(line).unwrap();
            digest.toggle(change.kind, change.id, change.rev);
        }
    }
    assert_eq!(digest.to_hex(), manifest.digest);
    let again = tablet.send(Method::GET, &path, &[], vec![]).await;
    assert_eq!(again.body, reply.body);
    // A chunk of one feed is none of another.
    let elsewhere = format!("/v1/snapshot/company/{}", manifest.chunks[0].sha256);
    assert_eq!(tablet.send(Method::GET, &elsewhere, &[], vec![]).await.status, StatusCode::NOT_FOUND);
}
