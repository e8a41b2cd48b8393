//! Puts the sample company into a server's data, and a tablet of it into a folder.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use feltbok_tablet::Tablet;
use feltbok_testkit::{
    office::Office,
    sample::{Size, technician},
    seed::{self, PIN},
};

#[derive(Parser)]
#[command(about = "The sample company: seed a server, invite or enrol a tablet")]
struct Arguments {
    /// The server's data folder.
    #[arg(long)]
    server_data: PathBuf,
    /// Where the server answers.
    #[arg(long, default_value = "http://127.0.0.1:8430")]
    url: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes the company; the server must not be running.
    Seed {
        /// Jobs of the first technician.
        #[arg(long, default_value_t = Size::default().first_technician_jobs)]
        first_technician_jobs: usize,
        #[arg(long, default_value_t = Size::default().jobs)]
        jobs: usize,
        #[arg(long, default_value_t = Size::default().parts)]
        parts: usize,
    },
    /// Prints an invite of the running server for the n-th technician.
    Invite {
        #[arg(long, default_value_t = 0)]
        technician: usize,
    },
    /// Enrols a tablet for the n-th technician and fills it.
    Enrol {
        #[arg(long, default_value_t = 0)]
        technician: usize,
        #[arg(long)]
        tablet_data: PathBuf,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    match arguments.command {
        Command::Seed { first_technician_jobs, jobs, parts } => {
            let size = Size { first_technician_jobs, jobs, parts, ..Size::default() };
            seed::seed(&arguments.server_data, size).await
        }
        Command::Invite { technician } => {
            println!("{}", invite(&arguments.url, technician).await?);
            Ok(())
        }
        Command::Enrol { technician, tablet_data } => {
            let invite = invite(&arguments.url, technician).await?;
            enrol(&invite, technician, tablet_data).await
        }
    }
}

async fn invite(url: &str, n: usize) -> Result<String> {
    let Some(technician) = technician(n) else { bail!("there is no technician {n}") };
    Office::enter(url).await?.invite(technician.id).await
}

/// Enrols as the app does; the app goes on with the fill when its window opens.
async fn enrol(invite: &str, n: usize, folder: PathBuf) -> Result<()> {
    let Some(technician) = technician(n) else { bail!("there is no technician {n}") };
    let tablet = Tablet::start(feltbok_tablet::Options::new(folder))?;
    tablet.enrol(invite, PIN, technician.lang).await?;
    println!("{}'s tablet is enrolled; its PIN is {PIN}", technician.name);
    Ok(())
}
