//! Playing schedules: one seed, many at once, and what is left of a schedule when everything that does not matter is
//! taken out.

use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

use crate::{
    place::Database,
    plan::{Planned, schedule},
    planted::Planted,
    world::World,
};

/// Events of one schedule.
const EVENTS: usize = 60;
/// Schedules tried at most while one is made shorter.
const TRIES_MAX: usize = 200;

thread_local! {
    /// What the last panic of this thread said.
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What the worlds of a search have in common.
#[derive(Debug, Clone)]
pub struct Setting {
    pub database: Database,
    pub planted: Option<Planted>,
    /// Whether tablets join again, see [`schedule`].
    pub joins: bool,
}

/// An invariant that did not hold.
#[derive(Debug)]
pub struct Violation {
    pub seed: u64,
    pub said: String,
    pub history: Vec<String>,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "seed {}: {}\n  {}", self.seed, self.said, self.history.join("\n  "))
    }
}

/// Keeps what panics say instead of printing each: a schedule that is made shorter fails many times.
pub fn listen_to_panics() {
    std::panic::set_hook(Box::new(|info| SAID.with_borrow_mut(|said| *said = info.to_string())));
}

fn play(seed: u64, events: &[Planned], setting: &Setting) -> Result<(), Violation> {
    let mut history = Vec::new();
    let played = catch_unwind(AssertUnwindSafe(|| {
        let mut world = World::new(seed, setting.planted, &setting.database);
        let played = catch_unwind(AssertUnwindSafe(|| {
            world.come_to_rest();
            for event in events {
                world.happen(*event);
            }
            world.come_to_rest();
            world.check();
        }));
        history = std::mem::take(&mut world.history);
        played.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    }));
    played.map_err(|_| Violation { seed, said: SAID.with_borrow(String::clone), history })
}

/// Takes out, half by half and then one by one, what the violation does not need.
fn shorten(mut events: Vec<Planned>, mut found: Violation, setting: &Setting) -> Violation {
    let (mut step, mut tries) = (events.len() / 2, 0);
    while step > 0 && tries < TRIES_MAX {
        let mut from = 0;
        while from < events.len() && tries < TRIES_MAX {
            tries += 1;
            let mut fewer = events.clone();
            fewer.drain(from..(from + step).min(fewer.len()));
            match play(found.seed, &fewer, setting) {
                Err(violation) => (events, found) = (fewer, violation),
                Ok(()) => from += step,
            }
        }
        step /= 2;
    }
    found
}

/// The first violation under the seeds, made short; `None` where everything held.
pub fn search(from: u64, seeds: u64, setting: &Setting) -> Option<Violation> {
    let (next, is_found) = (AtomicU64::new(from), AtomicBool::new(false));
    let work = || {
        while !is_found.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= from + seeds {
                return None;
            }
            let events = schedule(seed, EVENTS, setting.joins);
            if let Err(violation) = play(seed, &events, setting) {
                is_found.store(true, Ordering::Relaxed);
                return Some(shorten(events, violation, setting));
            }
        }
        None
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok().flatten()).min_by_key(|violation| violation.seed)
    })
}
