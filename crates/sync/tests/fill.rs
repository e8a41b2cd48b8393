//! The first fill: snapshots in chunks, checked, resumed, and given up for pages.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod common;

use common::{Desk, chunk, epoch, feed, page, state};
use feltbok_domain::ids::Id;
use feltbok_protocol::{
    feed::{Body, Change, FeedId},
    record::RecordKind,
    snapshot::{Chunk, Manifest},
    wire_error::code,
};
use feltbok_sync::{Answer, Engine, Lane, Request, Settings, Step, SyncState};

fn rows(from: u64, count: u64) -> Vec<Change> {
    (from..from + count)
        .map(|seq| Change {
            seq,
            kind: RecordKind::Job,
            id: Id::from_u128(u128::from(seq)),
            rev: 1,
            body: Some(Body::from(&serde_json::json!({"n": seq}))),
        })
        .collect()
}

fn manifest(chunks: Vec<Chunk>) -> Manifest {
    Manifest { feed: feed(), epoch: epoch(), seq: 9_000, digest: "d".into(), chunks }
}

/// A desk whose server is far ahead, so that the engine asks for the manifest.
fn far_behind() -> Desk {
    let mut desk = Desk::new();
    desk.store.memory().position.feeds = vec![state(0, 0)];
    let request = desk.sync_request();
    let mut response = desk.good(&request);
    response.pages = vec![page(0, 1_000, 9_000)];
    desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
    assert_eq!(desk.request(Lane::Data), Request::Manifest { feed: feed() });
    desk
}

fn asked_chunk(desk: &mut Desk) -> String {
    match desk.request(Lane::Data) {
        Request::Chunk { feed: asked, chunk } => {
            assert_eq!(asked, feed());
            chunk.sha256
        }
        other => panic!("{other:?} instead of a chunk"),
    }
}

#[test]
fn a_feed_far_behind_comes_in_chunks_with_progress_and_then_pages() {
    let mut desk = far_behind();
    let (first, first_bytes) = chunk(&rows(1, 300));
    let (second, second_bytes) = chunk(&rows(301, 200));
    desk.answer(Lane::Data, Answer::Manifest(manifest(vec![first.clone(), second.clone()])));
    assert_eq!(asked_chunk(&mut desk), first.sha256);
    desk.bring(&first, &first_bytes);
    let status = desk.engine.status(&desk.store, desk.now).unwrap();
    assert_eq!(status.state, SyncState::Filling { done: 300, total: 500 });
    assert_eq!(asked_chunk(&mut desk), second.sha256);
    desk.bring(&second, &second_bytes);
    assert_eq!(desk.sync_request().cursors[0].seq, 9_000);
    assert_eq!(desk.store.memory().chunks.iter().map(|(_, rows)| rows.len()).sum::<usize>(), 500);
}

#[test]
fn a_fill_goes_on_after_a_restart_with_the_chunks_that_are_missing() {
    let mut desk = far_behind();
    let (first, first_bytes) = chunk(&rows(1, 3));
    let (second, _) = chunk(&rows(4, 3));
    desk.answer(Lane::Data, Answer::Manifest(manifest(vec![first.clone(), second.clone()])));
    asked_chunk(&mut desk);
    desk.bring(&first, &first_bytes);
    desk.engine = Engine::new(Settings::new("1.0.0"), 2);
    desk.sync_well();
    assert_eq!(asked_chunk(&mut desk), second.sha256);
}

/// A desk whose first chunk of three came and was heard only.
fn one_heard() -> (Desk, [(Chunk, Vec<u8>); 3]) {
    let mut desk = far_behind();
    let chunks = [chunk(&rows(1, 3)), chunk(&rows(4, 3)), chunk(&rows(7, 3))];
    desk.answer(Lane::Data, Answer::Manifest(manifest(chunks.iter().map(|(listed, _)| listed.clone()).collect())));
    assert_eq!(asked_chunk(&mut desk), chunks[0].0.sha256);
    desk.hear_chunk(&chunks[0].0, &chunks[0].1);
    (desk, chunks)
}

