//! The rounds: in each, the tablet works over a bad network, and tablet and server are killed at moments of their own.

use std::{net::SocketAddr, path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
use clap::Args;
use feltbok_domain::ids::Id;
use feltbok_server::{Config, Server as Product};
use feltbok_testkit::{
    office::Office,
    sample::{self, Size},
    seed,
};
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::{
    audit::{Findings, audit},
    network::Network,
    processes::{Server, Tablet, free_address},
};

/// How long nothing may get less on a tablet that comes to rest over a good network.
pub const STILL_MAX: Duration = Duration::from_secs(180);
/// Entries of one round get numbers of their own.
pub const ENTRIES_PER_ROUND: u64 = 100_000;
/// Jobs take turns: nobody writes thousands of entries into one visit.
const JOBS: usize = 40;
/// Servers on one PostgreSQL database.
const SHARING: usize = 2;

#[derive(Args)]
pub struct Options {
    /// How often each side is killed.
    #[arg(long, default_value_t = 5)]
    cycles: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// An empty PostgreSQL database, which several servers then share, instead of the embedded one.
    #[arg(long)]
    database: Option<String>,
}

pub async fn run(options: &Options) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (data, tablet_folder) = (folder.path().join("server"), folder.path().join("tablet"));
    seed::seed(&data, size()).await?;
    let database = options.database.as_deref();
    if let Some(database) = database {
        Product::transfer(&Config::local(&data), database).await?;
    }
    let addresses = addresses(if database.is_some() { SHARING } else { 1 })?;
    let network = Network::to(addresses.clone(), options.seed).await?;
    let url = network.url();
    let mut servers = Vec::new();
    for address in &addresses {
        servers.push(Server::start(&data, database, *address, &url).await?);
    }

    let technician = sample::technician(0).context("the sample company has technicians")?;
    let invite = Office::enter(&url).await?.invite(technician.id).await?;
    let told = Tablet::enrol(&tablet_folder, &invite)?.rest(STILL_MAX).await.context("enrolling")?;
    let jobs = told.iter().filter_map(|line| line.strip_prefix("job ")).map(str::parse);
    let jobs: Vec<Id> = jobs.collect::<Result<_, _>>()?;
    ensure!(!jobs.is_empty(), "the tablet has no job");
    let job_of = |cycle: u64| jobs[usize::try_from(cycle).unwrap_or(0) % jobs.len()];

    let mut rng = StdRng::seed_from_u64(options.seed);
    let mut said = Vec::new();
    network.be_bad(true);
    for cycle in 1..=options.cycles {
        let tablet = Tablet::work(&tablet_folder, job_of(cycle), cycle * ENTRIES_PER_ROUND)?;
        pause(&mut rng, 2_000).await;
        let one = rng.random_range(0..servers.len());
        servers.remove(one).kill().await?;
        pause(&mut rng, 300).await;
        let address = addresses.iter().find(|address| !servers.iter().any(|server| server.address == **address));
        let address = address.context("one address is free now")?;
        servers.push(Server::start(&data, database, *address, &url).await?);
        pause(&mut rng, 1_500).await;
        said.extend(tablet.kill().await?);
    }
    network.be_bad(false);
    let last = options.cycles + 1;
    said.extend(rest(&tablet_folder, job_of(last), last * ENTRIES_PER_ROUND).await?);
    for server in servers {
        server.kill().await?;
    }
    let attention = said.last().and_then(|line| line.strip_prefix("rest ")).context("the tablet came to rest")?;
    let found = audit(&data, database, &jobs, &said).await?;
    tell(options, &network, &found, attention);
    ensure!(found.violations() == 0 && attention == "0", "violations: {found:?}");
    Ok(())
}

fn addresses(count: usize) -> Result<Vec<SocketAddr>> {
    (0..count).map(|_| free_address()).collect()
}

pub async fn pause(rng: &mut StdRng, most_ms: u64) {
    tokio::time::sleep(Duration::from_millis(rng.random_range(50..most_ms))).await;
}

/// The tablet once more, over a good network, until nothing waits.
async fn rest(folder: &Path, job: Id, first: u64) -> Result<Vec<String>> {
    let tablet = Tablet::work(folder, job, first)?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    tablet.rest(STILL_MAX).await
}

/// The sample company, with many jobs for the one technician.
pub fn size() -> Size {
    Size { jobs: JOBS, first_technician_jobs: JOBS, parts: 50, ..Size::default() }
}

fn tell(options: &Options, network: &Network, found: &Findings, attention: &str) {
    println!(
        "{} kills a side, seed {}; requests by what became of them: {:?}",
        options.cycles,
        options.seed,
        network.met()
    );
    found.tell(attention);
}
