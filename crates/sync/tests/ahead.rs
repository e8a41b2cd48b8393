//! A long push: the next batch leaves while the last answer is still to be settled, and nothing depends on it.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod common;

use common::{Desk, feed, page};
use feltbok_protocol::{
    feed::Cursor,
    sync::{SyncRequest, SyncResponse},
    wire_error::code,
};
use feltbok_sync::{Answer, Engine, Failure, Halt, Lane, Request, Settings};

/// A desk whose first batch of 200 is on its way, with the second one numbered.
fn under_way(operations: u64) -> (Desk, SyncRequest) {
    let mut desk = Desk::new();
    desk.store.add_operations(operations);
    let request = desk.sync_request();
    desk.engine.meanwhile(&desk.store, desk.now).unwrap();
    (desk, request)
}

fn hear(desk: &mut Desk, response: SyncResponse) {
    desk.engine.hear(Lane::Data, Answer::Sync(Box::new(response)), &desk.store, desk.now).unwrap();
}

fn numbers(request: &SyncRequest) -> (u64, u64) {
    (request.operations.first().unwrap().dev_seq, request.operations.last().unwrap().dev_seq)
}

#[test]
fn the_next_batch_leaves_before_the_last_answer_is_settled() {
    let (mut desk, first) = under_way(450);
    let mut response = desk.good(&first);
    response.pages = vec![page(100, 130, 130)];
    hear(&mut desk, response);
    let second = desk.sync_request();
    assert_eq!(numbers(&second), (201, 400));
    assert_eq!(second.cursors, [Cursor { feed: feed(), seq: 130 }], "it asks from where the page will end");
    assert!(desk.store.memory().results.is_empty());
    desk.engine.meanwhile(&desk.store, desk.now).unwrap();
    assert_eq!(desk.store.memory().results.len(), 200);
    assert_eq!(desk.store.memory().applied.len(), 1);
}

#[test]
fn every_batch_is_answered_once_and_in_order_whether_or_not_there_was_time_between() {
    for quick in [0b0000, 0b1111, 0b0101, 0b0010] {
        let mut desk = Desk::new();
        desk.store.add_operations(750);
        for round in 0..4 {
            let request = desk.sync_request();
            if quick >> round & 1 == 1 {
                desk.engine.meanwhile(&desk.store, desk.now).unwrap();
            }
            let response = desk.good(&request);
            hear(&mut desk, response);
        }
        desk.engine.settle(&desk.store).unwrap();
        let answered: Vec<u64> = desk.store.memory().results.iter().map(|result| result.dev_seq).collect();
        assert_eq!(answered, (1..=750).collect::<Vec<_>>(), "with time in the rounds {quick:04b}");
    }
}

#[test]
fn an_app_that_ends_before_settling_sends_the_same_again() {
    let (mut desk, first) = under_way(450);
    let response = desk.good(&first);
    hear(&mut desk, response);
    desk.sync_request();
    desk.engine = Engine::new(Settings { push_operations_max: 200, ..Settings::new("1.0.0") }, 2);
    assert_eq!(numbers(&desk.sync_request()), (1, 200));
}

#[test]
fn what_was_numbered_ahead_waits_when_the_batch_before_it_is_lost() {
    let (mut desk, _) = under_way(450);
    desk.fail(Lane::Data, Failure::Unreachable);
    let Request::Sync(again) = desk.retry(Lane::Data) else { panic!("it did not sync") };
    assert_eq!(numbers(&again), (1, 200));
}

#[test]
fn a_batch_that_was_taken_in_halfway_is_settled_before_anything_is_sent() {
    let (mut desk, first) = under_way(450);
    let mut response = desk.good(&first);
    response.results.truncate(120);
    response.last_dev_seq = 120;
    hear(&mut desk, response);
    assert_eq!(numbers(&desk.sync_request()), (121, 320));
}

#[test]
fn an_answer_of_another_tablet_stops_the_push_although_the_next_batch_is_ready() {
    let (mut desk, first) = under_way(450);
    let mut response = desk.good(&first);
    response.results[7].op_id = feltbok_domain::ids::Id::from_u128(99_999);
    hear(&mut desk, response);
    assert_eq!(desk.engine.halted(), Some(Halt::Cloned));
}

#[test]
fn pages_are_left_for_the_last_batch_but_not_for_ever() {
    let mut desk = Desk::new();
    desk.store.add_operations(200 * 12);
    let without: Vec<bool> = (0..12).map(|_| desk.sync_well().push_only).collect();
    assert_eq!(without.iter().filter(|without| !**without).count(), 1, "{without:?}");
    assert!(!without[8]);
    assert!(!desk.sync_well().push_only, "what the last batch changed comes right behind it");
}

#[test]
fn the_answer_to_many_edits_does_not_wait_for_what_they_changed() {
    for (edits, comes_first) in [(49, false), (50, true)] {
        let mut desk = Desk::new();
        desk.store.add_operations(edits);
        assert_eq!(desk.sync_well().push_only, comes_first, "{edits} edits");
    }
}

#[test]
fn a_server_with_smaller_limits_is_not_asked_for_more_again() {
    let mut desk = Desk::new();
    desk.store.add_operations(1_000);
    desk.sync_request();
    desk.refuse(Lane::Data, 413, code::TOO_LARGE);
    let Request::Sync(smaller) = desk.retry(Lane::Data) else { panic!("it did not sync") };
    assert_eq!(smaller.operations.len(), 100);
    let response = desk.good(&smaller);
    desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
    assert_eq!(desk.sync_request().operations.len(), 100);
}