#[test]
fn the_next_chunk_travels_while_the_last_one_is_applied() {
    let (mut desk, chunks) = one_heard();
    assert_eq!(asked_chunk(&mut desk), chunks[1].0.sha256);
    assert!(desk.store.memory().chunks.is_empty() && !desk.engine.is_settled());
    desk.engine.meanwhile(&desk.store, desk.now).unwrap();
    assert_eq!(desk.store.memory().chunks.len(), 1);
    assert!(desk.engine.is_settled());
}

#[test]
fn every_chunk_is_applied_once_and_in_order_whether_or_not_there_was_time_between() {
    for quick in 0..8 {
        let mut desk = far_behind();
        let chunks = [chunk(&rows(1, 3)), chunk(&rows(4, 3)), chunk(&rows(7, 3))];
        let listed = chunks.iter().map(|(listed, _)| listed.clone()).collect();
        desk.answer(Lane::Data, Answer::Manifest(manifest(listed)));
        for (round, (listed, bytes)) in chunks.iter().enumerate() {
            assert_eq!(asked_chunk(&mut desk), listed.sha256);
            if quick >> round & 1 == 1 {
                desk.engine.meanwhile(&desk.store, desk.now).unwrap();
            }
            desk.hear_chunk(listed, bytes);
        }
        assert_eq!(desk.sync_request().cursors[0].seq, 9_000, "the fill is over");
        let applied: Vec<u64> =
            desk.store.memory().chunks.iter().flat_map(|(_, rows)| rows.iter().map(|row| row.seq)).collect();
        assert_eq!(applied, (1..10).collect::<Vec<_>>());
    }
}

#[test]
fn work_goes_before_the_next_chunk_and_behind_the_last() {
    let (mut desk, _) = one_heard();
    desk.store.add_operations(2);
    desk.engine.poke(desk.now);
    assert_eq!(desk.sync_request().operations.len(), 2);
    assert_eq!(desk.store.memory().chunks.len(), 1);
}

#[test]
fn a_chunk_that_was_only_heard_comes_again_after_a_restart() {
    let (mut desk, chunks) = one_heard();
    asked_chunk(&mut desk);
    desk.engine = Engine::new(Settings::new("1.0.0"), 2);
    desk.sync_well();
    assert_eq!(asked_chunk(&mut desk), chunks[0].0.sha256);
}

#[test]
fn work_is_pushed_between_chunks() {
    let mut desk = far_behind();
    let (first, first_bytes) = chunk(&rows(1, 3));
    let (second, _) = chunk(&rows(4, 3));
    desk.answer(Lane::Data, Answer::Manifest(manifest(vec![first.clone(), second])));
    asked_chunk(&mut desk);
    desk.store.add_operations(2);
    desk.engine.work_waits(desk.now);
    desk.pass(3);
    desk.bring(&first, &first_bytes);
    assert_eq!(desk.sync_request().operations.len(), 2);
}

#[test]
fn pokes_without_end_do_not_keep_a_fill_from_its_turn() {
    let mut desk = far_behind();
    let (first, first_bytes) = chunk(&rows(1, 3));
    desk.answer(Lane::Data, Answer::Manifest(manifest(vec![first.clone()])));
    desk.engine.poke(desk.now);
    desk.sync_well();
    desk.engine.poke(desk.now);
    assert_eq!(asked_chunk(&mut desk), first.sha256);
    desk.bring(&first, &first_bytes);
}

