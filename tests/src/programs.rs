//! The product's own programs as processes: where they were built, the server, the sample company.

#[path = "../free_port.rs"]
mod free_port;

use std::{
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};

/// A program that was built beside this one.
pub fn built(name: &str) -> Result<PathBuf> {
    let me = std::env::current_exe()?;
    let folders = me.ancestors().skip(1).take(2);
    folders
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
        .with_context(|| format!("{name} is not built; `cargo xtask test` builds it first"))
}

/// An address on this machine that nobody listens at.
pub fn free_address() -> Result<SocketAddr> {
    let here = Ipv4Addr::LOCALHOST.into();
    Ok(SocketAddr::new(here, free_port::free_port(here)?))
}

/// Runs the sample company's tool on the server's data folder and gives what it printed.
pub fn sample(data: &Path, url: &str, arguments: &[&str]) -> Result<String> {
    let mut command = Command::new(built("feltbok-sample")?);
    command.arg("--server-data").arg(data).args(["--url", url]).args(arguments);
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("feltbok-sample {arguments:?} ended with {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    data: PathBuf,
    pub address: SocketAddr,
}

impl Server {
    /// Starts the server on its data folder; tablets are told to come to `public_url`.
    pub async fn start(data: &Path, address: SocketAddr, public_url: &str) -> Result<Server> {
        Server::start_on(data, None, address, public_url).await
    }

    /// The same on a PostgreSQL database, where one is given.
    pub async fn start_on(
        data: &Path,
        database: Option<&str>,
        address: SocketAddr,
        public_url: &str,
    ) -> Result<Server> {
        let log = File::options().create(true).append(true).open(data.with_extension("log"))?;
        let database = database.iter().flat_map(|url| ["--database", url]);
        let child = Command::new(built("feltbok-server")?)
            .arg("serve")
            .args(database)
            .arg("--data")
            .arg(data)
            .args(["--listen", &address.to_string(), "--public-url", public_url])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut server = Server { child, data: data.to_owned(), address };
        server.wait_until_ready().await?;
        Ok(server)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    async fn wait_until_ready(&mut self) -> Result<()> {
        let ready = format!("{}/readyz", self.url());
        for _ in 0..600 {
            if reqwest::get(&ready).await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status}: {}", self.last_words());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("the server does not get ready: {}", self.last_words())
    }

    /// The end of what it wrote; its folder goes with the test that failed.
    fn last_words(&self) -> String {
        let log = fs::read_to_string(self.data.with_extension("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
