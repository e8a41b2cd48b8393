//! One tablet as a process of its own: it does what a line on its standard input says, and answers with a line of JSON.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use feltbok_domain::model::TimeKind;
use feltbok_tablet::{
    Options, Tablet, TabletEvent,
    views::{EditTime, FillStage, JobCard, NextAction},
};
use feltbok_testkit::{sample, seed::PIN};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    sync::broadcast,
};

use super::{ms, now};

/// Whoever started this gives up earlier.
const TIMEOUT: Duration = Duration::from_secs(3_600);
/// Jobs that the queued edits are spread over.
const JOBS_EDITED: usize = 250;

/// Obeys until the input ends.
pub async fn run(folder: &Path) -> Result<()> {
    let tablet = Tablet::start(Options { os_key_store: false, ..Options::new(folder) })?;
    let mut events = tablet.events();
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let took = match verb {
            "fill" => vec![fill(&tablet, &mut events, rest).await?],
            "no-news" => no_news(&tablet, &mut events, rest.parse()?).await?,
            "changes" => vec![settle(&tablet, &mut events).await?],
            "queue" => queue(&tablet, rest.parse()?).map(|()| Vec::new())?,
            "push" => vec![push(&tablet, &mut events).await?],
            "history" => history(&tablet, &mut events, rest.parse()?).await?,
            other => bail!("{other:?} is not known"),
        };
        println!("{}", json!({ "ms": took }));
    }
    Ok(())
}

/// From the confirmed invite to the last record in the store.
async fn fill(tablet: &Tablet, events: &mut broadcast::Receiver<TabletEvent>, invite: &str) -> Result<f64> {
    let technician = sample::technician(0).context("the sample company has technicians")?;
    let begun = now();
    tablet.enrol(invite, PIN, technician.lang).await?;
    until(events, |event| Ok(*event == TabletEvent::Fill(FillStage::Done))).await.context("the fill")?;
    let took = ms(begun);
    let readiness = tablet.day(None)?.readiness;
    ensure!(readiness.ready == readiness.jobs && readiness.jobs > 0, "the fill left jobs incomplete: {readiness:?}");
    Ok(took)
}

async fn no_news(tablet: &Tablet, events: &mut broadcast::Receiver<TabletEvent>, runs: usize) -> Result<Vec<f64>> {
    // The first may still bring what moved during the fill.
    settle(tablet, events).await?;
    let mut took = Vec::with_capacity(runs);
    for _ in 0..runs {
        took.push(settle(tablet, events).await?);
    }
    Ok(took)
}

/// So many edits, each with a sync of its own.
async fn history(tablet: &Tablet, events: &mut broadcast::Receiver<TabletEvent>, runs: usize) -> Result<Vec<f64>> {
    let on_site = cards(tablet, NextAction::Finish)?;
    let mut took = Vec::with_capacity(runs);
    for number in 0..runs {
        record(tablet, &on_site[number % on_site.len()], number)?;
        took.push(push(tablet, events).await?);
    }
    Ok(took)
}

async fn push(tablet: &Tablet, events: &mut broadcast::Receiver<TabletEvent>) -> Result<f64> {
    // What was told before this says nothing of it.
    while events.try_recv().is_ok() {}
    let begun = now();
    tablet.sync_now()?;
    // As the app's screens hear of it.
    let is_sent =
        |event: &TabletEvent| Ok(matches!(event, TabletEvent::SyncStatus(status) if status.waiting_items == 0));
    until(events, is_sent).await.context("the push")?;
    let took = ms(begun);
    ensure!(tablet.sync_status()?.attention == 0, "the server took some edits amiss");
    Ok(took)
}

/// Waits for an event after which the condition holds.
async fn until(
    events: &mut broadcast::Receiver<TabletEvent>,
    mut holds: impl FnMut(&TabletEvent) -> Result<bool>,
) -> Result<()> {
    let wait = async {
        loop {
            match events.recv().await {
                Ok(event) if holds(&event)? => return anyhow::Ok(()),
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(closed) => bail!(closed),
            }
        }
    };
    tokio::time::timeout(TIMEOUT, wait).await.context("it does not end")?
}

/// One sync, from asking for it to its answer being taken in.
async fn settle(tablet: &Tablet, events: &mut broadcast::Receiver<TabletEvent>) -> Result<f64> {
    let begun = now();
    let before = tablet.sync_status()?.last_contact;
    tablet.sync_now()?;
    until(events, |_| Ok(tablet.sync_status()?.last_contact > before)).await?;
    Ok(ms(begun))
}

/// Queues edits: jobs are accepted, driven to and begun where some are left, and then entries of time.
fn queue(tablet: &Tablet, edits: usize) -> Result<()> {
    for card in cards(tablet, NextAction::Accept)?.iter().take(JOBS_EDITED.min(edits / 4)) {
        tablet.accept(card.job_id)?;
        tablet.drive(card.job_id)?;
        tablet.arrive(card.job_id)?;
    }
    let on_site = cards(tablet, NextAction::Finish)?;
    ensure!(!on_site.is_empty(), "no job can be worked on");
    let waiting = usize::try_from(tablet.sync_status()?.waiting_items)?;
    for number in waiting..edits {
        record(tablet, &on_site[number % on_site.len()], number)?;
    }
    Ok(())
}

fn cards(tablet: &Tablet, next: NextAction) -> Result<Vec<JobCard>> {
    let mut found = Vec::new();
    for day in tablet.day(None)?.days {
        found.extend(tablet.day(Some(day.date))?.cards.into_iter().filter(|card| card.next == next));
    }
    Ok(found)
}

/// One entry of time.
fn record(tablet: &Tablet, card: &JobCard, number: usize) -> Result<()> {
    let until = wall_clock() - SignedDuration::from_mins(1);
    let entry = EditTime {
        id: None,
        kind: TimeKind::Work,
        from: until - SignedDuration::from_mins(1),
        until: Some(until),
        reason: format!("entry {number}"),
    };
    tablet.edit_time(card.job_id, entry)?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "an entry may not lie in the future of the machine's clock")]
fn wall_clock() -> Timestamp {
    Timestamp::now()
}
