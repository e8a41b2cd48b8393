//! Measures how many tablets one server carries: so many are enrolled, and syncs without news arrive at a fixed rate,
//! whether or not the earlier ones were answered.

mod fleet;
mod keeping;
mod load;
mod usage;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use feltbok_tests::programs::{self, Server};
use jiff::Timestamp;

use usage::Cpu;

/// Times in ms, CPU in ms a sync, the server's memory in MB.
const HEADINGS: &str = "   asked/s    done/s       p50       p95       p99    server  PostgreSQL      load      MB";

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
    /// An empty PostgreSQL database, or that of the fleet in `--data`, instead of the embedded one.
    #[arg(long)]
    database: Option<String>,
    /// Where the server's data and the fleet are put, for other runs too; a temporary folder without it.
    #[arg(long)]
    data: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    feltbok_memory::take_small_pages();
    let arguments = Arguments::parse();
    let temporary = tempfile::tempdir()?;
    let data = arguments.data.clone().unwrap_or_else(|| temporary.path().join("server"));
    let store = if arguments.database.is_some() { "PostgreSQL" } else { "SQLite" };
    let fleet = fleet::enrol(&data, arguments.database.as_deref(), arguments.tablets).await?;
    println!("{} tablets enrolled, {store}", fleet.len());
    let address = programs::free_address()?;
    let url = format!("http://{address}");
    let server = Server::start_on(&data, arguments.database.as_deref(), address, &url).await?;
    println!("{HEADINGS}");
    for rate in &arguments.rates {
        let before = Cpu::now(server.pid())?;
        let run = load::run(address, &fleet, *rate, arguments.seconds, arguments.connections).await?;
        let each = Cpu::now(server.pid())?.each_since(before, run.took.len());
        let at = |percent| run.at(percent);
        println!(
            "{rate:>10}{:>10.0}{:>10.1}{:>10.1}{:>10.1}{:>10.2}{:>12.2}{:>10.2}{:>8.0}",
            run.took.len() as f64 / run.seconds,
            at(50),
            at(95),
            at(99),
            each.server,
            each.postgres,
            each.load,
            usage::memory(server.pid())?
        );
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark runs by the machine's clock")]
pub fn wall_clock() -> Timestamp {
    Timestamp::now()
}
