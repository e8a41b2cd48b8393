//! `cargo xtask sim`: the simulation of sync over as many seeds as wanted; ends with an error on any violation.

use anyhow::Result;
use clap::Args;

use crate::{postgres, shell};

#[derive(Args)]
pub struct Options {
    /// How many seeds.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// Over PostgreSQL, in a cluster of its own, instead of the embedded database.
    #[arg(long)]
    postgres: bool,
}

pub fn run(options: &Options) -> Result<()> {
    println!("seeds {} to {}", options.from, options.from + options.seeds.saturating_sub(1));
    let cluster = if options.postgres { Some(postgres::Cluster::start(false)?) } else { None };
    let name = if options.postgres { "nor_is_it_on_postgres" } else { "whatever_happens" };
    let mut test = shell::cargo();
    test.args(["test", "--locked", "-p", "feltbok-sync-sim", "--test", "sync_sim", "--", name]);
    test.env("FELTBOK_SIM_SEEDS", options.seeds.to_string())
        .env("FELTBOK_SIM_POSTGRES_SEEDS", options.seeds.to_string())
        .env("FELTBOK_SIM_FROM", options.from.to_string());
    if let Some(cluster) = &cluster {
        test.env(postgres::VARIABLE, cluster.url());
    }
    shell::run(&mut test)
}
