//! Measures how many tablets one server carries: so many are enrolled, and syncs without news arrive at a fixed rate,
//! whether or not the earlier ones were answered.

mod fleet;
mod load;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use feltbok_tests::programs::{self, Server};
use jiff::Timestamp;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 10_000)]
    tablets: usize,
    /// Syncs a second, one after the other rate.
    #[arg(long, value_delimiter = ',', default_value = "100,250,500")]
    rates: Vec<u32>,
    #[arg(long, default_value_t = 20)]
    seconds: u32,
    /// Connections kept open; tablets share them, as behind a proxy.
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// An empty PostgreSQL database instead of the embedded one.
    #[arg(long)]
    database: Option<String>,
    /// Where the server's data are put; a temporary folder without it.
    #[arg(long)]
    data: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let temporary = tempfile::tempdir()?;
    let data = arguments.data.clone().unwrap_or_else(|| temporary.path().join("server"));
    let store = if arguments.database.is_some() { "PostgreSQL" } else { "SQLite" };
    let fleet = fleet::enrol(&data, arguments.database.as_deref(), arguments.tablets).await?;
    println!("{} tablets enrolled, {store}", fleet.len());
    let address = programs::free_address()?;
    let url = format!("http://{address}");
    let server = Server::start_on(&data, arguments.database.as_deref(), address, &url).await?;
    println!(
        "{:>10}{:>10}{:>10}{:>10}{:>10}{:>14}{:>10}",
        "asked/s", "done/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms/sync", "MB"
    );
    for rate in &arguments.rates {
        let before = cpu(server.pid())?;
        let run = load::run(address, &fleet, *rate, arguments.seconds, arguments.connections).await?;
        let syncs = run.took.len() as f64;
        let each = (cpu(server.pid())? - before) * 1_000.0 / syncs;
        let at = |percent| run.at(percent);
        println!(
            "{rate:>10}{:>10.0}{:>10.1}{:>10.1}{:>10.1}{each:>14.2}{:>10.0}",
            syncs / run.seconds,
            at(50),
            at(95),
            at(99),
            memory(server.pid())?
        );
    }
    Ok(())
}

/// Seconds of CPU that a process has used; `/proc` counts hundredths.
fn cpu(pid: u32) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(')').next().context("a name")?.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).context("a count");
    Ok((ticks(11)? + ticks(12)?) / 100.0)
}

/// Megabytes that it holds.
fn memory(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("a size")?;
    Ok(line.split_whitespace().next().context("a size")?.parse::<f64>()? / 1_000.0)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark runs by the machine's clock")]
pub fn wall_clock() -> Timestamp {
    Timestamp::now()
}
