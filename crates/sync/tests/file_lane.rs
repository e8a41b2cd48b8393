//! The file lane: order, pieces, resuming, and files that will not go.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod common;

use common::Desk;
use feltbok_protocol::{file::FileRole, wire_error::code};
use feltbok_sync::{Answer, Failure, Halt, Lane, Request, Step};

const KIB: u64 = 1_024;

/// A desk that is online.
fn online() -> Desk {
    let mut desk = Desk::new();
    desk.sync_well();
    desk
}

fn created(desk: &mut Desk) -> String {
    let Request::FileCreate(file) = desk.request(Lane::Files) else { panic!("no creation") };
    desk.answer(Lane::Files, Answer::FileCreated { location: format!("/v1/files/{}", file.sha256), offset: 0 });
    file.sha256
}

fn piece(desk: &mut Desk) -> (String, u64, usize) {
    match desk.request(Lane::Files) {
        Request::FilePatch { location, offset, bytes } => (location, offset, bytes.len()),
        other => panic!("{other:?} instead of a piece"),
    }
}

#[test]
fn a_file_goes_in_growing_pieces() {
    let mut desk = online();
    desk.store.add_file("photo", FileRole::Photo, 1_000 * KIB);
    created(&mut desk);
    let mut sizes = Vec::new();
    while desk.store.memory().sent.is_empty() {
        let (_, offset, len) = piece(&mut desk);
        sizes.push(len as u64 / KIB);
        desk.answer(Lane::Files, Answer::FileOffset { offset: offset + len as u64 });
    }
    assert_eq!(sizes, [256, 512, 232]);
}

#[test]
fn a_signature_that_comes_up_goes_before_the_rest_of_a_photo() {
    let mut desk = online();
    desk.store.add_file("photo", FileRole::Photo, 1_000 * KIB);
    created(&mut desk);
    let (_, _, len) = piece(&mut desk);
    desk.store.add_file("signature", FileRole::Signature, 10);
    desk.answer(Lane::Files, Answer::FileOffset { offset: len as u64 });
    assert_eq!(created(&mut desk), "signature");
    piece(&mut desk);
    desk.answer(Lane::Files, Answer::FileOffset { offset: 10 });
    assert_eq!(piece(&mut desk), ("/v1/files/photo".into(), len as u64, 512 * 1_024));
}

#[test]
fn an_upload_goes_on_where_the_server_says_after_a_restart() {
    let mut desk = online();
    desk.store.add_file("photo", FileRole::Photo, 1_000 * KIB);
    created(&mut desk);
    desk.engine = feltbok_sync::Engine::new(feltbok_sync::Settings::new("1.0.0"), 9);
    desk.sync_well();
    assert_eq!(desk.request(Lane::Files), Request::FileOffset { location: "/v1/files/photo".into() });
    desk.answer(Lane::Files, Answer::FileOffset { offset: 300 * KIB });
    assert_eq!(piece(&mut desk).1, 300 * KIB);
}

#[test]
fn an_upload_that_the_server_let_go_is_opened_again() {
    let mut desk = online();
    desk.store.add_file("photo", FileRole::Photo, 1_000 * KIB);
    created(&mut desk);
    piece(&mut desk);
    desk.refuse(Lane::Files, 404, code::NOT_FOUND);
    created(&mut desk);
}

#[test]
fn another_offset_than_ours_is_asked_for() {
    let mut desk = online();
    desk.store.add_file("photo", FileRole::Photo, 1_000 * KIB);
    created(&mut desk);
    piece(&mut desk);
    desk.refuse(Lane::Files, 409, "offset");
    assert!(matches!(desk.retry(Lane::Files), Request::FileOffset { .. }));
}

#[test]
fn a_file_that_the_server_has_already_is_done_at_once() {
    let mut desk = online();
    desk.store.add_file("photo", FileRole::Photo, 20);
    desk.request(Lane::Files);
    desk.answer(Lane::Files, Answer::FileCreated { location: "/v1/files/photo".into(), offset: 20 });
    assert_eq!(desk.store.memory().sent, ["photo"]);
}

#[test]
fn a_file_that_will_not_go_holds_up_neither_files_nor_data() {
    let mut desk = online();
    desk.store.add_file("a bad one", FileRole::Photo, 20);
    desk.store.add_file("b good one", FileRole::Photo, 20);
    desk.store.add_operations(1);
    desk.request(Lane::Files);
    desk.refuse(Lane::Files, 415, "not_an_image");
    assert_eq!(created(&mut desk), "b good one");
    desk.engine.poke(desk.now);
    assert_eq!(desk.sync_well().operations.len(), 1);
}

#[test]
fn pieces_that_never_arrive_put_the_file_off() {
    let mut desk = online();
    desk.store.add_file("photo", FileRole::Photo, 20);
    created(&mut desk);
    piece(&mut desk);
    desk.answer(Lane::Files, Answer::FileOffset { offset: 0 });
    assert!(matches!(desk.step(Lane::Files), Step::Wait { until: Some(_) }));
}

#[test]
fn a_slow_network_gets_smaller_pieces() {
    let mut desk = online();
    desk.store.add_file("photo", FileRole::Photo, 1_000 * KIB);
    created(&mut desk);
    piece(&mut desk);
    desk.fail(Lane::Files, Failure::TimedOut);
    assert!(matches!(desk.retry(Lane::Files), Request::FileOffset { .. }));
    desk.answer(Lane::Files, Answer::FileOffset { offset: 0 });
    assert_eq!(piece(&mut desk).2 as u64, 128 * KIB);
}

#[test]
fn a_lost_network_rests_the_files_until_data_gets_through_again() {
    let mut desk = online();
    desk.store.add_file("photo", FileRole::Photo, 20);
    desk.request(Lane::Files);
    desk.fail(Lane::Files, Failure::Unreachable);
    assert_eq!(desk.step(Lane::Files), Step::Wait { until: None });
    desk.pass(2);
    desk.sync_well();
    desk.request(Lane::Files);
}

#[test]
fn a_revoked_tablet_sends_no_files() {
    let mut desk = online();
    desk.store.add_file("photo", FileRole::Photo, 20);
    desk.request(Lane::Files);
    desk.refuse(Lane::Files, 401, code::TABLET_REVOKED);
    assert_eq!(desk.engine.halted(), Some(Halt::Revoked));
}

#[test]
fn a_lost_tablet_sends_no_files_and_is_shut_out_when_the_order_is_withdrawn() {
    let mut desk = online();
    desk.store.add_file("photo", FileRole::Photo, 20);
    desk.request(Lane::Files);
    desk.refuse(Lane::Files, 401, code::TABLET_LOST);
    assert_eq!(desk.engine.halted(), Some(Halt::Lost));
    desk.engine.order_withdrawn();
    assert_eq!(desk.engine.halted(), Some(Halt::Revoked));
}

#[test]
fn a_file_beyond_the_limit_is_never_tried() {
    let mut desk = online();
    desk.store.add_file("film", FileRole::Photo, feltbok_protocol::FILE_BYTES_MAX + 1);
    assert!(matches!(desk.step(Lane::Files), Step::Wait { .. }));
}
