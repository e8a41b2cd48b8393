//! Every bad input has its own code, and leaves what was recorded as it was.

use std::io::{Seek, SeekFrom, Write};

use feltbok_domain::model::{MeterKind, PhotoKind, UnsignedReason};
use feltbok_tablet_store::StoreError;

use super::{
    house::{House, PIN},
    records::*,
    visit::{arrive, work},
};
use crate::{
    ErrorCode, Tablet, TabletError, TabletEvent,
    views::{EditTime, FinishUnsigned, FitPart, Phase, Resolution, SignAndConfirm, Stroke},
};

fn code<T>(result: crate::Result<T>) -> ErrorCode {
    result.err().expect("it is refused").code
}

fn on_site() -> (House, Tablet) {
    let house = House::new();
    let tablet = house.open();
    arrive(&house, &tablet);
    (house, tablet)
}

fn sign(content_sha256: &str, name: &str) -> SignAndConfirm {
    SignAndConfirm { content_sha256: content_sha256.into(), name: name.into(), role: String::new(), typed: false }
}

#[tokio::test]
async fn a_wrong_pin_is_refused_and_the_fifth_has_to_wait() {
    let house = House::new();
    let tablet = house.start();
    let error = tablet.unlock("0000").unwrap_err();
    assert_eq!((error.code, error.details["tries_left"].as_str()), (ErrorCode::WrongPin, "4"));
    for _ in 0..4 {
        assert!(tablet.unlock("0000").is_err());
    }
    assert_eq!(code(tablet.unlock(PIN)), ErrorCode::PinWait);
    house.clock.forward_minutes(60);
    tablet.unlock(PIN).unwrap();
}

#[tokio::test]
async fn a_locked_tablet_does_nothing() {
    let house = House::new();
    let tablet = house.open();
    tablet.lock().unwrap();
    assert_eq!(code(tablet.day(None)), ErrorCode::Locked);
    assert_eq!(code(house.start().day(None)), ErrorCode::Locked);
    assert_eq!(code(House::empty().start().day(None)), ErrorCode::NotEnrolled);
}

#[tokio::test]
async fn a_new_pin_has_four_to_twelve_digits() {
    let house = House::new();
    let tablet = house.open();
    assert_eq!(code(tablet.change_pin(PIN, "12a4")), ErrorCode::PinForm);
    assert_eq!(code(tablet.change_pin("9999", "123456")), ErrorCode::WrongPin);
    tablet.change_pin(PIN, "123456").unwrap();
}

#[tokio::test]
async fn what_is_no_sticker_is_shown_as_text_and_a_wrong_digit_gets_suggestions() {
    let house = House::new();
    let tablet = house.open();
    let text = "https://evil.example/login?next=1";
    assert_eq!(tablet.resolve_sticker(text, None).unwrap(), Resolution::NotASticker { text: text.into() });
    let foreign = format!("HTTPS://OTHER.EXAMPLE/S/{}-0123456789", si("10001"));
    assert!(
        matches!(tablet.resolve_sticker(&foreign, None).unwrap(), Resolution::ForeignHost { host } if host == "other.example")
    );
    let right = si("10001").to_string();
    let last = right.chars().last().unwrap();
    let wrong = format!("{}{}", &right[..right.len() - 1], if last == '9' { '0' } else { '9' });
    let found = tablet.resolve_sticker(&wrong, None).unwrap();
    assert!(matches!(found, Resolution::WrongDigit { suggestions, .. } if suggestions[0].si == right));
}

#[tokio::test]
async fn a_reading_below_the_last_one_needs_the_reason_of_the_reset() {
    let (_house, tablet) = on_site();
    let error = tablet.put_reading(id(JOB), MeterKind::Mono, 99_999, None).unwrap_err();
    assert_eq!((error.code, error.details["last"].as_str()), (ErrorCode::ReadingLower, "100000"));
    assert_eq!(code(tablet.put_reading(id(JOB), MeterKind::Mono, 5, Some(" ".into()))), ErrorCode::ReasonMissing);
    assert_eq!(code(tablet.put_reading(id(JOB), MeterKind::Scans, 5, None)), ErrorCode::UnknownMeter);
    let meters = tablet.put_reading(id(JOB), MeterKind::Mono, 5, Some("New board".into())).unwrap();
    assert_eq!(meters[0].reading.as_ref().unwrap().value, 5);
}

