//! Measures sync beside PouchDB with its server, in the same run and with the same records: first fills, syncs without
//! news, changes of the office, edits that were queued offline, many tablets at once; over loopback and over a long line.

mod client;
mod feltbok;
mod gate;
mod line;
mod meter;
mod pouch;
mod table;
mod tablet;
mod work;

use std::{
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use feltbok_testkit::sample::{self, Sample, Size};
use jiff::Timestamp;

/// Set inside the network namespace that the bench makes for itself.
const APART: &str = "FELTBOK_BENCH_APART";

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    role: Option<Role>,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand)]
enum Role {
    /// One tablet, told by lines what to do.
    #[command(hide = true)]
    Tablet { folder: PathBuf },
}

#[derive(Parser, Clone)]
pub struct Options {
    /// Folder with the peers' programs and their installed packages; without it only ours is measured.
    #[arg(long)]
    peers: Option<PathBuf>,
    /// A workload that takes longer is given up, and this is its figure.
    #[arg(long, default_value_t = 120)]
    limit_seconds: u64,
    /// Parts of the measurement: `one` tablet over loopback, `history` of a thousand syncs, `many` at once, `slow` line.
    #[arg(long, value_delimiter = ',', default_value = "one,history,many,slow")]
    parts: Vec<String>,
    /// Tablets that fill at once, for `many`.
    #[arg(long, value_delimiter = ',', default_value = "1,10,50")]
    at_once: Vec<usize>,
    /// So often ours and the peer's take turns; figures are over all rounds, for a machine that is not always as fast.
    #[arg(long, default_value_t = 1)]
    rounds: usize,
}

/// How much a company has.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    pub jobs: usize,
    pub parts: usize,
}

impl Load {
    pub fn sample(self) -> Sample {
        let size = Size { jobs: self.jobs, first_technician_jobs: self.jobs, parts: self.parts, ..Size::default() };
        sample::sample(size, wall_clock())
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    // As the app does.
    feltbok_memory::take_small_pages();
    let Arguments { role, options } = Arguments::parse();
    match role {
        Some(Role::Tablet { folder }) => tablet::run(&folder).await,
        None if std::env::var_os(APART).is_none() && may_be_apart() => apart(),
        None => measure(&options).await,
    }
}

async fn measure(options: &Options) -> Result<()> {
    if std::env::var_os(APART).is_none() {
        println!("Bytes are those of this machine's whole loopback: a network namespace was not permitted.");
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        table::gather(&mut ours, work::all(options, None).await?);
        if let Some(peers) = &options.peers {
            table::gather(&mut theirs, work::all(options, Some(peers)).await?);
        }
    }
    if options.peers.is_none() {
        return Ok(());
    }
    table::compare(&ours, &theirs);
    println!(
        "Feltbok: encrypted tablets, synchronous=FULL on both sides, requests signed. PouchDB 9 with express-pouchdb on \
         LevelDB, not encrypted, not synced to the disk; it is not CouchDB."
    );
    Ok(())
}

/// Whether a network namespace of our own is permitted, in which nothing else is on the loopback interface.
fn may_be_apart() -> bool {
    Command::new("unshare").args(["--net", "ip", "link", "set", "lo", "up"]).output().is_ok_and(|o| o.status.success())
}

/// Runs this program again in a network namespace of its own.
fn apart() -> Result<()> {
    let mut again = Command::new("unshare");
    again.args(["--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"]);
    again.arg(std::env::current_exe()?).args(std::env::args_os().skip(1)).env(APART, "1");
    let status = again.status()?;
    if status.success() { Ok(()) } else { bail!("the measurement ended with {status}") }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
pub fn now() -> Instant {
    Instant::now()
}

pub fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

#[expect(clippy::disallowed_methods, reason = "the sample company's jobs lie around today")]
pub fn wall_clock() -> Timestamp {
    Timestamp::now()
}

impl Options {
    pub fn limit(&self) -> Duration {
        Duration::from_secs(self.limit_seconds)
    }

    pub fn wants(&self, part: &str) -> bool {
        self.parts.iter().any(|wanted| wanted == part)
    }
}
