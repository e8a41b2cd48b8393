//! The stream of pokes: the own feeds only, what others did to them, genuine from its head on, ended by a stop.

use feltbok_protocol::{auth, feed::FeedId, invite::verifying_key};
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

#[tokio::test]
async fn what_a_tablet_pushed_is_no_news_to_itself() {
    let house = House::open().await;
    let (tablet, store) = (house.tablet(0).await, &house.app().store);
    let nonce = tablet.fresh_nonce();
    let mut stream = tablet.request(&nonce, Method::GET, "/v1/poke", &[], vec![]).await;
    let pushed = tablet.sync(vec![], vec![Pen::new(1).visit(id(300), 0, begin(0, 0))]).await;
    let job = store.job(&house.admin, crate::fixture::JOB[1]).await.unwrap();
    let assigned = store
        .assign(&house.admin, job.job.id, job.rev, TECHNICIAN[0], None, None, crate::fixture::now())
        .await
        .unwrap();
    house.app().publish(crate::fixture::COMPANY, &assigned.moved);
    let mine = FeedId::Tech(TECHNICIAN[0]);
    let told = |head: u64| format!("\"feed\":\"{mine}\",\"head\":{head}}}");
    let of_push = pushed.pages.iter().find(|page| page.feed == mine).unwrap().head;
    let (_, of_office) = assigned.moved.iter().find(|(feed, _)| *feed == mine).unwrap();
    let mut heard = String::new();
    while !heard.contains(&told(*of_office)) {
        heard.push_str(&String::from_utf8_lossy(&stream.chunk().await.unwrap().expect("the stream goes on")));
    }
    assert!(!heard.contains(&told(of_push)), "{heard}");
}
