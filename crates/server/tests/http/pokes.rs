//! The stream of pokes: the own feeds only, genuine from its head on, ended by a stop.

use feltbok_protocol::{auth, invite::verifying_key};
use reqwest::Method;

use crate::{
    fixture::{Pen, TECHNICIAN, begin, id},
    tablet::House,
};

#[tokio::test]
async fn a_moved_feed_is_told_to_its_own_tablets_until_the_server_stops() {
    let house = House::open().await;
    let (tablet, other) = (house.tablet(0).await, house.tablet(1).await);
    let nonce = other.fresh_nonce();
    let mut stream = other.request(&nonce, Method::GET, "/v1/poke", &[], vec![]).await;
    let canonical = auth::canonical_response(&nonce, 200, &[]);
    let signature = stream.headers()[auth::SERVER_SIGNATURE].to_str().unwrap();
    assert!(auth::verify(&verifying_key(&other.server_key).unwrap(), &canonical, signature));
    tablet.sync(vec![], vec![Pen::new(1).visit(id(300), 0, begin(0, 0))]).await;
    let job = house.app().store.job(&house.admin, crate::fixture::JOB[0]).await.unwrap();
    let assigned =
        house.app().store.assign(&house.admin, job.job.id, job.rev, TECHNICIAN[1], None, None, crate::fixture::now());
    house.app().publish(crate::fixture::COMPANY, &assigned.await.unwrap().moved);
    let mine = format!("tech:{}", TECHNICIAN[1]);
    let mut heard = String::new();
    // Once for the head, once for the change.
    while heard.matches(&mine).count() < 2 {
        heard.push_str(&String::from_utf8_lossy(&stream.chunk().await.unwrap().expect("the stream goes on")));
    }
    house.server.stop().await;
    while let Ok(Some(piece)) = stream.chunk().await {
        heard.push_str(&String::from_utf8_lossy(&piece));
    }
    assert!(!heard.contains(&TECHNICIAN[0].to_string()), "{heard}");
}
