//! Push and pull over HTTP.

use feltbok_protocol::{feed::Cursor, operation::Outcome, record::RecordKind, wire_error::code};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};

use crate::{
    fixture::{JOB, Pen, begin, id},
    tablet::House,
};

#[tokio::test]
async fn a_visit_goes_up_and_comes_back() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let first = tablet.sync(vec![], vec![]).await;
    assert_eq!((first.last_dev_seq, first.feeds.len()), (0, 4));
    let cursors: Vec<Cursor> =
        first.pages.iter().map(|page| Cursor { feed: page.feed.clone(), seq: page.to }).collect();
    let pushed = tablet.sync(cursors.clone(), Pen::new(1).whole_visit(id(300), 0, 0)).await;
    assert!(pushed.results.iter().all(|result| result.outcome == Outcome::Applied), "{:?}", pushed.results);
    assert_eq!(pushed.missing_files.len(), 1);
    let kinds: Vec<RecordKind> =
        pushed.pages.iter().flat_map(|page| page.changes.iter().map(|change| change.kind)).collect();
    for kind in [RecordKind::Job, RecordKind::Visit, RecordKind::Passport, RecordKind::StockLevel] {
        assert!(kinds.contains(&kind), "{kind:?} in {kinds:?}");
    }
    // The same request again: the same results, nothing new.
    let again = tablet.sync(cursors, Pen::new(1).whole_visit(id(300), 0, 0)).await;
    assert_eq!((again.results, again.pages), (pushed.results, pushed.pages));
}

#[tokio::test]
async fn packed_both_ways_says_the_same() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let body = serde_json::to_vec(&tablet.sync_request(vec![], vec![])).unwrap();
    let packed = zstd::bulk::compress(&body, 3).unwrap();
    let headers = [("content-encoding", "zstd"), ("accept-encoding", "zstd")];
    let reply = tablet.send(Method::POST, "/v1/sync", &headers, packed).await;
    assert_eq!((reply.status, reply.header("content-encoding")), (StatusCode::OK, "zstd"));
    let unpacked = zstd::bulk::decompress(&reply.body, 1 << 24).unwrap();
    let plain = tablet.send(Method::POST, "/v1/sync", &[], body).await;
    assert_eq!(unpacked, plain.body);
}

#[tokio::test]
async fn a_wrong_clock_locks_nobody_out_and_is_seen() {
    let house = House::open().await;
    let mut tablet = house.tablet(0).await;
    tablet.now -= SignedDuration::from_hours(24 * 365);
    let answer = tablet.sync(vec![], vec![Pen::new(1).visit(id(300), 0, begin(0, 0))]).await;
    assert_eq!(answer.results[0].outcome, Outcome::Applied);
    // A minute later it is written down.
    house.clock.advance(SignedDuration::from_mins(2));
    tablet.sync(vec![], vec![]).await;
    let known = house.app().store.tablets(&house.admin).await.unwrap();
    assert!(known[0].clock_offset_ms > 300 * 24 * 3_600_000);
}

#[tokio::test]
async fn a_cloned_tablet_is_told_so() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    tablet.sync(vec![], vec![Pen::new(1).visit(id(300), 0, begin(0, 0))]).await;
    let other = tablet.sync_request(vec![], vec![Pen::new(1).visit(id(301), 0, begin(0, 0))]);
    let reply = tablet.send(Method::POST, "/v1/sync", &[], serde_json::to_vec(&other).unwrap()).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::CONFLICT, code::TABLET_CLONED));
    assert_eq!(house.app().store.job(&house.admin, JOB[0]).await.unwrap().visits.len(), 1);
}
