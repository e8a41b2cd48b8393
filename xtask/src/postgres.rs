//! A PostgreSQL cluster of our own on a free port, for as long as a command needs one.

#[path = "../../tests/free_port.rs"]
mod free_port;

use std::{
    fs,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::shell;

/// The variable by which tests learn of the cluster.
pub const VARIABLE: &str = "FELTBOK_POSTGRES";
/// PostgreSQL refuses to run as root; this user comes with its package.
const USER: &str = "postgres";

/// A running cluster; it ends, and its data go, when this is dropped.
pub struct Cluster {
    folder: PathBuf,
    binaries: PathBuf,
    as_root: bool,
    port: u16,
}

impl Cluster {
    /// Makes and starts a cluster. `durable` waits for the disk at each commit, as production does.
    pub fn start(durable: bool) -> Result<Cluster> {
        let binaries = binaries()?;
        let as_root = shell::output(shell::command("id").arg("-u"))?.trim() == "0";
        let port = free_port::free_port(Ipv4Addr::LOCALHOST.into())?;
        let top =
            if !durable && Path::new("/dev/shm").is_dir() { PathBuf::from("/dev/shm") } else { std::env::temp_dir() };
        let folder = top.join(format!("feltbok-postgres-{}-{port}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let cluster = Cluster { folder, binaries, as_root, port };
        if as_root {
            shell::run(shell::command("chown").arg(USER).arg(&cluster.folder))?;
        }
        cluster.make()?;
        cluster.run(durable)?;
        Ok(cluster)
    }

    /// Where tests connect to as the owner of everything.
    pub fn url(&self) -> String {
        format!("postgres://feltbok@127.0.0.1:{}/postgres", self.port)
    }

    fn make(&self) -> Result<()> {
        let mut make = self.program("initdb");
        make.args(["--auth=trust", "--username=feltbok", "--locale=C", "--encoding=UTF8", "--no-sync", "-D"]);
        shell::output(make.arg(self.folder.join("data"))).map(drop).context("making a PostgreSQL cluster")
    }

    fn run(&self, durable: bool) -> Result<()> {
        let unsafe_but_fast =
            if durable { "" } else { "-c fsync=off -c synchronous_commit=off -c full_page_writes=off" };
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c max_connections=400 {unsafe_but_fast}",
            self.port,
            self.folder.display()
        );
        let mut start = self.program("pg_ctl");
        start.arg("-D").arg(self.folder.join("data")).arg("-l").arg(self.folder.join("log"));
        shell::run(start.args(["-w", "-s", "-o", &options, "start"])).context("starting PostgreSQL")
    }

    /// One of its programs, run as another user where we are root.
    fn program(&self, name: &str) -> Command {
        let program = self.binaries.join(name);
        let mut command = if self.as_root {
            let mut command = shell::command("runuser");
            command.args(["-u", USER, "--"]).arg(program);
            command
        } else {
            shell::command(program)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.arg("-D").arg(self.folder.join("data"));
        // What cannot be ended or removed is only left over; the command's own outcome stands.
        let _ = shell::run(stop.args(["-s", "-m", "immediate", "stop"]));
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Debian keeps the programs of each version apart and out of the path; the newest is taken.
fn binaries() -> Result<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    found.retain(|folder| folder.join("initdb").is_file());
    found.sort();
    match found.pop() {
        Some(folder) => Ok(folder),
        None => bail!("PostgreSQL is not installed: on Debian the package postgresql has it"),
    }
}
