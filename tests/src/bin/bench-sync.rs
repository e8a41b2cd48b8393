//! Measures sync over loopback beside PouchDB with its server, in the same run: a first fill, a sync without news, and
//! edits that were queued offline.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use feltbok_domain::model::TimeKind;
use feltbok_tablet::{
    Options, Tablet, TabletEvent,
    views::{EditTime, FillStage, NextAction},
};
use feltbok_testkit::{
    office::Office,
    sample::{self, Size},
    seed::PIN,
};
use feltbok_tests::programs::{self, Server};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::sync::broadcast;

/// As in the app.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Nothing measured here takes this long unless it is stuck.
const TIMEOUT: Duration = Duration::from_secs(300);
const NO_NEWS_RUNS: usize = 20;
/// Jobs that the queued edits are spread over.
const JOBS_EDITED: usize = 250;

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 1_000)]
    jobs: usize,
    #[arg(long, default_value_t = 20_000)]
    parts: usize,
    #[arg(long, default_value_t = 5_000)]
    edits: usize,
    /// Folder with the peers' programs and their installed packages; without it only ours is measured.
    #[arg(long)]
    peers: Option<PathBuf>,
}

/// Milliseconds of the workloads.
#[derive(Debug, Clone, Copy)]
struct Figures {
    fill: f64,
    no_news: f64,
    push: f64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let ours = ours(&arguments, folder.path()).await?;
    let peer = arguments.peers.as_deref().map(|peers| pouchdb(&arguments, peers, folder.path())).transpose()?;
    println!("{:<44}{:>12}{:>12}{:>8}", "", "Feltbok", "PouchDB", "ratio");
    let rows = [
        (format!("first fill, {} jobs + {} parts", arguments.jobs, arguments.parts), ours.fill, peer.map(|p| p.fill)),
        ("sync without news, median".to_owned(), ours.no_news, peer.map(|p| p.no_news)),
        (format!("push of {} queued edits", arguments.edits), ours.push, peer.map(|p| p.push)),
    ];
    for (what, ours, peer) in rows {
        match peer {
            Some(peer) => println!("{what:<44}{ours:>9.1} ms{peer:>9.1} ms{:>7.1}×", peer / ours),
            None => println!("{what:<44}{ours:>9.1} ms"),
        }
    }
    println!(
        "Feltbok: encrypted tablet, synchronous=FULL. PouchDB 9 with express-pouchdb on LevelDB; it is not CouchDB."
    );
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn now() -> Instant {
    Instant::now()
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

async fn ours(arguments: &Arguments, folder: &Path) -> Result<Figures> {
    let data = folder.join("server");
    let address = programs::free_address()?;
    let url = format!("http://{address}");
    let (jobs, parts) = (arguments.jobs.to_string(), arguments.parts.to_string());
    programs::sample(&data, &url, &["seed", "--jobs", &jobs, "--first-technician-jobs", &jobs, "--parts", &parts])?;
    let server = Server::start(&data, address, &url).await?;
    let technician = sample::technician(0).context("the sample company has technicians")?;
    let invite = Office::enter(&url).await?.invite(technician.id).await?;
    let tablet = Tablet::start(Options { os_key_store: false, ..Options::new(folder.join("tablet")) })?;
    let mut events = tablet.events();

    let begun = now();
    tablet.enrol(&invite, PIN, technician.lang).await?;
    until(&mut events, |event| Ok(*event == TabletEvent::Fill(FillStage::Done))).await.context("the fill")?;
    let fill = ms(begun);

    settle(&tablet, &mut events).await?;
    let mut quiet = Vec::new();
    for _ in 0..NO_NEWS_RUNS {
        let begun = now();
        settle(&tablet, &mut events).await?;
        quiet.push(ms(begun));
    }
    quiet.sort_by(f64::total_cmp);

    drop(server);
    queue(&tablet, arguments.edits)?;
    let server = Server::start(&data, address, &url).await?;
    let begun = now();
    tablet.sync_now()?;
    until(&mut events, |_| Ok(tablet.sync_status()?.waiting_items == 0)).await.context("the push")?;
    let push = ms(begun);
    ensure!(tablet.sync_status()?.attention == 0, "the server took some edits amiss");
    drop(server);
    Ok(Figures { fill, no_news: quiet[NO_NEWS_RUNS / 2], push })
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
async fn settle(tablet: &Tablet, events: &mut broadcast::Receiver<TabletEvent>) -> Result<()> {
    let before = tablet.sync_status()?.last_contact;
    tablet.sync_now()?;
    until(events, |_| Ok(tablet.sync_status()?.last_contact > before)).await
}

/// Queues edits of all the jobs: accepting, driving, arriving, and then entries of time.
fn queue(tablet: &Tablet, edits: usize) -> Result<()> {
    let mut open = Vec::new();
    for day in tablet.day(None)?.days {
        open.extend(tablet.day(Some(day.date))?.cards.into_iter().filter(|card| card.next == NextAction::Accept));
    }
    ensure!(!open.is_empty(), "no job can be accepted");
    open.truncate(JOBS_EDITED);
    for card in &open {
        tablet.accept(card.job_id)?;
        tablet.drive(card.job_id)?;
        tablet.arrive(card.job_id)?;
    }
    let waiting = usize::try_from(tablet.sync_status()?.waiting_items)?;
    for number in waiting..edits {
        let until = wall_clock() - SignedDuration::from_mins(1);
        let entry = EditTime {
            id: None,
            kind: TimeKind::Work,
            from: until - SignedDuration::from_mins(1),
            until: Some(until),
            reason: format!("entry {number}"),
        };
        tablet.edit_time(open[number % open.len()].job_id, entry)?;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "an entry may not lie in the future of the machine's clock")]
fn wall_clock() -> Timestamp {
    Timestamp::now()
}

/// The same records as documents, through PouchDB; its edits are new documents of the size of our operations.
fn pouchdb(arguments: &Arguments, peers: &Path, folder: &Path) -> Result<Figures> {
    let docs = folder.join("docs.ndjson");
    write_docs(arguments, &docs)?;
    let port = programs::free_address()?.port().to_string();
    let stored = folder.join("pouch-server");
    std::fs::create_dir_all(&stored)?;
    let server = node(peers, "pouch-server.mjs").arg(&stored).arg(&port).stdout(Stdio::piped()).spawn()?;
    let mut server = Peer(server);
    let mut said = BufReader::new(server.0.stdout.take().context("it was piped")?).lines();
    ensure!(said.next().transpose()?.as_deref() == Some("ready"), "PouchDB's server does not get ready");
    let mut client = node(peers, "pouch-client.mjs");
    client.arg(folder).arg(&port).arg(&docs).arg(arguments.edits.to_string());
    let output = client.stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "PouchDB's client ended with {}", output.status);
    let lines = String::from_utf8(output.stdout)?;
    let lines: Vec<Value> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let figure = |workload: &str| {
        let found = lines.iter().find(|line| line["workload"] == workload).and_then(|line| line["ms"].as_f64());
        found.with_context(|| format!("PouchDB gave no figure of {workload}"))
    };
    Ok(Figures { fill: figure("fill")?, no_news: figure("no-news")?, push: figure("push")? })
}

/// Ended when dropped.
struct Peer(Child);

impl Drop for Peer {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn node(peers: &Path, program: &str) -> Command {
    let mut node = Command::new("node");
    node.arg(peers.join(program));
    node
}

/// The sample company's records, as a tablet of the first technician holds them, a document a line.
fn write_docs(arguments: &Arguments, path: &Path) -> Result<()> {
    let size =
        Size { jobs: arguments.jobs, first_technician_jobs: arguments.jobs, parts: arguments.parts, ..Size::default() };
    let made = sample::sample(size, wall_clock());
    let kinds = [
        ("job", serde_json::to_value(&made.jobs)?),
        ("part", serde_json::to_value(&made.parts)?),
        ("customer", serde_json::to_value(&made.customers)?),
        ("site", serde_json::to_value(&made.sites)?),
        ("contact", serde_json::to_value(&made.contacts)?),
        ("equipment", serde_json::to_value(&made.equipment)?),
        ("passport", serde_json::to_value(&made.passports)?),
        ("agreement", serde_json::to_value(&made.agreements)?),
        ("code", serde_json::to_value(&made.codes)?),
    ];
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    for (kind, records) in kinds {
        for (number, record) in records.as_array().into_iter().flatten().enumerate() {
            writeln!(file, "{}", json!({ "_id": format!("{kind}-{number:06}"), "kind": kind, "body": record }))?;
        }
    }
    Ok(file.flush()?)
}
