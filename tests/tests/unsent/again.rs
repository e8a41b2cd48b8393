//! A tablet that is shut out or was copied joins again: its unsent work reaches a real server once, under the new name.

use std::{fs, path::Path};

use anyhow::{Result, ensure};
use feltbok_domain::model::PhotoKind;
use feltbok_tablet::{
    ErrorCode, Tablet,
    views::{EditTime, SyncTrouble},
};
use feltbok_testkit::{office::Office, seed::PIN};

use crate::house::{House, Seen, arrived, other_technician, picture, record, seen, start, technician, until};

fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&to)?;
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

async fn stopped_by(tablet: &Tablet, trouble: SyncTrouble) -> Result<()> {
    until("the office's refusal", || Ok(tablet.sync_now()?.trouble == Some(trouble))).await
}

async fn all_sent(tablet: &Tablet) -> Result<()> {
    until("the last sync", || Ok(tablet.sync_now()?.waiting_items == 0)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_of_a_tablet_that_was_shut_out_arrives_once_under_its_new_name() -> Result<()> {
    let house = House::build().await?;
    let server = house.serve().await?;
    let (tablet, job) = arrived(house.tablet.path(), &Office::enter(server.url()).await?).await?;
    let old = tablet.sync_centre()?.tablet_code;
    server.stop().await;
    for reason in ["one", "two"] {
        record(&tablet, job, reason)?;
    }
    tablet.add_photo(job, PhotoKind::Detail, &picture()?)?;
    // The server gets all of it, and the tablet hears no answer.
    let bundle = tablet.export_bundle()?;
    record(&tablet, job, "three")?;
    let server = house.serve().await?;
    let office = Office::enter(server.url()).await?;
    office.take_in_bundle(&fs::read(&bundle.path)?, &bundle.code).await?;
    let listed = office.get("/api/console/tablets").await?;
    let id = listed["tablets"][0]["id"].as_str().unwrap().to_owned();
    let invite = office.invite(technician()).await?;
    let early = tablet.enrol_again(&invite).await.unwrap_err();
    assert_eq!(early.code, ErrorCode::AlreadyEnrolled);
    office.post(&format!("/api/console/tablets/{id}/revoke"), serde_json::json!({ "even_unsynced": true })).await?;
    stopped_by(&tablet, SyncTrouble::Revoked).await?;
    record(&tablet, job, "shut out")?;

    let other = office.invite(other_technician()).await?;
    assert_eq!(tablet.enrol_again(&other).await.unwrap_err().code, ErrorCode::InviteOtherTechnician);
    let state = tablet.enrol_again(&invite).await?;
    assert_ne!(state.tablet_code.as_deref(), Some(old.as_str()));
    all_sent(&tablet).await?;
    let entries = ["one", "two", "three", "shut out"].map(|reason| (reason.to_owned(), 1));
    assert_eq!(seen(&server, job).await?, Seen { entries: entries.into(), photos: 1, files: 1 });
    let status = tablet.sync_status()?;
    assert_eq!((status.trouble, status.attention), (None, 0));

    // It opens with its PIN as before, and goes on.
    drop(tablet);
    let tablet = start(house.tablet.path())?;
    tablet.unlock(PIN)?;
    record(&tablet, job, "later")?;
    all_sent(&tablet).await?;
    ensure!(seen(&server, job).await?.entries["later"] == 1);
    server.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copied_tablet_and_its_original_both_go_on() -> Result<()> {
    let house = House::build().await?;
    let server = house.serve().await?;
    let (tablet, job) = arrived(house.tablet.path(), &Office::enter(server.url()).await?).await?;
    server.stop().await;
    let times = record(&tablet, job, "before the copy")?;
    let entry = times.entries.into_iter().find(|entry| entry.edit_reason.is_some()).unwrap();
    drop(tablet);
    let backup = tempfile::tempdir()?;
    copy(house.tablet.path(), backup.path())?;

    let server = house.serve().await?;
    let office = Office::enter(server.url()).await?;
    let original = start(house.tablet.path())?;
    original.unlock(PIN)?;
    all_sent(&original).await?;
    let (id, from, until) = (Some(entry.id), entry.from, entry.until);
    original.edit_time(job, EditTime { id, kind: entry.kind, from, until, reason: "put right".into() })?;
    record(&original, job, "original")?;
    all_sent(&original).await?;

    let copied = start(backup.path())?;
    copied.unlock(PIN)?;
    record(&copied, job, "copy")?;
    record(&copied, job, "copy again")?;
    stopped_by(&copied, SyncTrouble::Cloned).await?;
    copied.enrol_again(&office.invite(technician()).await?).await?;
    all_sent(&copied).await?;
    record(&original, job, "original later")?;
    record(&copied, job, "copy later")?;
    all_sent(&original).await?;
    all_sent(&copied).await?;
    let reasons = ["put right", "original", "copy", "copy again", "original later", "copy later"];
    let entries = reasons.map(|reason| (reason.to_owned(), 1)).into();
    assert_eq!(seen(&server, job).await?, Seen { entries, photos: 0, files: 0 });
    assert_eq!((original.sync_status()?.attention, copied.sync_status()?.attention), (0, 0));
    // Both bear the technician's name, and no number of a work order can come twice.
    assert_ne!(original.sync_centre()?.tablet_code, copied.sync_centre()?.tablet_code);
    server.stop().await;
    Ok(())
}
