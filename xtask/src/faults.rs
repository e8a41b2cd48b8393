//! `cargo xtask faults`: real servers and tablets, killed while the network between them fails; an error on any violation.

use anyhow::Result;
use clap::Args;

use crate::{postgres, shell, ui};

#[derive(Args)]
pub struct Options {
    /// How often each side is killed.
    #[arg(long, default_value_t = 20)]
    cycles: u64,
    /// Draws the faults and the moments of the kills.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Over PostgreSQL, in a cluster of its own, with two servers on it, instead of the embedded database.
    #[arg(long)]
    postgres: bool,
    /// Instead: so many disks as they may be after the power went, of a tablet and of a server, opened by the real stores.
    #[arg(long, value_name = "DISKS")]
    power_loss: Option<u64>,
    /// Instead: the cable between server and tablet falls silent `--cycles` times, in network namespaces; needs root.
    #[arg(long)]
    partitions: bool,
}

impl Options {
    /// A short round, for every test run; lost power and full disks are among the tests of the `rust` step.
    pub fn short() -> Self {
        Options { cycles: 4, seed: 1, postgres: false, power_loss: None, partitions: false }
    }
}

pub fn run(options: &Options) -> Result<()> {
    match options.power_loss {
        Some(disks) => lose_power(disks, options.seed),
        None => kill(options),
    }
}

fn lose_power(disks: u64, seed: u64) -> Result<()> {
    let mut test = shell::cargo();
    test.args(["test", "--locked", "-p", "feltbok-power-loss", "--", "--nocapture", "whenever_the_power_goes"]);
    shell::run(test.env("FELTBOK_POWER_LOSSES", disks.to_string()).env("FELTBOK_POWER_SEED", seed.to_string()))
}

fn kill(options: &Options) -> Result<()> {
    ui::install()?;
    ui::build()?;
    // The whole workspace, as the journeys build it: the same artifacts serve both.
    shell::run(shell::cargo().args(["build", "--workspace", "--locked"]))?;
    let cluster = if options.postgres { Some(postgres::Cluster::start(false)?) } else { None };
    let mut rounds = shell::command(shell::built("debug", "feltbok-faults"));
    let what = if options.partitions { "partitions" } else { "run" };
    rounds.args([what, "--cycles", &options.cycles.to_string(), "--seed", &options.seed.to_string()]);
    if let Some(cluster) = &cluster {
        rounds.args(["--database", &cluster.url()]);
    }
    shell::run(&mut rounds)
}
