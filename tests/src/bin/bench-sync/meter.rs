//! What a workload costs besides time: CPU of server and clients, memory at most, bytes on the loopback interface.

use std::{fs, ops::AddAssign};

use anyhow::{Context, Result};

/// `/proc` counts CPU time in hundredths of a second on every Linux that we know.
const TICKS_PER_SECOND: f64 = 100.0;

/// Counters at one moment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    pub server_cpu: f64,
    pub client_cpu: f64,
    wire: u64,
}

/// What lies between two readings.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Seconds.
    pub server_cpu: f64,
    pub client_cpu: f64,
    pub wire_kb: f64,
}

impl AddAssign for Cost {
    fn add_assign(&mut self, more: Cost) {
        self.server_cpu += more.server_cpu;
        self.client_cpu += more.client_cpu;
        self.wire_kb += more.wire_kb;
    }
}

impl Reading {
    /// `hops`: how often each byte crosses the loopback interface.
    pub fn now(server: Option<u32>, clients: &[u32], hops: u64) -> Reading {
        let server_cpu = server.and_then(|pid| cpu(pid).ok()).unwrap_or_default();
        let client_cpu = clients.iter().filter_map(|pid| cpu(*pid).ok()).sum();
        Reading { server_cpu, client_cpu, wire: wire().unwrap_or_default() / hops }
    }

    pub fn since(self, before: Reading) -> Cost {
        Cost {
            server_cpu: self.server_cpu - before.server_cpu,
            client_cpu: self.client_cpu - before.client_cpu,
            wire_kb: self.wire.saturating_sub(before.wire) as f64 / 1_000.0,
        }
    }
}

/// Seconds of CPU that a process has used.
fn cpu(pid: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(')').next().context("a name")?.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).context("a count");
    Ok((ticks(11)? + ticks(12)?) / TICKS_PER_SECOND)
}

/// Megabytes that a process held at most.
pub fn memory_mb(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok()).unwrap_or_default() / 1_000.0
}

/// Bytes that this network namespace has sent over its loopback interface, headers included.
fn wire() -> Result<u64> {
    let table = fs::read_to_string("/proc/self/net/dev")?;
    let lo = table.lines().find_map(|line| line.trim().strip_prefix("lo:")).context("a loopback interface")?;
    let sent = lo.split_whitespace().nth(8).context("a count")?;
    Ok(sent.parse()?)
}
