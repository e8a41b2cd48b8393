//! The npm workspace: installed once per lock file, built before anything embeds it.

use std::fs;

use anyhow::{Context, Result};

use crate::shell;

/// `npm ci`, unless what is installed is what the lock file says.
pub fn install() -> Result<()> {
    let ui = shell::root().join("ui");
    let lock = fs::read(ui.join("package-lock.json")).context("ui/package-lock.json is missing")?;
    let seen = ui.join("node_modules/.feltbok-lock");
    if fs::read(&seen).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    shell::run(shell::npm().args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(seen, lock)?;
    Ok(())
}

/// Builds the technician's app, the console and the customer's page into their `dist` folders.
pub fn build() -> Result<()> {
    shell::run(shell::npm().args(["run", "build"]))
}
