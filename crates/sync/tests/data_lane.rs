//! The data lane: batches, backoff, refusals, epochs, pages.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod common;

use std::time::Duration;

use common::{Desk, operation, page, result};
use feltbok_domain::ids::Id;
use feltbok_protocol::{
    feed::Change,
    record::RecordKind,
    wire_error::{WireError, code},
};
use feltbok_sync::{Answer, Failure, Halt, Lane, PageOutcome, Request, Resend, Step, SyncState};
use jiff::SignedDuration;

fn state(desk: &Desk) -> SyncState {
    desk.engine.status(&desk.store, desk.now).unwrap().state
}

#[test]
fn everything_waiting_is_pushed_batch_after_batch_without_a_pause() {
    let mut desk = Desk::new();
    desk.store.add_operations(430);
    let sizes: Vec<usize> = (0..3).map(|_| desk.sync_well().operations.len()).collect();
    assert_eq!(sizes, [200, 200, 30]);
    assert!(matches!(desk.step(Lane::Data), Step::Wait { until: Some(_) }));
    assert_eq!(state(&desk), SyncState::Idle);
}

#[test]
fn sending_is_counted_over_all_batches() {
    let mut desk = Desk::new();
    desk.store.add_operations(450);
    desk.sync_well();
    desk.sync_request();
    assert_eq!(state(&desk), SyncState::Sending { n: 201, total: 450 });
}

#[test]
fn a_batch_is_halved_with_every_time_out_and_grows_again() {
    let mut desk = Desk::new();
    desk.store.add_operations(2_000);
    desk.sync_request();
    for _ in 0..3 {
        desk.fail(Lane::Data, Failure::TimedOut);
        desk.retry(Lane::Data);
    }
    assert_eq!(desk.store.memory().batches, [200, 100, 50, 25]);
    let batch: Vec<_> = (1..=25).map(operation).collect();
    let mut response = desk.good(&feltbok_protocol::sync::SyncRequest { operations: batch, ..request_like(&desk) });
    response.last_dev_seq = 25;
    desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
    assert_eq!(desk.sync_request().operations.len(), 50);
}

fn request_like(desk: &Desk) -> feltbok_protocol::sync::SyncRequest {
    feltbok_protocol::sync::SyncRequest {
        protocol: 1,
        app_version: String::new(),
        epoch: None,
        device_time: desk.now,
        cursors: Vec::new(),
        operations: Vec::new(),
        backlog: 0,
        push_only: false,
    }
}

#[test]
fn offline_is_normal_and_waits_ever_longer_until_the_network_is_back() {
    let mut desk = Desk::new();
    desk.sync_request();
    for _ in 0..12 {
        desk.fail(Lane::Data, Failure::Unreachable);
        assert_eq!(state(&desk), SyncState::Offline);
        desk.retry(Lane::Data);
    }
    desk.fail(Lane::Data, Failure::Unreachable);
    desk.engine.network_regained(desk.now);
    desk.sync_request();
}

#[test]
fn what_the_server_asks_to_wait_is_waited() {
    let mut desk = Desk::new();
    desk.sync_request();
    let error = WireError { code: code::RATE_LIMITED.into(), message: "slow down".into() };
    let retry_after = Some(Duration::from_secs(120));
    desk.fail(Lane::Data, Failure::Refused { status: 429, error, retry_after, server_time: None });
    desk.pass(119);
    let Step::Wait { until: Some(until) } = desk.step(Lane::Data) else { panic!("it did not wait") };
    assert!(until >= desk.now + SignedDuration::from_secs(1));
}

#[test]
fn a_captive_portal_is_told_apart_and_changes_nothing() {
    let mut desk = Desk::new();
    desk.store.add_operations(1);
    desk.sync_request();
    desk.fail(Lane::Data, Failure::NotTheServer);
    assert_eq!(state(&desk), SyncState::Captive);
    assert!(desk.store.memory().results.is_empty());
    desk.retry(Lane::Data);
    desk.fail(Lane::Data, Failure::WrongServer);
    assert_eq!(state(&desk), SyncState::WrongServer);
    assert_eq!(desk.engine.halted(), None, "it may be a fault of the network");
}

#[test]
fn states_that_need_a_person_stop_both_lanes_until_somebody_acts() {
    for (wire, halt, shown) in [
        (code::TABLET_REVOKED, Halt::Revoked, SyncState::Revoked),
        (code::TABLET_LOST, Halt::Lost, SyncState::Lost),
        (code::TABLET_CLONED, Halt::Cloned, SyncState::Cloned),
        (code::PROTOCOL_TOO_OLD, Halt::NeedsUpdate, SyncState::NeedsUpdate),
    ] {
        let mut desk = Desk::new();
        desk.store.add_operations(3);
        desk.sync_request();
        desk.refuse(Lane::Data, 403, wire);
        assert_eq!((desk.engine.halted(), state(&desk)), (Some(halt), shown));
        desk.pass(100_000);
        for lane in [Lane::Data, Lane::Files] {
            assert_eq!(desk.step(lane), Step::Wait { until: None });
        }
        desk.engine.resume(desk.now);
        assert_eq!(desk.sync_well().operations.len(), 3, "unsent work stayed");
    }
}

