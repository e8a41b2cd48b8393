//! What processes of this machine have used, from `/proc`.

use std::fs;

use anyhow::{Context, Result};

/// Seconds of CPU so far: the server's, PostgreSQL's and those of the load generator itself.
#[derive(Clone, Copy)]
pub struct Cpu {
    pub server: f64,
    /// All PostgreSQL processes of this machine together; nothing where the database is elsewhere.
    pub postgres: f64,
    pub load: f64,
}

impl Cpu {
    pub fn now(server: u32) -> Result<Cpu> {
        Ok(Cpu { server: seconds(server)?, postgres: postgres()?, load: seconds(std::process::id())? })
    }

    /// Milliseconds a sync since an earlier look.
    pub fn each_since(self, before: Cpu, syncs: usize) -> Cpu {
        let each = |after: f64, before: f64| (after - before) * 1_000.0 / syncs as f64;
        Cpu {
            server: each(self.server, before.server),
            postgres: each(self.postgres, before.postgres),
            load: each(self.load, before.load),
        }
    }
}

fn postgres() -> Result<f64> {
    let mut sum = 0.0;
    for entry in fs::read_dir("/proc")? {
        let Some(pid) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // One that ended meanwhile counts nothing.
        if fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "postgres") {
            sum += seconds(pid).unwrap_or_default();
        }
    }
    Ok(sum)
}

/// `/proc` counts hundredths.
fn seconds(pid: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(')').next().context("a name")?.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).context("a count");
    Ok((ticks(11)? + ticks(12)?) / 100.0)
}

/// Megabytes that a process holds.
pub fn memory(pid: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("a size")?;
    Ok(line.split_whitespace().next().context("a size")?.parse::<f64>()? / 1_000.0)
}
