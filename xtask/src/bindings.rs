//! TypeScript types made from Rust: the app's commands, and the server's routes through its OpenAPI.

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{shell, ui};

/// Files that are written by this command and committed.
const GENERATED: &[&str] =
    &["ui/technician/src/lib/bindings.ts", "ui/console/openapi.json", "ui/console/src/lib/api.d.ts"];

#[derive(Args)]
pub struct Options {
    /// Fail when the committed files differ from what would be written; they are left as they were.
    #[arg(long)]
    check: bool,
}

impl Options {
    /// As CI asks: compare, change nothing.
    pub fn checking() -> Options {
        Options { check: true }
    }
}

pub fn run(options: &Options) -> Result<()> {
    ui::install()?;
    let before = read_all()?;
    generate()?;
    if !options.check {
        return Ok(());
    }
    let after = read_all()?;
    let stale: Vec<&str> =
        GENERATED.iter().zip(before.iter().zip(&after)).filter(|(_, (old, new))| old != new).map(|(f, _)| *f).collect();
    for (file, old) in GENERATED.iter().zip(before) {
        std::fs::write(shell::root().join(file), old)?;
    }
    if !stale.is_empty() {
        bail!("stale, run `cargo xtask bindings` and commit: {}", stale.join(", "));
    }
    Ok(())
}

fn generate() -> Result<()> {
    // The whole workspace at once: a part of it alone would build its libraries again with fewer features.
    shell::run(shell::cargo().args(["build", "-q", "--locked", "--workspace", "--features", "feltbok-app/bindings"]))?;
    shell::run(&mut shell::command(shell::built("debug", "export-bindings")))?;
    let openapi = shell::output(shell::command(shell::built("debug", "feltbok-server")).arg("openapi"))?;
    std::fs::write(shell::root().join("ui/console/openapi.json"), openapi)?;
    shell::run(shell::npm().args(["run", "api-types", "-w", "console"]))
}

fn read_all() -> Result<Vec<Vec<u8>>> {
    GENERATED
        .iter()
        .map(|file| std::fs::read(shell::root().join(file)).with_context(|| format!("{file} is not there")))
        .collect()
}