#[test]
fn an_older_server_is_asked_again_later() {
    let mut desk = Desk::new();
    desk.sync_request();
    desk.refuse(Lane::Data, 400, code::PROTOCOL_TOO_NEW);
    assert_eq!(state(&desk), SyncState::ServerTooOld);
    desk.retry(Lane::Data);
}

#[test]
fn an_operation_that_the_server_cannot_read_does_not_stop_receiving() {
    let mut desk = Desk::new();
    desk.store.add_operations(4);
    for expected in [4, 4, 4, 4, 4, 4, 3, 1] {
        assert_eq!(desk.sync_request().operations.len(), expected);
        desk.refuse(Lane::Data, 400, code::MALFORMED);
        desk.pass(10_000);
    }
    assert_eq!(desk.sync_request().operations.len(), 1, "it is tried again now and then");
    desk.refuse(Lane::Data, 400, code::MALFORMED);
    desk.engine.poke(desk.now);
    let pull = desk.sync_well();
    assert!(pull.operations.is_empty());
    assert_eq!(state(&desk), SyncState::PushRefused);
}

#[test]
fn a_gap_is_answered_by_asking_where_the_server_stands() {
    let mut desk = Desk::new();
    desk.store.add_operations(3);
    desk.sync_request();
    desk.refuse(Lane::Data, 409, code::SEQUENCE_GAP);
    let Request::Sync(asks) = desk.retry(Lane::Data) else { panic!() };
    assert!(asks.operations.is_empty());
}

#[test]
fn a_server_that_lost_work_gets_it_again_or_the_tablet_enrols_anew() {
    for (resend, halted) in [(Resend::Ready(2), None), (Resend::Gap, Some(Halt::Cloned))] {
        let mut desk = Desk::new();
        desk.store.add_operations(5);
        desk.sync_well();
        desk.store.memory().resend = Some(resend);
        desk.engine.poke(desk.now);
        let request = desk.sync_request();
        let mut response = desk.good(&request);
        response.last_dev_seq = 3;
        desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
        assert_eq!(desk.store.memory().pushed_again_after, Some(3));
        assert_eq!(desk.engine.halted(), halted);
        if halted.is_none() {
            assert_eq!(desk.sync_request().operations.len(), 2);
        }
    }
}

#[test]
fn a_number_that_another_tablet_used_stops_sync() {
    let mut desk = Desk::new();
    desk.store.add_operations(2);
    let request = desk.sync_request();
    let mut response = desk.good(&request);
    response.results[1].op_id = Id::from_u128(999);
    desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
    assert_eq!(desk.engine.halted(), Some(Halt::Cloned));
    assert!(desk.store.memory().results.is_empty());

    let mut desk = Desk::new();
    let request = desk.sync_request();
    let mut response = desk.good(&request);
    response.last_dev_seq = 12;
    desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
    assert_eq!(desk.engine.halted(), Some(Halt::Cloned), "the server knows more than was ever sent");
}

#[test]
fn a_push_without_results_backs_off_instead_of_spinning() {
    let mut desk = Desk::new();
    desk.store.add_operations(2);
    let mut asked = 0;
    while let Step::Send(Request::Sync(request)) = desk.step(Lane::Data) {
        let mut response = desk.good(&request);
        response.results.clear();
        response.last_dev_seq = 0;
        desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
        asked += 1;
        assert!(asked < 5, "it spins");
    }
    assert_eq!(desk.engine.status(&desk.store, desk.now).unwrap().waiting.operations, 2);
}

#[test]
fn pages_of_another_epoch_are_not_applied_and_everything_is_asked_again() {
    let mut desk = Desk::new();
    let request = desk.sync_request();
    let mut response = desk.good(&request);
    response.epoch = Id::from_u128(2);
    response.pages = vec![page(100, 110, 110)];
    desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
    assert!(desk.store.memory().applied.is_empty());
    let next = desk.sync_request();
    assert_eq!((next.epoch, next.cursors[0].seq), (Some(Id::from_u128(2)), 0));
}

#[test]
fn a_feed_with_more_is_pulled_at_once() {
    let mut desk = Desk::new();
    let request = desk.sync_request();
    let mut response = desk.good(&request);
    response.pages = vec![page(100, 150, 300)];
    desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
    assert_eq!(desk.sync_request().cursors[0].seq, 150);
}

