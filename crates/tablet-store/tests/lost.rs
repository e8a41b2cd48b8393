//! A tablet given for lost: wherever it is cut short, either all its work is on it or all of it is in the sealed parts.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod common;

use common::{
    Tablet,
    records::{begin, id, time},
};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::SigningKey;
use feltbok_domain::lang::Lang;
use feltbok_protocol::{
    file::FileRole,
    lost::{PART_OPERATIONS_MAX, Part, open_part},
};
use feltbok_sync::Store;
use feltbok_tablet_store::{
    KeyWrap, StoreError, TabletStore,
    lost::{self, About, Order, Pending, Way},
};
use jiff::Timestamp;
use p256::{SecretKey, elliptic_curve::sec1::ToEncodedPoint};

const MARKER: &[u8] = b"the customer's own words";

fn company() -> SecretKey {
    SecretKey::from_slice(&[3; 32]).unwrap()
}

fn request_key() -> SigningKey {
    SigningKey::from_bytes(&[4; 32])
}

fn seal(store: &TabletStore, step: &mut dyn FnMut()) -> Result<Pending, StoreError> {
    let seal_to = BASE64URL_NOPAD.encode(company().public_key().to_encoded_point(false).as_bytes());
    let way = Way {
        url: "https://feltbok.example".into(),
        server_key: "key".into(),
        tls_pin: None,
        token: "token".into(),
        request_key: "secret".into(),
    };
    let about = About {
        company: "Nordlys".into(),
        tablet_code: "T01".into(),
        lang: Lang::English,
        lost_at: Timestamp::UNIX_EPOCH,
    };
    let key = request_key();
    store.seal_in_steps(Order { tablet_id: id(70), key: &key, seal_to: &seal_to, way, about }, step)
}

/// A tablet with two entries, a photo and a signature that were never sent, and what else lies in its folder.
fn furnished() -> (Tablet, TabletStore) {
    let tablet = Tablet::new(1);
    KeyWrap::create(&tablet.location().key_file(), "2580", &[1; 32]).unwrap();
    let store = tablet.open();
    for (bytes, role) in [(MARKER, FileRole::Photo), (b"ink", FileRole::Signature)] {
        let kept = store.keep_file(bytes).unwrap();
        store.write(|work| work.add_file(&kept, role, "image/jpeg", id(1))).unwrap();
    }
    store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
    store.write(|work| work.visit(id(2), time(5, 30))).unwrap();
    std::fs::write(tablet.dir.path().join("keys.json"), "{}").unwrap();
    std::fs::write(tablet.dir.path().join("doorplate.json"), MARKER).unwrap();
    std::fs::write(tablet.dir.path().join("feltbok.damaged-20261123T000000Z.db"), MARKER).unwrap();
    std::fs::create_dir_all(tablet.dir.path().join("documents")).unwrap();
    std::fs::write(tablet.dir.path().join("documents/work-order.pdf"), MARKER).unwrap();
    (tablet, store)
}

/// Operations and files in the parts, and whether every part opened.
fn delivered(pending: &Pending) -> (usize, Vec<Vec<u8>>) {
    let (mut operations, mut files) = (0, Vec::new());
    for part in &pending.delivery.parts {
        match open_part(&pending.part(&part.sha256).unwrap(), &company()).unwrap() {
            Part::Work(opened) => {
                assert!(opened.is_signed_by(&request_key().verifying_key()));
                assert_eq!(opened.bundle.operations.len(), part.operations as usize);
                operations += opened.bundle.operations.len();
            }
            Part::File(bytes) => files.push(bytes),
        }
    }
    files.sort();
    (operations, files)
}

fn all_files() -> Vec<Vec<u8>> {
    vec![b"ink".to_vec(), MARKER.to_vec()]
}

/// What a tablet that was cut short still has: everything as it was, or everything in parts.
fn assert_nothing_lost(tablet: &Tablet) {
    match lost::pending(tablet.dir.path()).unwrap().as_slice() {
        [] => {
            let store = tablet.open();
            let waiting = store.waiting().unwrap();
            assert_eq!((waiting.operations, waiting.files), (2, 2));
            assert!(tablet.location().key_file().exists());
            assert_eq!(delivered(&seal(&store, &mut || {}).unwrap()), (2, all_files()));
        }
        [pending] => assert_eq!(delivered(pending), (2, all_files())),
        _ => panic!("one tablet, one delivery"),
    }
}

