//! The stage of a journey: a server with the sample company, tablets on cables, and the visit from first to last tap.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::Result;
use feltbok_testkit::{office::Office, sample};

use crate::{
    cable::Cable,
    display::Display,
    programs::{self, Server},
    visit::{self, FirstJob},
    window::Window,
};

/// A server with the sample company in a folder of its own, and a display for windows.
pub struct Stage {
    pub folder: tempfile::TempDir,
    pub server: Option<Server>,
    pub display: Display,
    pub cable: Cable,
    address: SocketAddr,
}

impl Stage {
    /// Seeds the company and starts the server behind a cable.
    pub async fn set() -> Result<Stage> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("server");
        let address = programs::free_address()?;
        let cable = Cable::to(address).await?;
        programs::sample(&data, &cable.url(), &["seed"])?;
        let server = Server::start(&data, address, &cable.url()).await?;
        Ok(Stage { folder, server: Some(server), display: Display::start()?, cable, address })
    }

    fn server_data(&self) -> PathBuf {
        self.folder.path().join("server")
    }

    /// The office, by the server's own address.
    pub async fn office(&self) -> Result<Office> {
        Office::enter(&format!("http://{}", self.address)).await
    }

    /// An invite for the n-th technician.
    pub async fn invite(&self, technician: usize) -> Result<String> {
        let technician = sample::technician(technician).ok_or_else(|| anyhow::anyhow!("no such technician"))?;
        self.office().await?.invite(technician.id).await
    }

    /// A tablet's folder, by name.
    pub fn tablet(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Opens the app's window on a tablet; screenshots go where CI can keep them.
    pub async fn open(&self, tablet: &str) -> Result<Window> {
        Window::open(&self.tablet(tablet), &shots(tablet), &self.display.name).await
    }

    /// A window on a tablet of the n-th technician, enrolled and filled.
    pub async fn enrolled(&self, tablet: &str, technician: usize) -> Result<Window> {
        let invite = self.invite(technician).await?;
        let mut window = self.open(tablet).await?;
        visit::enrol(&mut window, &invite).await?;
        Ok(window)
    }

    /// Ends the server as a pulled plug does.
    pub fn stop_server(&mut self) {
        self.server = None;
    }

    /// Starts it again on the same data.
    pub async fn start_server(&mut self) -> Result<()> {
        self.server = Some(Server::start(&self.server_data(), self.address, &self.cable.url()).await?);
        Ok(())
    }
}

fn shots(tablet: &str) -> PathBuf {
    let target = std::env::current_exe().ok().and_then(|me| me.ancestors().nth(3).map(Path::to_owned));
    target.unwrap_or_else(std::env::temp_dir).join("journeys").join(tablet)
}

/// The whole visit, from "drive" to the document.
pub async fn play(window: &mut Window, job: &FirstJob) -> Result<()> {
    visit::go_and_scan(window, job).await?;
    visit::diagnose(window).await?;
    visit::fit_part(window, job).await?;
    visit::read_meters(window, job).await?;
    visit::check(window).await?;
    visit::photograph(window, job).await?;
    visit::close_out(window).await?;
    visit::sign(window).await
}
