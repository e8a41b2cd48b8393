//! `cargo xtask bench`: figures with the command that gives them, measured in release builds.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{shell, system, ui};

#[derive(Clone, Copy, ValueEnum)]
enum Subject {
    /// First fill of 500 jobs and 20,000 parts, and how soon the window shows Today with them.
    Fill,
    /// Hits and CPU time of the sticker reader, and of others, over lists of photos.
    Scan,
}

#[derive(Args)]
pub struct Options {
    #[arg(value_enum)]
    subject: Subject,
    /// For `scan`: manifests of photos, `--hostile N`, `--decoder NAME`, `--list-misses`.
    #[arg(last = true)]
    rest: Vec<String>,
}

pub fn run(options: &Options) -> Result<()> {
    match options.subject {
        Subject::Fill => fill(),
        Subject::Scan => scan(&options.rest),
    }
}

fn fill() -> Result<()> {
    system::ensure(system::Need::Test)?;
    ui::install()?;
    ui::build()?;
    shell::run(shell::cargo().args([
        "build",
        "--release",
        "--locked",
        "-p",
        "feltbok-app",
        "-p",
        "feltbok-server",
        "-p",
        "feltbok-testkit",
        "-p",
        "feltbok-tests",
    ]))?;
    shell::run(&mut shell::command(shell::built("release", "bench-fill")))
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