fn names(dir: &std::path::Path) -> Vec<String> {
    let mut names: Vec<_> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_flat_battery_at_any_write_leaves_all_work_or_all_parts() {
    let (tablet, store) = furnished();
    let mut copies = vec![tablet.copy_of_disk()];
    seal(&store, &mut || copies.push(tablet.copy_of_disk())).unwrap();
    drop(store);
    lost::erase_in_steps(tablet.dir.path(), &mut || copies.push(tablet.copy_of_disk())).unwrap();
    assert!(copies.len() > 12, "the folder, four parts, the list, and what was erased name by name");
    for cut in &copies {
        assert_nothing_lost(cut);
    }
}

#[test]
fn an_erased_tablet_holds_the_sealed_parts_alone_also_when_it_was_cut_short() {
    let (tablet, store) = furnished();
    seal(&store, &mut || {}).unwrap();
    drop(store);
    let mut cuts = Vec::new();
    lost::erase_in_steps(tablet.dir.path(), &mut || cuts.push(tablet.copy_of_disk())).unwrap();
    for cut in cuts.iter().chain([&tablet]) {
        lost::erase(cut.dir.path()).unwrap();
        assert_eq!(names(cut.dir.path()), ["lost"]);
        let mut pending = lost::pending(cut.dir.path()).unwrap().pop().unwrap();
        for part in &pending.delivery.parts {
            let sealed = pending.part(&part.sha256).unwrap();
            assert!(!sealed.windows(MARKER.len()).any(|window| window == MARKER));
        }
        pending.set_erased().unwrap();
        assert!(lost::pending(cut.dir.path()).unwrap()[0].delivery.is_erased);
        pending.finish().unwrap();
        assert_eq!(names(cut.dir.path()), [] as [&str; 0]);
    }
}

#[test]
fn nothing_is_written_after_the_sealing_and_what_cannot_be_sealed_leaves_the_store_open() {
    let (tablet, store) = furnished();
    // No folder can be made where a file is.
    std::fs::write(tablet.dir.path().join("lost"), "").unwrap();
    assert!(matches!(seal(&store, &mut || {}), Err(StoreError::Io(_))));
    store.write(|work| work.visit(id(2), time(6, 10))).unwrap();
    std::fs::remove_file(tablet.dir.path().join("lost")).unwrap();
    assert_eq!(delivered(&seal(&store, &mut || {}).unwrap()).0, 3);
    let refused = store.write(|work| work.visit(id(2), time(7, 10)));
    assert!(matches!(refused, Err(StoreError::Closed)));
    assert!(matches!(seal(&store, &mut || {}), Err(StoreError::Closed)));
}

#[test]
fn a_file_that_cannot_be_read_holds_up_nothing_and_is_counted() {
    let (tablet, store) = furnished();
    let photo = store.keep_file(MARKER).unwrap().sha256;
    std::fs::write(tablet.location().files().join(&photo[..2]).join(&photo), "damaged").unwrap();
    let pending = seal(&store, &mut || {}).unwrap();
    assert_eq!(delivered(&pending), (2, vec![b"ink".to_vec()]));
    let erased = &pending.delivery.erased;
    assert_eq!((erased.operations, erased.files, erased.unreadable), (2, 1, 1));
}

#[test]
fn much_work_goes_in_several_parts_without_a_gap() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    let visits = 0..=PART_OPERATIONS_MAX as u128;
    store.write(|work| visits.clone().try_for_each(|n| work.visit(id(100 + n), begin(id(1))).map(drop))).unwrap();
    let pending = seal(&store, &mut || {}).unwrap();
    let counts: Vec<u32> = pending.delivery.parts.iter().map(|part| part.operations).collect();
    assert_eq!(counts, [PART_OPERATIONS_MAX as u32, 1]);
    assert_eq!(delivered(&pending).0, PART_OPERATIONS_MAX + 1);
}
