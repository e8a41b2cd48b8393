//! Our side: the server's own program with the sample company, tablets as processes, dispatch through the console.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::{Context, Result, bail};
use feltbok_testkit::{office::Office, sample};
use feltbok_tests::programs::{self, Server};
use serde_json::json;
use tokio::net::TcpListener;

use super::{Load, client::Client, gate::Gate, line, wall_clock};

pub struct Feltbok {
    folder: PathBuf,
    address: SocketAddr,
    /// Where the tablets go.
    gate: Gate,
    server: Server,
    /// Signed in once: the server bounds how often one may try.
    office: Option<Office>,
    tablets: usize,
    changed: i64,
}

impl Feltbok {
    pub async fn start(folder: PathBuf, load: Load, over_a_line: bool) -> Result<Feltbok> {
        std::fs::create_dir_all(&folder)?;
        let address = programs::free_address()?;
        let gate = if over_a_line {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let near = listener.local_addr()?;
            line::lay(listener, address);
            Gate::before(near).await?
        } else {
            Gate::before(address).await?
        };
        let (jobs, parts) = (load.jobs.to_string(), load.parts.to_string());
        let data = folder.join("server");
        programs::sample(
            &data,
            &gate.url(),
            &["seed", "--jobs", &jobs, "--first-technician-jobs", &jobs, "--parts", &parts],
        )?;
        let server = Server::start(&data, address, &gate.url()).await?;
        Ok(Feltbok { folder, address, gate, server, office: None, tablets: 0, changed: 0 })
    }

    /// Lets the tablets reach the server, or not.
    pub async fn reach(&mut self, can_reach: bool) -> Result<()> {
        self.gate.set_open(can_reach).await
    }

    pub fn server_pid(&self) -> Option<u32> {
        Some(self.server.pid())
    }

    pub async fn client(&mut self) -> Result<Client> {
        self.tablets += 1;
        let technician = sample::technician(0).context("the sample company has technicians")?;
        let invite = self.office().await?.invite(technician.id).await?;
        let folder = self.folder.join(format!("tablet-{}", self.tablets));
        let folder = folder.to_str().context("a folder's name is text")?;
        Client::start(std::env::current_exe()?, &["tablet", folder], format!("fill {invite}"))
    }

    /// Dispatch gives so many jobs another time.
    pub async fn change(&mut self, count: usize, load: Load) -> Result<()> {
        self.changed += 1;
        let quarter = 15 * 60;
        let start = (wall_clock().as_second() / quarter + self.changed) * quarter;
        let start = jiff::Timestamp::from_second(start)?;
        let technician = sample::technician(0).context("the sample company has technicians")?;
        let office = self.office().await?;
        let jobs = load.sample().jobs;
        let mut changed = 0;
        for job in jobs.iter().filter(|job| job.technician_id == Some(technician.id)).rev() {
            let path = format!("/api/console/jobs/{}", job.id);
            let rev = office.get(&path).await?["row"]["rev"].as_u64().context("a job has its revision")?;
            let request =
                json!({ "technician_id": technician.id, "start": start, "minutes": 60, "reason": "later", "rev": rev });
            // A job that is blocked or has ended keeps its time.
            changed += usize::from(office.post(&format!("{path}/assign"), request).await.is_ok());
            if changed == count {
                return Ok(());
            }
        }
        bail!("only {changed} jobs can be moved")
    }

    async fn office(&mut self) -> Result<&Office> {
        if self.office.is_none() {
            self.office = Some(Office::enter(&format!("http://{}", self.address)).await?);
        }
        self.office.as_ref().context("it was entered")
    }
}
