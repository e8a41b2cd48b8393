//! A display that nobody looks at, for windows on machines without one.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result};

/// An Xvfb of its own; ended when dropped.
pub struct Display {
    server: Child,
    pub name: String,
}

impl Display {
    /// Starts one at the first free number and waits until it says which.
    pub fn start() -> Result<Display> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("Xvfb does not start; `cargo xtask test` installs it")?;
        let mut number = String::new();
        BufReader::new(server.stdout.take().context("Xvfb has an output")?).read_line(&mut number)?;
        Ok(Display { server, name: format!(":{}", number.trim()) })
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}
