//! Files: encrypted, whole, named before they are known.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod common;

use common::{Tablet, records::id};
use feltbok_protocol::{bundle, file::FileRole};
use feltbok_sync::Store;
use feltbok_tablet_store::StoreError;

/// Lengths around the edges of a sealed piece.
const LENGTHS: [usize; 7] = [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000];

fn bytes(len: usize) -> Vec<u8> {
    (0..len).map(|n| (n * 31 % 251) as u8).collect()
}

fn path_of(tablet: &Tablet, sha256: &str) -> std::path::PathBuf {
    tablet.location().files().join(&sha256[..2]).join(sha256)
}

#[test]
fn a_file_comes_back_whole_and_in_parts() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    for len in LENGTHS {
        let plain = bytes(len);
        let kept = store.keep_file(&plain).unwrap();
        assert_eq!(store.file(&kept.sha256).unwrap(), plain, "{len}");
        for (offset, most) in [(0, 10), (65_530, 20), (len as u64, 10), (100_000, 150_000)] {
            let from = (offset as usize).min(len);
            let part = store.read_file(&kept.sha256, offset, most).unwrap();
            assert_eq!(part, plain[from..len.min(from + most)], "{len} from {offset}");
        }
    }
}

#[test]
fn the_disk_never_sees_the_plain_bytes() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    let kept = store.keep_file(&b"EXIF serial 4711 ".repeat(1_000)).unwrap();
    let on_disk = std::fs::read(path_of(&tablet, &kept.sha256)).unwrap();
    assert!(!on_disk.windows(11).any(|window| window == b"EXIF serial"));
}

#[test]
fn a_changed_cut_or_missing_file_is_told() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    let kept = store.keep_file(&bytes(200_000)).unwrap();
    let path = path_of(&tablet, &kept.sha256);
    let sealed = std::fs::read(&path).unwrap();
    let mut changed = sealed.clone();
    changed[100_000] ^= 1;
    for damaged in [changed, sealed[..sealed.len() - 1].to_vec(), sealed[..23 + 65_552].to_vec(), b"FBF1".to_vec()] {
        std::fs::write(&path, damaged).unwrap();
        assert!(matches!(store.file(&kept.sha256), Err(StoreError::FileDamaged { .. })));
    }
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(store.file(&kept.sha256), Err(StoreError::FileMissing { .. })));
    assert!(matches!(store.file("../../etc/passwd"), Err(StoreError::FileMissing { .. })));
}

#[test]
fn signatures_go_first_and_originals_last() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    let mut names = Vec::new();
    for (role, text) in [
        (FileRole::Photo, "photo"),
        (FileRole::Thumbnail, "thumbnail"),
        (FileRole::Document, "document"),
        (FileRole::Signature, "signature"),
    ] {
        tablet.clock.forward(1_000);
        let kept = store.keep_file(text.as_bytes()).unwrap();
        store.write(|work| work.add_file(&kept, role, "image/jpeg", id(1))).unwrap();
        names.push(kept.sha256);
    }
    let now = feltbok_sync::Clock::now(&*tablet.clock);
    for expected in names.iter().rev() {
        let next = store.next_file(now).unwrap().unwrap();
        assert_eq!(next.sha256, *expected);
        store.file_sent(&next.sha256, now).unwrap();
    }
    assert_eq!(store.next_file(now).unwrap(), None);
}

#[test]
fn a_file_put_off_lets_the_next_one_go() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    let now = feltbok_sync::Clock::now(&*tablet.clock);
    let (stuck, other) = (store.keep_file(b"stuck").unwrap(), store.keep_file(b"other").unwrap());
    store.write(|work| work.add_file(&stuck, FileRole::Signature, "image/png", id(1))).unwrap();
    store.write(|work| work.add_file(&other, FileRole::Photo, "image/jpeg", id(2))).unwrap();
    let later = now + jiff::SignedDuration::from_secs(60);
    store.file_failed(&stuck.sha256, later, "415").unwrap();
    assert_eq!(store.next_file(now).unwrap().unwrap().sha256, other.sha256);
    assert_eq!(store.next_file(later).unwrap().unwrap().sha256, stuck.sha256);
    let set_back = now - jiff::SignedDuration::from_hours(24);
    assert_eq!(store.next_file(set_back).unwrap().unwrap().sha256, stuck.sha256);
    store.file_failed(&stuck.sha256, jiff::Timestamp::MAX, "too large").unwrap();
    assert_eq!(store.next_file(set_back).unwrap().unwrap().sha256, other.sha256);
}

