//! `cargo xtask bench`: figures with the command that gives them, measured in release builds.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{shell, system, ui};

#[derive(Clone, Copy, ValueEnum)]
enum Subject {
    /// First fill of 500 jobs and 20,000 parts, and how soon the window shows Today with them.
    Fill,
}

#[derive(Args)]
pub struct Options {
    #[arg(value_enum)]
    subject: Subject,
}

pub fn run(options: &Options) -> Result<()> {
    match options.subject {
        Subject::Fill => fill(),
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
        "feltbok-tests",
    ]))?;
    shell::run(&mut shell::command(shell::built("release", "bench-fill")))
}
