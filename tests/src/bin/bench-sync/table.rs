//! What was measured, as lines for people.

use std::time::Duration;

use super::meter::Cost;

/// How one workload went.
#[derive(Debug, Clone)]
pub struct Row {
    pub workload: String,
    pub outcome: Outcome,
    pub cost: Cost,
    /// Megabytes at most, of the server and of the largest client.
    pub memory: (f64, f64),
}

#[derive(Debug, Clone)]
pub enum Outcome {
    /// Milliseconds of each run.
    Took(Vec<f64>),
    /// It did not end in time.
    Over(Duration),
    /// What it builds upon did not end.
    NotReached,
}

impl Outcome {
    /// Adds the runs of another round; one that did not end in time says more than those that did.
    fn add(&mut self, other: Outcome) {
        match (self, other) {
            (Outcome::Took(took), Outcome::Took(more)) => took.extend(more),
            (known @ Outcome::Took(_), other) => *known = other,
            _ => {}
        }
    }

    /// The middle and the slow end, in milliseconds; `true` when it is only known to be longer.
    fn times(&self) -> Option<(f64, f64, bool)> {
        match self {
            Outcome::Took(took) if !took.is_empty() => {
                let mut sorted = took.clone();
                sorted.sort_by(f64::total_cmp);
                Some((at(&sorted, 50), at(&sorted, 95), false))
            }
            Outcome::Over(limit) => Some((limit.as_secs_f64() * 1_000.0, limit.as_secs_f64() * 1_000.0, true)),
            Outcome::Took(_) | Outcome::NotReached => None,
        }
    }
}

/// The value below which so many of a hundred lie.
pub fn at(sorted: &[f64], percent: usize) -> f64 {
    let index = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(index).copied().unwrap_or_default()
}

impl Row {
    pub fn tell(&self) -> String {
        let times = match self.outcome.times() {
            None => "not reached".to_owned(),
            Some((limit, _, true)) => format!("> {:.0} s", limit / 1_000.0),
            Some((p50, p95, false)) => format!("p50 {p50:.1} ms, p95 {p95:.1} ms"),
        };
        let Cost { server_cpu, client_cpu, wire_kb } = self.cost;
        format!(
            "{:<44} {times:<34} CPU {server_cpu:.2} + {client_cpu:.2} s, {wire_kb:.0} kB, {:.0} + {:.0} MB",
            self.workload, self.memory.0, self.memory.1
        )
    }
}

/// Adds a round to those before it.
pub fn gather(rounds: &mut Vec<Row>, round: Vec<Row>) {
    for row in round {
        match rounds.iter_mut().find(|known| known.workload == row.workload) {
            Some(known) => known.outcome.add(row.outcome),
            None => rounds.push(row),
        }
    }
}

/// Ours beside the peer's, workload by workload.
pub fn compare(ours: &[Row], peers: &[Row]) {
    println!("\n{:<44}{:>12}{:>14}{:>9}", "", "Feltbok", "PouchDB", "ratio");
    for our in ours {
        let peer = peers.iter().find(|peer| peer.workload == our.workload).and_then(|peer| peer.outcome.times());
        let Some((ours, _, false)) = our.outcome.times() else { continue };
        let (beside, ratio) = match peer {
            None => ("-".to_owned(), String::new()),
            Some((peer, _, true)) => (format!("> {:.0} s", peer / 1_000.0), format!("> {:.0}×", peer / ours)),
            Some((peer, _, false)) => (format!("{peer:.1} ms"), format!("{:.1}×", peer / ours)),
        };
        println!("{:<44}{ours:>9.1} ms{beside:>14}{ratio:>9}", our.workload);
    }
}
