//! The key file: PINs, pauses, changing the PIN.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

use feltbok_tablet_store::{KeyError, KeyWrap};
use jiff::{SignedDuration, Timestamp};

const DEVICE: &[u8] = b"secret of the OS key store";

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

fn new_wrap(dir: &tempfile::TempDir) -> (KeyWrap, String) {
    let (wrap, key) = KeyWrap::create(&dir.path().join("feltbok.key"), "4711", DEVICE).unwrap();
    (wrap, fingerprint(&key))
}

/// Keys do not compare or print; what they open does.
fn fingerprint(key: &feltbok_tablet_store::DataKey) -> String {
    use feltbok_tablet_store::journal::{Entry, Journal};
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal");
    drop(Journal::create(&path, key, &[Entry::Sent { dev_seq: 1 }]).unwrap());
    std::fs::read(&path).unwrap().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
}

fn opens(fingerprint: &str, key: &feltbok_tablet_store::DataKey) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal");
    let bytes: Vec<u8> =
        (0..fingerprint.len()).step_by(2).map(|at| u8::from_str_radix(&fingerprint[at..at + 2], 16).unwrap()).collect();
    std::fs::write(&path, bytes).unwrap();
    feltbok_tablet_store::journal::read(&path, key).is_ok()
}

#[test]
fn the_right_pin_gives_the_key_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let (_, made) = new_wrap(&dir);
    let mut wrap = KeyWrap::load(&dir.path().join("feltbok.key")).unwrap();
    assert!(opens(&made, &wrap.unlock("4711", DEVICE, now()).unwrap()));
}

#[test]
fn a_wrong_pin_and_another_device_open_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (mut wrap, _) = new_wrap(&dir);
    assert!(matches!(wrap.unlock("4712", DEVICE, now()), Err(KeyError::WrongPin { tries_left: 4 })));
    assert!(matches!(wrap.unlock("4711", b"another device", now()), Err(KeyError::WrongPin { tries_left: 3 })));
}

#[test]
fn wrong_pins_make_pauses_that_outlive_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let (mut wrap, made) = new_wrap(&dir);
    for _ in 0..4 {
        assert!(matches!(wrap.unlock("0000", DEVICE, now()), Err(KeyError::WrongPin { .. })));
    }
    let Err(KeyError::TooSoon { until }) = wrap.unlock("0000", DEVICE, now()) else { panic!("no pause") };
    assert_eq!(until, now() + SignedDuration::from_secs(30));
    let mut wrap = KeyWrap::load(&dir.path().join("feltbok.key")).unwrap();
    assert!(matches!(wrap.unlock("4711", DEVICE, now()), Err(KeyError::TooSoon { .. })), "the right PIN must wait too");
    assert!(opens(&made, &wrap.unlock("4711", DEVICE, until).unwrap()));
    assert!(matches!(wrap.unlock("0000", DEVICE, until), Err(KeyError::WrongPin { tries_left: 4 })));
}

#[test]
fn a_new_pin_opens_the_same_key_and_the_old_one_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let (mut wrap, made) = new_wrap(&dir);
    assert!(matches!(wrap.change_pin("0000", "123456", DEVICE, now()), Err(KeyError::WrongPin { .. })));
    assert!(matches!(wrap.change_pin("4711", "12", DEVICE, now()), Err(KeyError::BadPin)));
    wrap.change_pin("4711", "123456", DEVICE, now()).unwrap();
    let mut wrap = KeyWrap::load(&dir.path().join("feltbok.key")).unwrap();
    assert!(opens(&made, &wrap.unlock("123456", DEVICE, now()).unwrap()));
    assert!(matches!(wrap.unlock("4711", DEVICE, now()), Err(KeyError::WrongPin { .. })));
}

#[test]
fn a_damaged_key_file_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("feltbok.key");
    std::fs::write(&path, b"{}").unwrap();
    assert!(matches!(KeyWrap::load(&path), Err(KeyError::Damaged(_))));
}

#[test]
fn a_pause_set_by_a_wrong_clock_does_not_outlast_its_correction() {
    let dir = tempfile::tempdir().unwrap();
    let (mut wrap, made) = new_wrap(&dir);
    let next_year = now() + SignedDuration::from_hours(365 * 24);
    for _ in 0..6 {
        let _ = wrap.unlock("0000", DEVICE, next_year);
    }
    assert!(opens(&made, &wrap.unlock("4711", DEVICE, now()).unwrap()));
}
