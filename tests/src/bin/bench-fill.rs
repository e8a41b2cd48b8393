//! Measures the first fill of 500 jobs and 20,000 parts over loopback, and how soon the window shows the day with them.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use feltbok_tablet::{Options, Tablet, TabletEvent, views::FillStage};
use feltbok_testkit::{office::Office, sample, seed::PIN};
use feltbok_tests::{
    display::Display,
    programs::{self, Server},
    visit,
    window::Window,
};

const JOBS: usize = 500;
const PARTS: usize = 20_000;

#[tokio::main]
async fn main() -> Result<()> {
    feltbok_memory::take_small_pages();
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("server");
    let address = programs::free_address()?;
    let url = format!("http://{address}");
    let (jobs, parts) = (JOBS.to_string(), PARTS.to_string());
    programs::sample(&data, &url, &["seed", "--jobs", &jobs, "--first-technician-jobs", &jobs, "--parts", &parts])?;
    let server = Server::start(&data, address, &url).await?;
    let tablet = folder.path().join("tablet");
    let fill = first_fill(&url, &tablet).await?;
    println!(
        "first fill, {JOBS} jobs and {PARTS} parts, loopback, encrypted, synchronous=FULL: {:.2} s",
        fill.as_secs_f64()
    );
    let (lock, day) = window(&tablet, folder.path()).await?;
    println!("window from start to the PIN:  {:.2} s", lock.as_secs_f64());
    println!("window from the PIN to Today:  {:.2} s", day.as_secs_f64());
    println!("window from start to Today:    {:.2} s (limit 1 s, without the typing)", (lock + day).as_secs_f64());
    drop(server);
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn now() -> Instant {
    Instant::now()
}

/// From the confirmed invite to the last record in the store.
async fn first_fill(url: &str, folder: &Path) -> Result<Duration> {
    let technician = sample::technician(0).context("the sample company has technicians")?;
    let invite = Office::enter(url).await?.invite(technician.id).await?;
    let tablet = Tablet::start(Options::new(folder))?;
    let mut events = tablet.events();
    let begun = now();
    tablet.enrol(&invite, PIN, technician.lang).await?;
    let mut told = 0;
    let until_done = async {
        loop {
            if let TabletEvent::Fill(stage) = events.recv().await? {
                told += 1;
                if stage == FillStage::Done {
                    return anyhow::Ok(begun.elapsed());
                }
            }
        }
    };
    let took = tokio::time::timeout(Duration::from_secs(120), until_done).await.context("the fill does not end")??;
    println!("its progress was told {told} times");
    let readiness = tablet.day(None)?.readiness;
    ensure!(readiness.ready == readiness.jobs && readiness.jobs > 0, "the fill left jobs incomplete: {readiness:?}");
    Ok(took)
}

/// From the start of the program to the lock, and from the PIN to the first job card.
async fn window(tablet: &Path, folder: &Path) -> Result<(Duration, Duration)> {
    let display = Display::start()?;
    let window = Window::open(tablet, &folder.join("shots"), &display.name).await?;
    window.find("pin").await?;
    let lock = window.started.elapsed();
    window.fill("pin", PIN).await?;
    let begun = now();
    window.press("unlock").await?;
    window.find("job-card").await?;
    let day = begun.elapsed();
    visit::go_to(&window, "/").await?;
    window.close().await?;
    Ok((lock, day))
}
