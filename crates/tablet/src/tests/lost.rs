//! A tablet that the office gave for lost: what it obeys, what is left of it, and what reaches the office.

use std::{path::Path, time::Duration};

use feltbok_domain::{lang::Lang, model::PhotoKind};
use feltbok_protocol::lost::{Part, open_part};

use super::{
    house::{House, PIN, evidence_key, server_key},
    office::Office,
    records::*,
};
use crate::{
    ErrorCode, Tablet,
    views::{AppState, ErasedStage, Phase, SyncTrouble},
};

/// Waits until `is_so`, looking now and then; sync works on its own threads.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..1500 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{what} did not come about");
}

fn stage(tablet: &Tablet) -> Option<ErasedStage> {
    tablet.app_state().unwrap().erased.map(|erased| erased.stage)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn photo() -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([(x * 3) as u8, (y * 5) as u8, 9]));
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(pixels).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

/// Records what only this tablet has: the states of a job, a contact's number, a photo, a document beside the store.
fn record(house: &House, tablet: &Tablet) {
    super::visit::arrive(house, tablet);
    tablet.add_photo(id(JOB), PhotoKind::Detail, &photo()).unwrap();
    tablet.export_diagnostics().unwrap();
}

/// Operations and files that the office can open.
fn opened(office: &Office) -> (usize, usize) {
    let (mut operations, mut files) = (0, 0);
    for part in office.desk().parts.values() {
        match open_part(part, &evidence_key()).unwrap() {
            Part::Work(work) => operations += work.bundle.operations.len(),
            Part::File(_) => files += 1,
        }
    }
    (operations, files)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_tablet_gives_the_office_everything_and_keeps_nothing_locked_or_not() {
    for locked in [false, true] {
        let office = Office::open(None).await;
        let house = House::with_server(&office.url);
        let tablet = house.open();
        record(&house, &tablet);
        if locked {
            tablet.lock().unwrap();
        }
        // Until now something between the two answered.
        office.desk().key = Some(server_key());
        house.clock.forward_minutes(10);
        until("the delivery", || {
            let _ = tablet.sync_now();
            house.clock.forward_minutes(1);
            stage(&tablet) == Some(ErasedStage::Delivered)
        })
        .await;
        let erased = office.desk().erased.clone().unwrap();
        assert_eq!(opened(&office), (erased.operations as usize, erased.files as usize));
        assert!(erased.operations >= 4 && erased.files >= 1 && erased.unreadable == 0, "{erased:?}");
        assert_eq!(names(house.dir.path()), [] as [&str; 0]);

        let AppState { phase, company, technician, .. } = tablet.app_state().unwrap();
        assert_eq!((phase, company.as_deref(), technician), (Phase::Erased, Some("Nordlys Service AS"), None));
        assert_eq!(tablet.unlock(PIN).unwrap_err().code, ErrorCode::NotEnrolled);
        assert_eq!(tablet.day(None).unwrap_err().code, ErrorCode::NotEnrolled);
        // It takes a new invite, and after a restart it is as new.
        assert_eq!(tablet.enrol("x", PIN, Lang::English).await.unwrap_err().code, ErrorCode::NotAnInvite);
        house.kill(tablet).await;
        assert_eq!(house.start().app_state().unwrap().phase, Phase::NotEnrolled);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_server_or_nobody_has_signed_erases_nothing() {
    for key in [None, Some(ed25519_dalek::SigningKey::from_bytes(&[8; 32]))] {
        let office = Office::open(key.clone()).await;
        let house = House::with_server(&office.url);
        let tablet = house.open();
        record(&house, &tablet);
        let trouble = if key.is_some() { SyncTrouble::WrongServer } else { SyncTrouble::Captive };
        until("the answer", || tablet.sync_now().unwrap().trouble == Some(trouble)).await;
        assert_eq!((office.desk().orders, stage(&tablet)), (0, None));
        assert!(tablet.sync_centre().unwrap().status.waiting_items >= 4);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_withdrawn_order_erases_nothing_and_shuts_the_tablet_out() {
    let office = Office::open(Some(server_key())).await;
    office.desk().withdrawn = true;
    let house = House::with_server(&office.url);
    let tablet = house.open();
    record(&house, &tablet);
    until("the refusal", || tablet.sync_now().unwrap().trouble == Some(SyncTrouble::Revoked)).await;
    assert_eq!((office.desk().orders, stage(&tablet)), (0, None));
    assert!(tablet.sync_centre().unwrap().status.waiting_items >= 4);
    assert!(!house.dir.path().join("lost").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delivery_goes_on_after_the_line_broke_and_the_app_was_killed() {
    let office = Office::open(None).await;
    let house = House::with_server(&office.url);
    let tablet = house.open();
    record(&house, &tablet);
    (office.desk().takes, office.desk().key) = (1, Some(server_key()));
    until("the first part", || {
        house.clock.forward_minutes(1);
        let _ = tablet.sync_now();
        office.desk().puts == 1
    })
    .await;
    until("the erased tablet", || stage(&tablet) == Some(ErasedStage::Delivering)).await;
    assert_eq!(names(house.dir.path()), ["lost"]);
    house.kill(tablet).await;

    let tablet = house.start();
    let state = tablet.app_state().unwrap();
    assert_eq!((state.phase, state.company.as_deref()), (Phase::Erased, Some("Nordlys Service AS")));
    assert_eq!(names(house.dir.path()), ["lost"], "no keys are made before they are asked for");
    office.desk().takes = usize::MAX;
    until("the delivery", || stage(&tablet) == Some(ErasedStage::Delivered)).await;
    let erased = office.desk().erased.clone().unwrap();
    assert_eq!(opened(&office), (erased.operations as usize, erased.files as usize));
    assert_eq!(office.desk().puts, erased.parts.len(), "what had arrived is not sent again");
    assert_eq!(names(house.dir.path()), [] as [&str; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_sealed_is_not_erased_and_work_goes_on_until_it_can() {
    let office = Office::open(Some(server_key())).await;
    let house = House::with_server(&office.url);
    // No folder can be made where a file is.
    std::fs::write(house.dir.path().join("lost"), "").unwrap();
    let tablet = house.open();
    until("the failed order", || {
        let _ = tablet.sync_now();
        office.desk().orders > 0 && stage(&tablet).is_none()
    })
    .await;
    until("the work", || tablet.accept(id(JOB)).is_ok()).await;
    assert!(house.dir.path().join("feltbok.db").exists() && office.desk().erased.is_none());
    std::fs::remove_file(house.dir.path().join("lost")).unwrap();
    until("the delivery", || stage(&tablet) == Some(ErasedStage::Delivered)).await;
    assert_eq!(opened(&office).0, office.desk().erased.as_ref().unwrap().operations as usize);
    assert!(opened(&office).0 >= 1, "what was recorded in between was sealed too");
}
