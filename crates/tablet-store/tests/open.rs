//! Opening: wrong keys, newer versions, damage, a full disk.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod common;

use std::{
    fs::OpenOptions,
    io::{Seek, SeekFrom, Write},
};

use common::{Tablet, batch, records::*};
use feltbok_protocol::{file::FileRole, operation::Operation};
use feltbok_sync::Store;
use feltbok_tablet_store::{
    DataKey, StoreError, TabletStore,
    journal::{Entry, Journal},
};

fn with_work(tablet: &Tablet) -> TabletStore {
    let store = tablet.open();
    store
        .write(|work| {
            work.visit(id(2), begin(id(1)))?;
            work.visit(id(2), diagnosis("rollers worn"))?;
            work.put_setting("tablet", &"T07")?;
            work.next_work_order(2026, "T07")
        })
        .unwrap();
    store
}

fn overwrite(tablet: &Tablet, at: u64, bytes: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(tablet.location().database()).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

#[test]
fn the_database_is_not_readable_without_the_key() {
    let tablet = Tablet::new(1);
    drop(with_work(&tablet));
    for file in std::fs::read_dir(tablet.dir.path()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            for secret in ["SQLite format", "rollers"] {
                assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{secret} in {}", path.display());
            }
        }
    }
}

#[test]
fn a_wrong_key_is_told_apart_from_damage_and_touches_nothing() {
    let mut tablet = Tablet::new(1);
    drop(with_work(&tablet));
    tablet.key = DataKey::from_bytes([8; 32]);
    assert!(matches!(tablet.try_open(), Err(StoreError::WrongKey)));
    tablet.key = DataKey::from_bytes([7; 32]);
    assert_eq!(tablet.open().waiting().unwrap().operations, 2);
}

#[test]
fn a_database_of_a_newer_app_is_refused_and_kept() {
    let tablet = Tablet::new(1);
    let store = with_work(&tablet);
    store.run_sql("INSERT INTO refinery_schema_history VALUES (99, 'later', '2027-01-01T00:00:00Z', '0')").unwrap();
    drop(store);
    let Err(StoreError::NewerVersion { found: 99, known }) = tablet.try_open() else { panic!("it was opened") };
    assert!(known >= 1);
    assert!(tablet.location().database().exists());
}

#[test]
fn a_damaged_database_is_set_aside_and_unsent_work_carried_over() {
    let tablet = Tablet::new(1);
    let store = with_work(&tablet);
    let sent = store.next_batch(feltbok_sync::BatchLimit { operations: 1, bytes: 1_000_000 }, 0).unwrap();
    let photo = store.keep_file(b"a photo").unwrap();
    store.write(|work| work.add_file(&photo, FileRole::Photo, "image/jpeg", id(1))).unwrap();
    drop(store);
    overwrite(&tablet, 0, &[0xAA; 8_192]);
    let opened = tablet.try_open().unwrap();
    let recovery = opened.recovery.unwrap();
    assert!(recovery.set_aside.file_name().unwrap().to_str().unwrap().starts_with("feltbok.damaged-"));
    assert!(recovery.set_aside.exists());
    assert_eq!((recovery.operations, recovery.files), (2, 1));
    let store = opened.store;
    let again = batch(&store);
    assert_eq!(again[0], sent[0], "what was sent is sent again as it was");
    assert_eq!(again.iter().map(|op| op.dev_seq).collect::<Vec<_>>(), [1, 2]);
    store
        .read(|reader| {
            assert_eq!(reader.visit(id(2))?.unwrap().diagnosis.note, "rollers worn");
            assert_eq!(reader.setting::<String>("tablet")?.as_deref(), Some("T07"));
            Ok(())
        })
        .unwrap();
    assert_eq!(store.file(&photo.sha256).unwrap(), b"a photo");
    let number = store.write(|work| work.next_work_order(2026, "T07")).unwrap();
    assert_eq!(number.counter(), 2, "a number is never used twice (R30)");
}

#[test]
fn damage_anywhere_in_the_file_loses_no_unsent_work() {
    for page in [1_u64, 3, 5, 9, 14] {
        let tablet = Tablet::new(page);
        drop(with_work(&tablet));
        overwrite(&tablet, page * 4_096 + 100, &[0x55; 600]);
        let mut opened = tablet.try_open().unwrap();
        if opened.recovery.is_none() {
            // Not where the technician's own work lies: the check beside the work finds it.
            assert!(matches!(opened.store.check(), Err(StoreError::Damaged(_))), "page {page}");
            drop(opened);
            opened = tablet.try_open().unwrap();
        }
        assert!(opened.recovery.is_some(), "page {page}");
        assert_eq!(opened.store.waiting().unwrap().operations, 2, "page {page}");
        opened.store.check().unwrap();
        drop(opened);
        assert_eq!(tablet.try_open().unwrap().recovery, None, "page {page}");
    }
}

