//! Real small disks, filled to the last page: the server's and the tablet's. What does not fit is refused in words, and
//! with room again everything goes on and is there once.
#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

#[path = "../unsent/house.rs"]
#[allow(dead_code, reason = "the tests of unsent work use more of it")]
mod house;

use anyhow::{Result, ensure};
use feltbok_domain::model::PhotoKind;
use feltbok_server::clock::{Clock, SystemClock};
use feltbok_tablet::{ErrorCode, Tablet, views::TabletError};
use feltbok_testkit::{office::Office, seed::PIN};
use feltbok_tests::small_disk::SmallDisk;
use house::{House, Seen, arrived, record, seen, start, until};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::SignedDuration;
use rand::{Rng, SeedableRng, rngs::StdRng};
use tempfile::{tempdir, tempdir_in};

const MEGABYTES: u32 = 48;
/// How often each disk is filled, with another amount of room left.
const TIMES: u64 = 4;
/// What a technician tries while the disk is full.
const TRIES: usize = 5;
/// Entries between two looks at whether the server still takes them.
const AT_ONCE: usize = 20;
/// A tablet that is to come again later than this was asked to by the server.
const RETRY_MIN_S: i64 = 20;

async fn all_sent(tablet: &Tablet) -> Result<()> {
    until("the last sync", || Ok(tablet.sync_now()?.waiting_items == 0)).await
}

/// A photo like no other, which takes some room.
fn picture(number: usize) -> Result<Vec<u8>> {
    let mut rng = StdRng::seed_from_u64(u64::try_from(number)?);
    let pixels = RgbImage::from_fn(320, 240, |_, _| Rgb(rng.random()));
    let mut jpeg = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels).write_to(&mut jpeg, ImageFormat::Jpeg)?;
    Ok(jpeg.into_inner())
}

/// Each entry once, and so many photos.
fn once(entries: &[String], photos: usize) -> Seen {
    Seen { entries: entries.iter().map(|entry| (entry.clone(), 1)).collect(), photos, files: photos }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_server_keeps_nothing_by_halves_and_gets_everything_once_when_there_is_room() -> Result<()> {
    let Some(disk) = SmallDisk::mount(MEGABYTES) else { return Ok(()) };
    let house = House::build_in(tempdir_in(disk.path())?, tempdir()?).await?;
    let mut server = house.serve().await?;
    let (tablet, job) = arrived(house.tablet.path(), &Office::enter(server.url()).await?).await?;
    let (mut entries, mut photographed) = (Vec::new(), 0);
    for time in 0..TIMES {
        disk.fill_but(time * 8_192)?;
        // The log of the database has room of its own until it is used up.
        while !is_refused(&tablet).await? {
            for _ in 0..AT_ONCE {
                entries.push(format!("entry {}", entries.len()));
                record(&tablet, job, entries.last().unwrap())?;
            }
        }
        tablet.add_photo(job, PhotoKind::Detail, &picture(photographed)?)?;
        photographed += 1;
        // The server is started anew while there is no room, as an operator would try first.
        server.stop().await;
        let again = house.serve().await;
        disk.make_room()?;
        server = match again {
            Ok(server) => server,
            Err(error) => {
                ensure!(format!("{error:#}").contains("full"), "{error:#}");
                house.serve().await?
            }
        };
        all_sent(&tablet).await?;
        assert_eq!(seen(&server, job).await?, once(&entries, photographed));
        assert_eq!(tablet.sync_status()?.attention, 0);
    }
    server.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_tablet_refuses_in_words_and_what_it_said_was_saved_arrives_once() -> Result<()> {
    let Some(disk) = SmallDisk::mount(MEGABYTES) else { return Ok(()) };
    let house = House::build_in(tempdir()?, tempdir_in(disk.path())?).await?;
    let mut server = house.serve().await?;
    let (mut tablet, job) = arrived(house.tablet.path(), &Office::enter(server.url()).await?).await?;
    let (mut entries, mut photographed) = (Vec::new(), 0);
    for time in 0..TIMES {
        server.stop().await;
        disk.fill_but(time * 40_000)?;
        let mut refused = 0;
        while refused < TRIES {
            let waited = tablet.sync_status()?.waiting_items;
            let entry = format!("entry {} of time {time}", entries.len() + refused);
            let (tried, is_photo) = match refused % 2 {
                0 => (record(&tablet, job, &entry).map(drop), false),
                _ => (
                    tablet.add_photo(job, PhotoKind::Detail, &picture(photographed)?).map(drop).map_err(Into::into),
                    true,
                ),
            };
            match tried {
                Ok(()) if is_photo => photographed += 1,
                Ok(()) => entries.push(entry),
                Err(error) => {
                    assert_refused_in_words(&error);
                    assert_eq!(tablet.sync_status()?.waiting_items, waited, "something of a refused action stayed");
                    refused += 1;
                }
            }
        }
        // The app is closed and started while there is no room: it opens, or says why not.
        drop(tablet);
        let again = start(house.tablet.path()).and_then(|tablet| tablet.unlock(PIN).map_err(Into::into));
        if let Err(error) = again {
            assert_refused_in_words(&error);
        }
        disk.make_room()?;
        tablet = start(house.tablet.path())?;
        tablet.unlock(PIN)?;
        entries.push(format!("with room again, time {time}"));
        record(&tablet, job, entries.last().unwrap())?;
        server = house.serve().await?;
        all_sent(&tablet).await?;
        assert_eq!(seen(&server, job).await?, once(&entries, photographed));
        assert_eq!(tablet.sync_status()?.attention, 0);
    }
    server.stop().await;
    Ok(())
}

/// Lets the tablet go on by itself until it has sent all, or was told to come again much later.
async fn is_refused(tablet: &Tablet) -> Result<bool> {
    let mut is_refused = false;
    until("an answer", || {
        let status = tablet.sync_status()?;
        let soon = SystemClock.now() + SignedDuration::from_secs(RETRY_MIN_S);
        is_refused = status.waiting_items > 0 && status.next_try_at.is_some_and(|at| at > soon);
        Ok(is_refused || status.waiting_items == 0)
    })
    .await?;
    Ok(is_refused)
}

fn assert_refused_in_words(error: &anyhow::Error) {
    let told = error.downcast_ref::<TabletError>().unwrap_or_else(|| panic!("no words: {error:?}"));
    assert_eq!(told.code, ErrorCode::DiskFull, "{told:?}");
    assert!(told.what_happened.contains("storage is full") && told.what_is_safe.contains("is safe"), "{told:?}");
}
