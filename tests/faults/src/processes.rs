//! Server and tablet as processes that are killed without a word.

#[path = "../../free_port.rs"]
mod free_port;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use feltbok_domain::ids::Id;
pub use free_port::free_port;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, Command},
    sync::watch,
    task::JoinHandle,
};

/// The server's program, which lies beside this one.
pub fn program(name: &str) -> Result<PathBuf> {
    let beside = std::env::current_exe()?.with_file_name(name);
    if beside.is_file() { Ok(beside) } else { bail!("{} is not built", beside.display()) }
}

pub fn free_address() -> Result<SocketAddr> {
    let here = Ipv4Addr::LOCALHOST.into();
    Ok(SocketAddr::new(here, free_port(here)?))
}

/// A running server.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts it and waits until it answers.
    pub async fn start(data: &Path, database: Option<&str>, address: SocketAddr, url: &str) -> Result<Server> {
        let mut serve = Command::new(program("feltbok-server")?);
        serve.arg("serve").arg("--data").arg(data);
        serve.args(["--listen", &address.to_string(), "--public-url", url]).env("FELTBOK_LOG", "off");
        if let Some(database) = database {
            serve.args(["--database", database]);
        }
        let child = serve.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true).spawn()?;
        let mut server = Server { child, address };
        server.wait_until_ready().await?;
        Ok(server)
    }

    async fn wait_until_ready(&mut self) -> Result<()> {
        for _ in 0..1_200 {
            if reqwest::get(format!("http://{}/readyz", self.address)).await.is_ok_and(|a| a.status().is_success()) {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status}");
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        bail!("the server does not get ready")
    }

    pub async fn kill(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }
}

/// A running tablet and what it has said.
pub struct Tablet {
    child: Child,
    said: JoinHandle<Vec<String>>,
    /// The fewest items that it said were waiting; changes whenever there are fewer.
    fewest: watch::Receiver<u64>,
}

impl Tablet {
    /// Enrols by an invite and ends.
    pub fn enrol(folder: &Path, invite: &str) -> Result<Tablet> {
        Self::enrol_in(None, folder, invite)
    }

    /// The same in a network namespace, if one is named.
    pub fn enrol_in(namespace: Option<&str>, folder: &Path, invite: &str) -> Result<Tablet> {
        Self::start(namespace, &["enrol", "--invite", invite], folder)
    }

    /// Works on the job, entry after entry from `first` on.
    pub fn work(folder: &Path, job: Id, first: u64) -> Result<Tablet> {
        Self::work_in(None, folder, job, first)
    }

    /// The same in a network namespace, if one is named.
    pub fn work_in(namespace: Option<&str>, folder: &Path, job: Id, first: u64) -> Result<Tablet> {
        Self::start(namespace, &["work", "--job", &job.to_string(), "--first", &first.to_string()], folder)
    }

    fn start(namespace: Option<&str>, arguments: &[&str], folder: &Path) -> Result<Tablet> {
        let program = std::env::current_exe()?;
        let mut tablet = Command::new(if namespace.is_some() { Path::new("ip") } else { &program });
        if let Some(namespace) = namespace {
            // It becomes the program: killing it kills the tablet.
            tablet.args(["netns", "exec", namespace]).arg(&program);
        }
        tablet.args(arguments).arg("--folder").arg(folder);
        let mut child = tablet.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("it was piped")?).lines();
        let (tell, fewest) = watch::channel(u64::MAX);
        let said = tokio::spawn(async move {
            let mut said = Vec::new();
            while let Ok(Some(line)) = lines.next_line().await {
                if let Some(items) = waiting(&line) {
                    tell.send_if_modified(|fewest| items < std::mem::replace(fewest, items.min(*fewest)));
                }
                said.push(line);
            }
            said
        });
        Ok(Tablet { child, said, fewest })
    }

    /// Kills it; what it said up to then, a line that was torn left out.
    pub async fn kill(mut self) -> Result<Vec<String>> {
        self.child.kill().await?;
        Ok(self.said.await?)
    }

    /// Lets it come to rest and end by itself. It is stuck when nothing gets less for so long: a slow machine is not.
    pub async fn rest(mut self, within: Duration) -> Result<Vec<String>> {
        if let Some(mut input) = self.child.stdin.take() {
            // One that has ended already needs no word.
            input.write_all(b"rest\n").await.ok();
        }
        loop {
            let progress = async {
                // One that says no more has ended, or is about to.
                if self.fewest.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            tokio::select! {
                status = self.child.wait() => {
                    let status = status?;
                    ensure!(status.success(), "the tablet ended with {status:?}");
                    return Ok(self.said.await?);
                }
                () = progress => {}
                () = tokio::time::sleep(within) => {
                    let said = self.kill().await?;
                    bail!("stuck: nothing got less on the tablet for {within:?}; it said last {:?}", said.last());
                }
            }
        }
    }
}

/// How many items wait, when the line says so.
fn waiting(line: &str) -> Option<u64> {
    line.strip_prefix("waiting ")?.split(' ').next()?.parse().ok()
}