#[test]
fn a_flat_battery_while_a_damaged_database_is_replaced_loses_no_unsent_work() {
    let tablet = Tablet::new(1);
    drop(with_work(&tablet));
    std::fs::write(tablet.location().damage_note(), "").unwrap();
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", tablet.location().database().display()));
    }
    let moved_away = tablet.copy_of_disk();
    let opened = moved_away.try_open().unwrap();
    assert!(opened.recovery.is_some());
    assert_eq!(opened.store.waiting().unwrap().operations, 2, "after the old one was moved away");

    let fresh = Tablet { dir: tempfile::tempdir().unwrap(), ..tablet.copy_of_disk() };
    drop(fresh.open());
    std::fs::copy(fresh.location().database(), tablet.location().database()).unwrap();
    let opened = tablet.try_open().unwrap();
    assert_eq!(opened.store.waiting().unwrap().operations, 2, "after the new one was made and nothing put in");
}

#[test]
fn a_full_disk_has_its_own_error_and_loses_nothing_before_it() {
    let tablet = Tablet::new(1);
    let store = with_work(&tablet);
    store.limit_pages(1).unwrap();
    let mut full = None;
    for n in 0..500 {
        let text = format!("{n} {}", "x".repeat(2_000));
        if let Err(error) = store.write(|work| work.put_draft(&format!("field {n}"), None, &text)) {
            full = Some((n, error));
            break;
        }
    }
    let (n, error) = full.expect("the disk was never full");
    assert!(matches!(error, StoreError::DiskFull), "{error}");
    store
        .read(|reader| {
            assert!(n == 0 || reader.draft::<String>(&format!("field {}", n - 1))?.is_some());
            assert!(reader.draft::<String>(&format!("field {n}"))?.is_none());
            assert!(reader.visit(id(2))?.is_some());
            Ok(())
        })
        .unwrap();
    store.limit_pages(1_000_000).unwrap();
    store.write(|work| work.put_draft("after", None, &"room again")).unwrap();
}

#[test]
fn a_journal_cut_in_the_middle_of_a_line_gives_all_lines_before() {
    let tablet = Tablet::new(1);
    drop(with_work(&tablet));
    let journal = tablet.location().journal();
    let bytes = std::fs::read(&journal).unwrap();
    std::fs::write(&journal, &bytes[..bytes.len() - 5]).unwrap();
    let salvage = feltbok_tablet_store::journal::read(&journal, &tablet.key).unwrap().unwrap();
    assert_eq!(salvage.settings.get("tablet").map(String::as_str), Some("\"T07\""));
    assert_eq!(salvage.operations.len(), 2);
}

#[test]
fn a_large_backlog_is_not_written_anew_with_every_action() {
    let dir = tempfile::tempdir().unwrap();
    let entry = |key: u32| Entry::Setting { key: key.to_string(), value: "x".repeat(1_000) };
    let backlog: Vec<Entry> = (0..2_000).map(entry).collect();
    let key = DataKey::from_bytes([7; 32]);
    let mut journal = Journal::create(&dir.path().join("journal"), &key, &backlog).unwrap();
    assert!(!journal.has_grown());
    journal.append(&backlog[..100]).unwrap();
    assert!(!journal.has_grown());
    journal.append(&backlog).unwrap();
    assert!(journal.has_grown());
    let mut little = Journal::create(&dir.path().join("little"), &key, &backlog[..1]).unwrap();
    little.append(&backlog[..500]).unwrap();
    assert!(!little.has_grown());
    little.append(&backlog[..700]).unwrap();
    assert!(little.has_grown());
}

#[test]
fn what_became_of_many_operations_is_read_back_from_frames_they_share() {
    let dir = tempfile::tempdir().unwrap();
    let (path, key) = (dir.path().join("journal"), DataKey::from_bytes([7; 32]));
    let operation = |n: u128| Operation {
        dev_seq: 0,
        op_id: id(n),
        kind: "notice".into(),
        v: 1,
        entity: id(n),
        job: None,
        base_rev: 0,
        fields: serde_json::Value::Null,
        at: jiff::Timestamp::UNIX_EPOCH,
        clock_offset_ms: 0,
    };
    let added: Vec<Entry> = (0..2_000).map(|n| Entry::Operation { operation: operation(n), fold_key: None }).collect();
    let numbered: Vec<Entry> = (0..2_000).map(|n| Entry::Numbered { op_id: id(n), dev_seq: n as u64 + 1 }).collect();
    let done: Vec<Entry> = (0..1_999).map(|n| Entry::Done { op_id: id(n) }).collect();
    let mut journal = Journal::create(&path, &key, &added).unwrap();
    journal.append(&numbered).unwrap();
    journal.append(&done).unwrap();
    journal.append(&[Entry::Setting { key: "tablet".into(), value: "7".into() }]).unwrap();
    let salvage = feltbok_tablet_store::journal::read(&path, &key).unwrap().unwrap();
    assert_eq!(
        salvage.operations.iter().map(|(known, _)| (known.op_id, known.dev_seq)).collect::<Vec<_>>(),
        [(id(1_999), 2_000)]
    );
    assert_eq!((salvage.sent, salvage.settings.len()), (2_000, 1));
}
