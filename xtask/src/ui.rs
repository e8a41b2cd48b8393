//! The npm workspace: installed once per lock file, built before anything embeds it.

use std::{fs, path::Path, time::SystemTime};

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

/// Builds the technician's app and the console into their `dist` folders, unless these are newer than every source:
/// writing them anew would make cargo link server and app again.
pub fn build() -> Result<()> {
    let ui = shell::root().join("ui");
    let mut built = Vec::new();
    for page in ["technician/dist/index.html", "console/dist/index.html"] {
        built.extend(fs::metadata(ui.join(page)).and_then(|page| page.modified()));
    }
    let is_whole = built.len() == 2;
    if is_whole && built.into_iter().min() > newest_source(&ui)? {
        return Ok(());
    }
    shell::run(shell::npm().args(["run", "build"]))
}

/// When a source of the interfaces was last changed; what is installed or generated does not count.
fn newest_source(folder: &Path) -> Result<Option<SystemTime>> {
    let mut newest = None;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_generated = ["node_modules", "dist", "paraglide"].iter().any(|name| path.ends_with(name));
        if is_generated {
            continue;
        }
        let changed = if path.is_dir() { newest_source(&path)? } else { Some(fs::metadata(&path)?.modified()?) };
        newest = newest.max(changed);
    }
    Ok(newest)
}