#[test]
fn a_page_with_records_of_another_feed_is_dropped() {
    let mut desk = Desk::new();
    let request = desk.sync_request();
    let mut response = desk.good(&request);
    let mut foreign = page(100, 101, 101);
    foreign.changes = vec![Change { seq: 101, kind: RecordKind::Part, id: Id::nil(), rev: 1, body: None }];
    response.pages = vec![foreign];
    desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
    assert!(desk.store.memory().applied.is_empty());
}

#[test]
fn a_digest_that_differs_is_refetched_at_once_and_then_ever_more_rarely() {
    let mut desk = Desk::new();
    desk.store.memory().next_page = Some(PageOutcome::DigestDiffers);
    for _ in 0..20 {
        desk.engine.poke(desk.now);
        let request = desk.sync_request();
        let mut response = desk.good(&request);
        response.pages = vec![page(0, 110, 110)];
        desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
        desk.pass(5);
    }
    let resets = desk.store.memory().resets;
    assert!((1..=3).contains(&resets), "{resets} in 100 seconds");
}

#[test]
fn an_edit_is_pushed_soon_but_typing_may_fold_first() {
    let mut desk = Desk::new();
    desk.sync_well();
    desk.store.add_operations(1);
    desk.engine.work_waits(desk.now);
    assert!(matches!(desk.step(Lane::Data), Step::Wait { until: Some(_) }));
    desk.pass(1);
    desk.engine.work_waits(desk.now);
    desk.pass(1);
    assert_eq!(desk.sync_request().operations.len(), 1, "further typing does not put the push off");
}

#[test]
fn work_that_waits_is_tried_every_minute_and_an_idle_tablet_looks_now_and_then() {
    let mut desk = Desk::new();
    desk.sync_well();
    desk.pass(299);
    assert!(matches!(desk.step(Lane::Data), Step::Wait { .. }));
    desk.pass(1);
    desk.store.add_file("photo", feltbok_protocol::file::FileRole::Photo, 10);
    desk.sync_well();
    desk.pass(60);
    desk.sync_request();
}

#[test]
fn a_request_that_its_driver_lost_does_not_stop_the_lane() {
    let mut desk = Desk::new();
    desk.store.add_operations(1);
    desk.sync_request();
    desk.pass(100);
    assert_eq!(desk.step(Lane::Data), Step::Wait { until: None }, "it may still be answered");
    desk.pass(30);
    desk.step(Lane::Data);
    desk.engine.poke(desk.now);
    assert_eq!(desk.sync_well().operations.len(), 1);
}

#[test]
fn a_clock_set_back_does_not_make_waits_longer() {
    let mut desk = Desk::new();
    desk.sync_well();
    desk.pass(-86_400);
    desk.sync_request();
    desk.fail(Lane::Data, Failure::Unreachable);
    desk.pass(-86_400);
    desk.sync_request();
}

#[test]
fn a_lane_that_read_the_clock_first_and_is_heard_second_does_not_undo_a_wait() {
    let mut desk = Desk::new();
    desk.sync_request();
    desk.fail(Lane::Data, Failure::Unreachable);
    let Step::Wait { until: Some(until) } = desk.step(Lane::Data) else { panic!("the lane backs off") };
    let earlier = desk.now - SignedDuration::from_millis(1);
    desk.engine.next_step(Lane::Files, &desk.store, earlier).unwrap();
    assert_eq!(desk.step(Lane::Data), Step::Wait { until: Some(until) });
}

#[test]
fn who_asks_while_a_try_fails_does_not_wait_for_the_next_one() {
    let mut desk = Desk::new();
    for _ in 0..8 {
        desk.retry(Lane::Data);
        desk.fail(Lane::Data, Failure::Unreachable);
    }
    desk.retry(Lane::Data);
    desk.engine.poke(desk.now);
    desk.fail(Lane::Data, Failure::Unreachable);
    desk.sync_request();
    desk.fail(Lane::Data, Failure::Unreachable);
    assert!(matches!(desk.step(Lane::Data), Step::Wait { .. }), "who asks once makes one try more");
}

#[test]
fn a_clock_that_is_off_by_more_than_five_minutes_is_shown() {
    let mut desk = Desk::new();
    for (minutes, shown) in [(4, None), (6, Some(6 * 60_000)), (-6, Some(-6 * 60_000))] {
        desk.engine.poke(desk.now);
        let request = desk.sync_request();
        let mut response = desk.good(&request);
        response.server_time = desk.now + SignedDuration::from_mins(minutes);
        desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
        assert_eq!(desk.engine.status(&desk.store, desk.now).unwrap().clock_skew_ms, shown);
    }
}

#[test]
fn an_answer_that_nobody_waits_for_changes_nothing() {
    let mut desk = Desk::new();
    desk.store.add_operations(1);
    let request = desk.sync_well();
    let response = desk.good(&request);
    desk.answer(Lane::Data, Answer::Sync(Box::new(response)));
    assert_eq!(desk.store.memory().results, [result(&operation(1))]);
}