#[test]
fn a_person_need_not_wait_for_a_file_that_was_put_off() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    let now = feltbok_sync::Clock::now(&*tablet.clock);
    let (put_off, never) = (store.keep_file(b"put off").unwrap(), store.keep_file(b"never").unwrap());
    for file in [&put_off, &never] {
        store.write(|work| work.add_file(file, FileRole::Photo, "image/jpeg", id(1))).unwrap();
    }
    store.file_failed(&put_off.sha256, now + jiff::SignedDuration::from_secs(60), "503").unwrap();
    store.file_failed(&never.sha256, jiff::Timestamp::MAX, "too large").unwrap();
    assert_eq!(store.next_file(now).unwrap(), None);
    store.try_files_now().unwrap();
    let next = store.next_file(now).unwrap().unwrap();
    assert_eq!((next.sha256, next.failures), (put_off.sha256.clone(), 1));
    store.file_sent(&put_off.sha256, now).unwrap();
    assert_eq!(store.next_file(now).unwrap(), None);
}

#[test]
fn a_photo_removed_before_it_was_sent_is_no_longer_waiting() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    let kept = store.keep_file(b"blurred").unwrap();
    store.write(|work| work.add_file(&kept, FileRole::Photo, "image/jpeg", id(1))).unwrap();
    store.write(|work| work.drop_file(&kept.sha256, id(1))).unwrap();
    assert!(store.waiting().unwrap().is_none());
    drop(store);
    assert!(tablet.open().waiting().unwrap().is_none());
}

#[test]
fn sign_out_is_refused_while_anything_is_unsent() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    store.read(|reader| reader.refuse_while_unsent()).unwrap();
    let kept = store.keep_file(b"photo").unwrap();
    store.write(|work| work.add_file(&kept, FileRole::Photo, "image/jpeg", id(1))).unwrap();
    let refused = store.read(|reader| reader.refuse_while_unsent());
    assert!(matches!(refused, Err(StoreError::Unsent(waiting)) if waiting.files == 1 && waiting.bytes == 5));
}

#[test]
fn a_bundle_holds_everything_unsent_under_the_numbers_it_will_be_sent_with() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    let kept = store.keep_file(b"photo").unwrap();
    store
        .write(|work| {
            work.visit(id(2), common::records::begin(id(1)))?;
            work.add_file(&kept, FileRole::Photo, "image/jpeg", id(1))
        })
        .unwrap();
    let key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]);
    let code = bundle::new_code();
    let exported = store.export_bundle(id(70), &key, &code).unwrap();
    assert_eq!((exported.operations, exported.files, exported.unreadable), (1, 1, 0));
    let opened = bundle::open(&exported.sealed, &code).ok().unwrap();
    assert!(opened.is_signed_by(&key.verifying_key()));
    assert_eq!((opened.bundle.tablet_id, opened.bundle.operations.len()), (id(70), 1));
    assert_eq!(opened.bundle.contents[&kept.sha256], "cGhvdG8=");
    assert_eq!(store.waiting().unwrap().operations, 1, "exported is not sent");
    // What is sent later is byte for byte what the bundle holds, whatever was typed since.
    store.write(|work| work.visit(id(3), common::records::begin(id(1)))).unwrap();
    let limit = feltbok_sync::BatchLimit { operations: 10, bytes: 1 << 20 };
    let batch = store.next_batch(limit, 0).unwrap();
    assert_eq!(batch[0].hash(), opened.bundle.operations[0].hash());
}
