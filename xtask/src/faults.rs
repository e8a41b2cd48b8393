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
}

impl Options {
    /// A short round, for every test run.
    pub fn short() -> Self {
        Options { cycles: 4, seed: 1, postgres: false }
    }
}

pub fn run(options: &Options) -> Result<()> {
    ui::install()?;
    ui::build()?;
    // The whole workspace, as the journeys build it: the same artifacts serve both.
    shell::run(shell::cargo().args(["build", "--workspace", "--locked"]))?;
    let cluster = if options.postgres { Some(postgres::Cluster::start(false)?) } else { None };
    let mut rounds = shell::command(shell::built("debug", "feltbok-faults"));
    rounds.args(["run", "--cycles", &options.cycles.to_string(), "--seed", &options.seed.to_string()]);
    if let Some(cluster) = &cluster {
        rounds.args(["--database", &cluster.url()]);
    }
    shell::run(&mut rounds)
}