#[test]
fn a_chunk_that_is_not_what_its_manifest_says_is_not_applied() {
    let (good, bytes) = chunk(&rows(1, 3));
    let (_, other) = chunk(&rows(4, 3));
    let (foreign, foreign_bytes) = chunk(&[Change { kind: RecordKind::Part, ..rows(1, 1).remove(0) }]);
    let too_few = Chunk { rows: 4, ..good.clone() };
    for (listed, came) in [
        (good.clone(), other),
        (good.clone(), bytes[..bytes.len() / 2].to_vec()),
        (too_few, bytes.clone()),
        (foreign, foreign_bytes),
    ] {
        let mut desk = far_behind();
        desk.answer(Lane::Data, Answer::Manifest(manifest(vec![listed.clone()])));
        asked_chunk(&mut desk);
        desk.bring(&listed, &came);
        assert!(desk.store.memory().chunks.is_empty());
        assert_eq!(desk.store.memory().position.feeds[0].fill, None, "the server would bring the same again");
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    use sha2::Digest;
    let bytes = zstd::encode_all(std::io::Read::take(std::io::repeat(b' '), 200 * 1024 * 1024), 1).unwrap();
    let sha256 = data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(&bytes));
    let mut desk = far_behind();
    let listed = Chunk { sha256, bytes: bytes.len() as u64, rows: 0 };
    desk.answer(Lane::Data, Answer::Manifest(manifest(vec![listed.clone()])));
    asked_chunk(&mut desk);
    desk.bring(&listed, &bytes);
    assert!(desk.store.memory().chunks.is_empty());
}

#[test]
fn a_server_without_a_snapshot_is_read_by_pages() {
    let mut desk = far_behind();
    desk.refuse(Lane::Data, 404, code::NOT_FOUND);
    let Request::Sync(request) = desk.retry(Lane::Data) else { panic!() };
    assert_eq!(request.cursors[0].seq, 1_000);
    let mut response = desk.good(&request);
    response.pages = vec![page(1_000, 2_000, 9_000)];
    desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
    assert_eq!(desk.sync_request().cursors[0].seq, 2_000);
}

#[test]
fn a_chunk_that_is_gone_starts_the_fill_anew() {
    let mut desk = far_behind();
    let (first, _) = chunk(&rows(1, 3));
    desk.answer(Lane::Data, Answer::Manifest(manifest(vec![first])));
    asked_chunk(&mut desk);
    desk.refuse(Lane::Data, 404, code::NOT_FOUND);
    assert_eq!(desk.store.memory().position.feeds[0].fill, None);
    assert!(matches!(desk.retry(Lane::Data), Request::Sync(_)));
}

#[test]
fn a_snapshot_whose_chunks_keep_vanishing_is_replaced_by_pages() {
    let mut desk = far_behind();
    let (first, _) = chunk(&rows(1, 3));
    for _ in 0..2 {
        desk.answer(Lane::Data, Answer::Manifest(manifest(vec![first.clone()])));
        asked_chunk(&mut desk);
        desk.refuse(Lane::Data, 404, code::NOT_FOUND);
        let Request::Sync(request) = desk.retry(Lane::Data) else { panic!("a sync comes after a fill that broke") };
        let mut response = desk.good(&request);
        response.pages = vec![page(request.cursors[0].seq, request.cursors[0].seq + 1_000, 9_000)];
        desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
        if matches!(desk.engine.next_step(Lane::Data, &desk.store, desk.now), Ok(Step::Send(Request::Sync(_)))) {
            return;
        }
    }
    panic!("it begins again and again");
}

#[test]
fn a_manifest_of_another_feed_or_epoch_is_not_followed() {
    for wrong in [
        Manifest { feed: FeedId::Company, ..manifest(Vec::new()) },
        Manifest { epoch: Id::from_u128(77), ..manifest(Vec::new()) },
    ] {
        let mut desk = far_behind();
        desk.answer(Lane::Data, Answer::Manifest(wrong));
        assert_eq!(desk.store.memory().position.feeds[0].fill, None);
        desk.sync_request();
    }
}

#[test]
fn a_snapshot_that_does_not_give_its_own_digest_is_replaced_by_pages() {
    let mut desk = far_behind();
    let (first, bytes) = chunk(&rows(1, 3));
    desk.store.memory().digest_differs = true;
    desk.answer(Lane::Data, Answer::Manifest(manifest(vec![first.clone()])));
    asked_chunk(&mut desk);
    desk.bring(&first, &bytes);
    let request = desk.sync_request();
    assert_eq!((request.cursors[0].seq, desk.store.memory().resets), (0, 1));
}
