//! Real faults between real processes: server and tablet are killed while a proxy loses, repeats, cuts and lies. After
//! quiet, everything the tablet said was saved must be at the server once.
//!
//! `cargo xtask faults --cycles N` builds and runs this.

mod audit;
mod cable;
mod network;
mod partitions;
mod processes;
mod rounds;
mod technician;

use std::{net::SocketAddr, path::PathBuf};

use anyhow::Result;
use clap::{Parser, Subcommand};
use feltbok_domain::ids::Id;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Plays the rounds and checks what is left after them.
    Run(rounds::Options),
    /// Silences the cable between a tablet and a server and checks what is left.
    Partitions(partitions::Options),
    /// Carries connections on, in the tablet's namespace.
    Relay {
        #[arg(long)]
        listen: SocketAddr,
        #[arg(long)]
        to: SocketAddr,
    },
    /// Enrols a tablet by an invite and says its jobs.
    Enrol {
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        invite: String,
    },
    /// One tablet with a busy technician, as a process that can be killed.
    Work {
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        job: Id,
        /// The number of its first entry.
        #[arg(long)]
        first: u64,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Run(options) => rounds::run(&options).await,
        Command::Partitions(options) => partitions::run(&options).await,
        Command::Relay { listen, to } => partitions::relay(listen, to).await,
        Command::Enrol { folder, invite } => technician::begin(&folder, &invite).await,
        Command::Work { folder, job, first } => technician::work(&folder, job, first).await,
    }
}
