//! The whole way of a bundle: made on a real tablet, taken in at a real server, and the tablet that syncs later.
#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::{collections::BTreeMap, net::SocketAddr, path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
use feltbok_domain::{
    ids::Id,
    lang::Lang,
    model::{PhotoKind, TimeKind},
};
use feltbok_server::{
    Config, RunningServer, Server,
    clock::{Clock, SystemClock},
};
use feltbok_tablet::{
    Options, Tablet,
    views::{EditTime, FillStage, NextAction},
};
use feltbok_testkit::{
    office::Office,
    sample::{Size, sample},
    seed::{self, DISPATCHER, PIN},
};
use image::{DynamicImage, ImageFormat, RgbImage};
use jiff::SignedDuration;

const SMALL: Size = Size { customers: 5, machines: 12, parts: 20, jobs: 6, first_technician_jobs: 3 };

/// What the office sees of a job: each entry by its reason with how often it is there, photos, files that came.
#[derive(Debug, PartialEq)]
struct Seen {
    entries: BTreeMap<String, usize>,
    photos: usize,
    files: usize,
}

async fn seen(server: &RunningServer, job: Id) -> Result<Seen> {
    let (store, now) = (&server.app().store, SystemClock.now());
    let credentials = store.credentials(DISPATCHER.0).await?;
    let credential = credentials.first().context("the sample company has a dispatcher")?;
    let user = store.open_session(credential, [9; 32], now, now + SignedDuration::from_hours(1)).await?;
    let detail = store.job(&user, job).await?;
    store.close_session(user.company_id, [9; 32]).await?;
    let mut entries = BTreeMap::new();
    for entry in detail.visits.iter().flat_map(|visit| &visit.times) {
        if let Some(reason) = &entry.edit_reason {
            *entries.entry(reason.clone()).or_default() += 1;
        }
    }
    let photos = detail.visits.iter().map(|visit| visit.photos.len()).sum();
    Ok(Seen { entries, photos, files: detail.files.iter().filter(|file| file.stored).count() })
}

async fn serve(data: &Path, listen: SocketAddr) -> Result<RunningServer> {
    Ok(Server::start(Config { listen, ..Config::local(data) }).await?)
}

fn record(tablet: &Tablet, job: Id, reason: &str) -> Result<()> {
    let until = SystemClock.now() - SignedDuration::from_mins(1);
    let from = until - SignedDuration::from_mins(1);
    let edit = EditTime { id: None, kind: TimeKind::Work, from, until: Some(until), reason: reason.to_owned() };
    tablet.edit_time(job, edit)?;
    Ok(())
}

fn picture() -> Result<Vec<u8>> {
    let pixels = RgbImage::from_fn(320, 240, |x, y| image::Rgb([(x % 251) as u8, (y % 251) as u8, 7]));
    let mut jpeg = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels).write_to(&mut jpeg, ImageFormat::Jpeg)?;
    Ok(jpeg.into_inner())
}

/// Waits until `is_so`, looking now and then; the driver works on its own threads.
async fn until(what: &str, mut is_so: impl FnMut() -> Result<bool>) -> Result<()> {
    for _ in 0..600 {
        if is_so()? {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("{what} did not come about")
}

/// A tablet that has arrived at its first job, with nothing left to send.
async fn arrived(folder: &Path, office: &Office) -> Result<(Tablet, Id)> {
    let technician = sample(SMALL, jiff::Timestamp::UNIX_EPOCH).technicians[0].id;
    let tablet = Tablet::start(Options { os_key_store: false, ..Options::new(folder) })?;
    tablet.enrol(&office.invite(technician).await?, PIN, Lang::English).await?;
    until("the first fill", || Ok(tablet.fill_progress()?.stage == FillStage::Done)).await?;
    let days = tablet.day(None)?.days;
    let cards = days.iter().map(|day| Ok(tablet.day(Some(day.date))?.cards)).collect::<Result<Vec<_>>>()?;
    let mut cards = cards.into_iter().flatten();
    let job = cards.find(|card| card.next == NextAction::Accept && !card.remote).context("no job to go to")?.job_id;
    tablet.accept(job)?;
    tablet.drive(job)?;
    tablet.arrive(job)?;
    until("the first sync", || Ok(tablet.sync_now()?.waiting_items == 0)).await?;
    Ok((tablet, job))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_bundle_brought_counts_once_when_its_tablet_syncs_after_all() -> Result<()> {
    let (data, folder) = (tempfile::tempdir()?, tempfile::tempdir()?);
    seed::seed(data.path(), SMALL).await?;
    let server = serve(data.path(), SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let home = server.addr();
    let (tablet, job) = arrived(folder.path(), &Office::enter(server.url()).await?).await?;
    server.stop().await;

    for reason in ["one", "two"] {
        record(&tablet, job, reason)?;
    }
    tablet.add_photo(job, PhotoKind::Detail, &picture()?)?;
    let bundle = tablet.export_bundle()?;
    ensure!(bundle.operations >= 3 && bundle.files >= 1 && bundle.files_unreadable == 0, "{bundle:?}");
    ensure!(bundle.operations + bundle.files <= tablet.sync_status()?.waiting_items, "exported is not sent");
    record(&tablet, job, "after the bundle")?;

    // The office's server is back, where this tablet does not find it.
    let server = serve(data.path(), SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let office = Office::enter(server.url()).await?;
    let sealed = std::fs::read(&bundle.path)?;
    let taken = office.take_in_bundle(&sealed, &bundle.code).await?;
    ensure!(taken["taken_in"] == bundle.operations && taken["files"] == bundle.files, "{taken}");
    ensure!(taken["attention"].as_array().is_some_and(Vec::is_empty), "{taken}");
    let mut expected = Seen { entries: [("one".into(), 1), ("two".into(), 1)].into(), photos: 1, files: 1 };
    assert_eq!(seen(&server, job).await?, expected);
    // A second time brings nothing.
    let again = office.take_in_bundle(&sealed, &bundle.code).await?;
    ensure!(again["taken_in"] == 0 && again["known"] == bundle.operations, "{again}");
    ensure!(again["files"] == 0 && again["files_known"] == bundle.files, "{again}");
    assert_eq!(seen(&server, job).await?, expected);
    server.stop().await;

    // And the tablet finds its server after all.
    let server = serve(data.path(), home).await?;
    until("the last sync", || Ok(tablet.sync_now()?.waiting_items == 0)).await?;
    expected.entries.insert("after the bundle".into(), 1);
    assert_eq!(seen(&server, job).await?, expected);
    assert_eq!(tablet.sync_status()?.attention, 0);
    server.stop().await;
    Ok(())
}
