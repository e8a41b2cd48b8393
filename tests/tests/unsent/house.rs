//! A server and a tablet in folders of their own, and what the office sees of the tablet's work.

use std::{collections::BTreeMap, net::SocketAddr, path::Path, time::Duration};

use anyhow::{Context, Result};
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
    views::{EditTime, FillStage, NextAction, TimesView},
};
use feltbok_testkit::{
    office::Office,
    sample::{Size, sample},
    seed::{self, DISPATCHER, PIN},
};
use image::{DynamicImage, ImageFormat, RgbImage};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

const SMALL: Size = Size { customers: 5, machines: 12, parts: 20, jobs: 6, first_technician_jobs: 3 };

/// What the office sees of a job: each entry by its reason with how often it is there, photos, files that came.
#[derive(Debug, PartialEq)]
pub struct Seen {
    pub entries: BTreeMap<String, usize>,
    pub photos: usize,
    pub files: usize,
}

pub async fn seen(server: &RunningServer, job: Id) -> Result<Seen> {
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

/// The office's folder with the sample company in it, and a folder for a tablet.
pub struct House {
    data: TempDir,
    pub tablet: TempDir,
    home: SocketAddr,
}

impl House {
    pub async fn build() -> Result<House> {
        Self::build_in(tempfile::tempdir()?, tempfile::tempdir()?).await
    }

    /// In folders of the test's choice: the office's, the tablet's.
    pub async fn build_in(data: TempDir, tablet: TempDir) -> Result<House> {
        seed::seed(data.path(), SMALL).await?;
        // The server keeps its address from one start to the next: the tablet finds it again.
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let server = Server::start(Config { listen: anywhere, ..Config::local(data.path()) }).await?;
        let home = server.addr();
        server.stop().await;
        Ok(House { data, tablet, home })
    }

    pub async fn serve(&self) -> Result<RunningServer> {
        self.serve_at(self.home).await
    }

    /// The office's server where no tablet looks for it.
    pub async fn serve_elsewhere(&self) -> Result<RunningServer> {
        self.serve_at(SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    async fn serve_at(&self, listen: SocketAddr) -> Result<RunningServer> {
        Ok(Server::start(Config { listen, ..Config::local(self.data.path()) }).await?)
    }
}

pub fn technician() -> Id {
    sample(SMALL, Timestamp::UNIX_EPOCH).technicians[0].id
}

pub fn other_technician() -> Id {
    sample(SMALL, Timestamp::UNIX_EPOCH).technicians[1].id
}

pub fn start(folder: &Path) -> Result<Tablet> {
    Ok(Tablet::start(Options { os_key_store: false, ..Options::new(folder) })?)
}

pub fn record(tablet: &Tablet, job: Id, reason: &str) -> Result<TimesView> {
    let until = SystemClock.now() - SignedDuration::from_mins(1);
    let from = until - SignedDuration::from_mins(1);
    let edit = EditTime { id: None, kind: TimeKind::Work, from, until: Some(until), reason: reason.to_owned() };
    Ok(tablet.edit_time(job, edit)?)
}

/// What a technician records without a network: two entries and a photo.
pub fn record_offline(tablet: &Tablet, job: Id) -> Result<Seen> {
    for reason in ["one", "two"] {
        record(tablet, job, reason)?;
    }
    tablet.add_photo(job, PhotoKind::Detail, &picture()?)?;
    Ok(Seen { entries: [("one".into(), 1), ("two".into(), 1)].into(), photos: 1, files: 1 })
}

pub fn picture() -> Result<Vec<u8>> {
    let pixels = RgbImage::from_fn(320, 240, |x, y| image::Rgb([(x % 251) as u8, (y % 251) as u8, 7]));
    let mut jpeg = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels).write_to(&mut jpeg, ImageFormat::Jpeg)?;
    Ok(jpeg.into_inner())
}

/// Waits until `is_so`, looking now and then; the driver works on its own threads.
pub async fn until(what: &str, mut is_so: impl FnMut() -> Result<bool>) -> Result<()> {
    for _ in 0..600 {
        if is_so()? {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("{what} did not come about")
}

/// A tablet that has arrived at its first job, with nothing left to send.
pub async fn arrived(folder: &Path, office: &Office) -> Result<(Tablet, Id)> {
    let tablet = start(folder)?;
    tablet.enrol(&office.invite(technician()).await?, PIN, Lang::English).await?;
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
