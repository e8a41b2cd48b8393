//! `cargo xtask bench`: figures with the command that gives them, measured in release builds.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{postgres, shell, system, ui};

#[derive(Clone, Copy, ValueEnum)]
enum Subject {
    /// First fill of 500 jobs and 20,000 parts, and how soon the window shows Today with them.
    Fill,
    /// First fills, syncs without news, changes, queued edits and many tablets at once, beside PouchDB with its server.
    Sync,
    /// Ten thousand tablets' syncs at fixed rates against one server, on SQLite and on PostgreSQL.
    Scale,
    /// Hits and CPU time of the sticker reader, and of others, over lists of photos.
    Scan,
    /// CPU time and size of work orders, beside reportlab, WeasyPrint and typst where Python has them.
    Document,
}

#[derive(Args)]
pub struct Options {
    #[arg(value_enum)]
    subject: Subject,
    /// For `scan`: manifests of photos, `--hostile N`, `--decoder NAME`, `--list-misses`. For `sync`:
    /// `--parts one,history,many,slow`, `--limit-seconds N`, `--at-once 1,10,50`. For `scale`: `--tablets N`, `--rates 100,500`.
    #[arg(last = true)]
    rest: Vec<String>,
}

pub fn run(options: &Options) -> Result<()> {
    match options.subject {
        Subject::Fill => fill(),
        Subject::Sync => sync(&options.rest),
        Subject::Scale => scale(&options.rest),
        Subject::Scan => scan(&options.rest),
        Subject::Document => document(),
    }
}

fn fill() -> Result<()> {
    build_product()?;
    shell::run(&mut shell::command(shell::built("release", "bench-fill")))
}

/// The peers' packages are installed beside their programs, by their own lock file: no other build has them.
fn sync(arguments: &[String]) -> Result<()> {
    build_product()?;
    let peers = shell::root().join("tests/peers");
    shell::run(shell::npm().current_dir(&peers).args(["ci", "--no-audit", "--no-fund"]))?;
    let mut bench = shell::command(shell::built("release", "bench-sync"));
    shell::run(bench.arg("--peers").arg(&peers).args(arguments))
}

/// PostgreSQL waits for the disk at each commit, as in production.
fn scale(arguments: &[String]) -> Result<()> {
    build_product()?;
    let program = shell::built("release", "bench-scale");
    shell::run(shell::command(&program).args(arguments))?;
    let cluster = postgres::Cluster::start(true)?;
    shell::run(shell::command(&program).args(["--database", &cluster.url()]).args(arguments))
}

fn build_product() -> Result<()> {
    system::ensure(system::Need::Test)?;
    ui::install()?;
    ui::build()?;
    let packages = ["feltbok-app", "feltbok-server", "feltbok-testkit", "feltbok-tests"];
    let mut build = shell::cargo();
    build.args(["build", "--release", "--locked"]);
    for package in packages {
        build.args(["-p", package]);
    }
    shell::run(&mut build)
}

/// A package of its own, so that the peers reach no ordinary build. The photos stay outside the repository: they are not
/// ours. Paths are taken from where the command was given.
fn scan(arguments: &[String]) -> Result<()> {
    let mut bench = shell::cargo();
    bench.current_dir(std::env::current_dir()?);
    let manifest = shell::root().join("crates/scan/bench/Cargo.toml");
    bench.args(["run", "--quiet", "--release", "--locked", "--manifest-path"]).arg(manifest);
    if shell::is_on_path("cmake") {
        bench.args(["--features", "zxing-cpp"]);
    } else {
        eprintln!("zxing-cpp: skipped; it is built from source and needs cmake");
    }
    shell::run(bench.arg("--").args(arguments))
}

/// A script measures from outside, for it starts the others too.
fn document() -> Result<()> {
    let package = ["--release", "--locked", "-p", "feltbok-work-order", "--example", "bench"];
    shell::run(shell::cargo().arg("build").args(package))?;
    let bench = shell::built("release", "examples/bench");
    shell::run(shell::command("python3").arg("crates/work-order/bench/document.py").arg(bench))?;
    // The customer's wait: the whole use case over a store as it is on the tablet.
    let name = "tests::signing_time::signing_from_the_tap_to_the_kept_document";
    let test = ["--release", "--locked", "--quiet", "-p", "feltbok-tablet", "--lib", name];
    shell::run(shell::cargo().arg("test").args(test).args(["--", "--ignored", "--nocapture", "--exact"]))
}
