//! One front door for people and CI: `cargo xtask demo | test | bench | sim | faults | api-fuzz | bindings`.

mod api_fuzz;
mod bench;
mod bindings;
mod demo;
mod faults;
mod postgres;
mod shell;
mod sim;
mod system;
mod test;
mod ui;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Feltbok's commands, the same for people and for CI")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Installs what is missing, builds, and starts server and app with the sample company.
    Demo(demo::Options),
    /// Runs everything that CI checks.
    Test(test::Options),
    /// Measures, and prints ratios against peers measured in the same run.
    Bench(bench::Options),
    /// Plays seeded schedules of everything that can go wrong between tablets and server.
    Sim(sim::Options),
    /// Kills real servers and tablets behind a network that loses, repeats, cuts and lies.
    Faults(faults::Options),
    /// Sends what no sensible program sends to every route of a running server.
    ApiFuzz(api_fuzz::Options),
    /// Writes the TypeScript types of commands and routes; `--check` fails when they are stale.
    Bindings(bindings::Options),
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Demo(options) => demo::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Sim(options) => sim::run(&options),
        Command::Faults(options) => faults::run(&options),
        Command::ApiFuzz(options) => api_fuzz::run(&options),
        Command::Bindings(options) => bindings::run(&options),
    }
}