#[tokio::test]
async fn a_photo_that_is_none_is_refused_and_the_visit_keeps_none() {
    let (_house, tablet) = on_site();
    assert_eq!(code(tablet.add_photo(id(JOB), PhotoKind::Before, b"hello")), ErrorCode::NotAnImage);
    assert!(tablet.photos(id(JOB)).unwrap().is_empty());
}

#[tokio::test]
async fn unknown_parts_no_quantity_and_missing_or_used_serials_are_refused() {
    let (_house, tablet) = on_site();
    let fit = |part: u128, quantity, serial: Option<&str>| FitPart {
        part_id: id(part),
        quantity,
        position: String::new(),
        serial: serial.map(str::to_owned),
        lot: None,
        removed_serial: None,
        compatibility_told: false,
    };
    assert_eq!(code(tablet.fit_part(id(JOB), fit(999, 1, None))), ErrorCode::UnknownPart);
    assert_eq!(code(tablet.fit_part(id(JOB), fit(PART, 0, None))), ErrorCode::QuantityZero);
    assert_eq!(code(tablet.fit_part(id(JOB), fit(TRACKED_PART, 1, None))), ErrorCode::SerialMissing);
    tablet.fit_part(id(JOB), fit(TRACKED_PART, 1, Some("S-1"))).unwrap();
    assert_eq!(code(tablet.fit_part(id(JOB), fit(TRACKED_PART, 1, Some("S-1")))), ErrorCode::SerialUsed);
}

#[tokio::test]
async fn a_time_that_ends_before_it_begins_or_has_no_reason_is_refused() {
    let (_house, tablet) = on_site();
    let entry = tablet.times(id(JOB)).unwrap().entries[0].clone();
    let edit = |from: &str, until: &str, reason: &str| EditTime {
        id: Some(entry.id),
        kind: entry.kind,
        from: from.parse().unwrap(),
        until: Some(until.parse().unwrap()),
        reason: reason.into(),
    };
    let refused = |edit| code(tablet.edit_time(id(JOB), edit));
    assert_eq!(refused(edit("2026-03-10T08:10:00Z", "2026-03-10T08:00:00Z", "x")), ErrorCode::TimeOrder);
    assert_eq!(refused(edit("2026-03-10T08:00:00Z", "2026-03-11T08:00:00Z", "x")), ErrorCode::TimeOrder);
    assert_eq!(refused(edit("2026-03-10T08:00:00Z", "2026-03-10T08:10:00Z", " ")), ErrorCode::ReasonMissing);
    tablet.edit_time(id(JOB), edit("2026-03-10T08:00:00Z", "2026-03-10T08:10:00Z", "Stopped for fuel")).unwrap();
}

#[tokio::test]
async fn nothing_is_signed_while_something_is_missing() {
    let (_house, tablet) = on_site();
    assert_eq!(code(tablet.prepare_signing(id(JOB), None)), ErrorCode::StillMissing);
    assert_eq!(code(tablet.sign_and_confirm(id(JOB), sign("", "Ola"))), ErrorCode::SignatureBlank);
}

#[tokio::test]
async fn a_blank_or_one_dot_signature_is_refused_and_so_is_a_changed_content() {
    let (house, tablet) = on_site();
    work(&house, &tablet);
    let shown = tablet.prepare_signing(id(JOB), None).unwrap().content_sha256;
    assert_eq!(code(tablet.sign_and_confirm(id(JOB), sign(&shown, " "))), ErrorCode::SignerMissing);
    assert_eq!(code(tablet.sign_and_confirm(id(JOB), sign(&shown, "Ola"))), ErrorCode::SignatureBlank);
    tablet.save_stroke(id(JOB), Stroke { aspect: 3.0, points: vec![[0.5, 0.5]], dynamics: vec![] }).unwrap();
    assert_eq!(code(tablet.sign_and_confirm(id(JOB), sign(&shown, "Ola"))), ErrorCode::SignatureBlank);
    let far = Stroke { aspect: 3.0, points: vec![[40.0, 0.5]], dynamics: vec![] };
    assert_eq!(code(tablet.save_stroke(id(JOB), far)), ErrorCode::InvalidInput);
    tablet
        .save_stroke(id(JOB), Stroke { aspect: 3.0, points: vec![[0.1, 0.5], [0.9, 0.5]], dynamics: vec![] })
        .unwrap();
    assert_eq!(code(tablet.sign_and_confirm(id(JOB), sign("another", "Ola"))), ErrorCode::ContentChanged);
    // A refused try has used up no number.
    let document = tablet.sign_and_confirm(id(JOB), sign(&shown, "Ola")).unwrap();
    assert_eq!(document.number, "WO-2026-T07-0001");
}

