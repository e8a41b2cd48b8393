//! Plays one whole visit of the sample company in the app's real window, for people without a display to look at.

use std::{fs, net::SocketAddr, path::PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use feltbok_testkit::{office::Office, sample};
use feltbok_tests::{
    cable::Cable,
    display::Display,
    stage,
    visit::{self, FirstJob},
    window::Window,
};

#[derive(Parser)]
struct Arguments {
    /// The demo's folder: server data inside, screenshots and the PDF come here.
    #[arg(long)]
    home: PathBuf,
    /// Where tablets look for the server: the tablet's end of a cable that is pulled for the visit.
    #[arg(long)]
    tablet_end: SocketAddr,
    /// Where the server listens.
    #[arg(long)]
    server_end: SocketAddr,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let tablet = arguments.home.join("tablet");
    let shots = arguments.home.join("screenshots");
    if tablet.exists() {
        println!("The tablet has played its visit already; `cargo xtask demo --fresh` plays it again.");
        return Ok(());
    }
    fs::remove_dir_all(&shots).ok();
    let cable = Cable::between(arguments.tablet_end, arguments.server_end).await?;
    let display = Display::start()?;
    let technician = sample::technician(0).context("the sample company has technicians")?;
    let invite = Office::enter(&cable.url()).await?.invite(technician.id).await?;
    let job = FirstJob::of_sample()?;
    let mut window = Window::open(&tablet, &shots, &display.name).await?;
    visit::enrol(&mut window, &invite).await?;
    println!("Enrolled and filled; the network goes off.");
    cable.pull();
    stage::play(&mut window, &job).await?;
    println!("Signed offline after {} taps; the network comes back.", window.taps);
    visit::save_pdf(&window, &job.job_id, &arguments.home.join("work-order.pdf")).await?;
    cable.plug();
    window.wait_for_attr("document-transfer", "data-state", "received").await?;
    window.shoot("received").await?;
    window.close().await?;
    println!("The office has received the work order.");
    Ok(())
}
