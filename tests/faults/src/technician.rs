//! The tablet's process: the real tablet without its window, and a technician who never stops.

use std::{
    io::Write,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use anyhow::{Result, bail};
use feltbok_domain::{
    ids::Id,
    lang::Lang,
    model::{PhotoKind, TimeKind},
};
use feltbok_tablet::{
    Options, Tablet,
    views::{EditTime, FillStage, NextAction},
};
use feltbok_testkit::seed::PIN;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::{SignedDuration, Timestamp};
use tokio::io::{AsyncBufReadExt, BufReader};

/// Between two entries.
const PAUSE: Duration = Duration::from_millis(15);
/// Every so many entries a photo is taken.
const PHOTO_EVERY: u64 = 12;

/// Told by the parent that it is enough.
static REST: AtomicBool = AtomicBool::new(false);

/// Works on one job from entry `first` on until it is told to rest; then ends when nothing waits any more.
pub async fn work(folder: &Path, job: Id, first: u64) -> Result<()> {
    let tablet = start(folder)?;
    tablet.unlock(PIN)?;
    tokio::spawn(async {
        let mut lines = BufReader::new(tokio::io::stdin()).lines();
        while let Ok(Some(_)) = lines.next_line().await {
            REST.store(true, Ordering::Relaxed);
        }
    });
    go_there(&tablet, job)?;
    let mut number = first;
    while !REST.load(Ordering::Relaxed) {
        tablet.edit_time(job, entry(number))?;
        // Said after the transaction, as a screen does.
        say(&format!("saved entry {number}"));
        if number.is_multiple_of(PHOTO_EVERY) {
            tablet.add_photo(job, PhotoKind::Detail, &picture(number)?)?;
            say(&format!("photographed {number}"));
        }
        number += 1;
        tokio::time::sleep(PAUSE).await;
    }
    loop {
        let status = tablet.sync_now()?;
        if status.waiting_items == 0 {
            say(&format!("rest {}", status.attention));
            return Ok(());
        }
        say(&format!("waiting {} trouble {:?}", status.waiting_items, status.trouble));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Enrols, fills, says which jobs there are, and ends.
pub async fn begin(folder: &Path, invite: &str) -> Result<()> {
    let tablet = start(folder)?;
    tablet.enrol(invite, PIN, Lang::English).await?;
    while tablet.fill_progress()?.stage != FillStage::Done {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for day in tablet.day(None)?.days {
        let cards = tablet.day(Some(day.date))?.cards;
        for card in cards.iter().filter(|card| card.next == NextAction::Accept && !card.remote) {
            say(&format!("job {}", card.job_id));
        }
    }
    Ok(())
}

fn start(folder: &Path) -> Result<Tablet> {
    Ok(Tablet::start(Options { os_key_store: false, ..Options::new(folder) })?)
}

/// On from wherever a kill left the job.
fn go_there(tablet: &Tablet, job: Id) -> Result<()> {
    loop {
        match tablet.open_job(job)?.card.next {
            NextAction::Accept => tablet.accept(job)?,
            NextAction::Drive => tablet.drive(job)?,
            NextAction::Arrive => tablet.arrive(job)?,
            NextAction::Finish => return Ok(()),
            other => bail!("job {job} asks for {other:?}"),
        };
    }
}

/// Known again by its reason.
fn entry(number: u64) -> EditTime {
    let until = now() - SignedDuration::from_mins(1);
    let from = until - SignedDuration::from_mins(1);
    EditTime { id: None, kind: TimeKind::Work, from, until: Some(until), reason: format!("entry {number}") }
}

#[expect(clippy::disallowed_methods, reason = "an entry may not lie in the future of the machine's clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

fn picture(number: u64) -> Result<Vec<u8>> {
    let [low, high, ..] = number.to_le_bytes();
    let pixels = RgbImage::from_fn(320, 240, |x, y| Rgb([low, high, u8::try_from((x + y) % 251).unwrap_or(0)]));
    let mut jpeg = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels).write_to(&mut jpeg, ImageFormat::Jpeg)?;
    Ok(jpeg.into_inner())
}

fn say(line: &str) {
    println!("{line}");
    // A reader that has gone is no reason to stop.
    std::io::stdout().flush().ok();
}