#[tokio::test]
async fn a_visit_that_nobody_signs_ends_with_its_reason() {
    let (house, tablet) = on_site();
    work(&house, &tablet);
    let finish = FinishUnsigned { reason: UnsignedReason::Absent, note: "Nobody at the desk".into() };
    let document = tablet.finish_unsigned(id(JOB), finish).unwrap();
    assert_eq!(document.unsigned, Some(UnsignedReason::Absent));
    assert_eq!(tablet.app_state().unwrap().handed_over, None);
}

#[tokio::test]
async fn a_full_disk_is_said_so_and_what_was_saved_stays() {
    let (_house, tablet) = on_site();
    let open = tablet.open().unwrap();
    let (_, bytes) = open.store.read(|reader| reader.database_facts()).unwrap();
    open.store.limit_pages(u32::try_from(bytes / 4096).unwrap()).unwrap();
    let mut diagnosis = tablet.diagnosis(id(JOB)).unwrap().diagnosis;
    diagnosis.actions = "x".repeat(100_000);
    assert_eq!(code(tablet.save_diagnosis(id(JOB), diagnosis)), ErrorCode::DiskFull);
    assert_eq!(tablet.open_job(id(JOB)).unwrap().card.number, "J-2026-0001");
}

#[tokio::test]
async fn a_damaged_database_is_put_aside_with_the_unsent_work_carried_over() {
    let house = House::new();
    let tablet = house.open();
    tablet.accept(id(JOB)).unwrap();
    house.kill(tablet).await;
    let database = house.dir.path().join("feltbok.db");
    for name in ["feltbok.db-wal", "feltbok.db-shm"] {
        let _ = std::fs::remove_file(house.dir.path().join(name));
    }
    let length = usize::try_from(std::fs::metadata(&database).unwrap().len()).unwrap();
    std::fs::write(&database, vec![0x5a; length]).unwrap();
    let tablet = house.start();
    let error = tablet.unlock(PIN).unwrap_err();
    assert_eq!(error.code, ErrorCode::DatabaseDamaged);
    assert_eq!(error.details["operations"], "1");
    assert!(std::path::Path::new(&error.details["aside"]).exists());
    tablet.unlock(PIN).unwrap();
    assert_eq!(tablet.sync_status().unwrap().waiting_items, 1);
}

#[tokio::test]
async fn damage_away_from_the_own_work_is_found_beside_the_work_and_locks_the_app() {
    let house = House::new();
    let tablet = house.open();
    tablet.accept(id(JOB)).unwrap();
    house.kill(tablet).await;
    // The root page of the office's records: no page of the technician's own work.
    let mut database = std::fs::OpenOptions::new().write(true).open(house.dir.path().join("feltbok.db")).unwrap();
    database.seek(SeekFrom::Start(3 * 4096 + 100)).unwrap();
    database.write_all(&[0x5a; 600]).unwrap();
    let tablet = house.start();
    let mut events = tablet.events();
    tablet.unlock(PIN).unwrap();
    while events.recv().await.unwrap() != TabletEvent::Locked {}
    assert_eq!(tablet.app_state().unwrap().phase, Phase::Locked);
    assert_eq!(code(tablet.unlock(PIN)), ErrorCode::DatabaseDamaged);
    tablet.unlock(PIN).unwrap();
    assert_eq!(tablet.sync_status().unwrap().waiting_items, 1);
}

#[test]
fn a_database_of_a_newer_version_asks_for_an_update() {
    let error = TabletError::from(StoreError::NewerVersion { found: 9, known: 1 });
    assert_eq!((error.code, error.details["found"].as_str()), (ErrorCode::DatabaseNewer, "9"));
    assert_eq!(error.what_to_do, "Update the app.");
}
