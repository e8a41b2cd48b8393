//! The tests: disks drawn from a recorded day, each opened by the real store.

use std::collections::{BTreeMap, btree_map::Entry};

use rand::{Rng, SeedableRng, rngs::StdRng};
use tempfile::TempDir;

use crate::{
    image::{self, EVERYTHING, Kept},
    in_memory, number,
    record::{Event, Recording},
    server, tablet,
};

/// Actions of a day.
const ACTIONS: usize = 60;
/// Of so many disks, one also has its database spoilt, so that only the journal is left.
const SPOILT_ONE_IN: usize = 4;

/// What was recorded, and where.
struct Recorded {
    folder: TempDir,
    events: Vec<Event>,
    /// Whether each action waited for the disk.
    waits: Vec<bool>,
}

/// The power goes before event `at`.
#[derive(Debug, Clone, Copy)]
struct Loss {
    at: usize,
    kept: Kept,
}

impl Recorded {
    /// Actions that the store had said were done.
    fn said_by(&self, at: usize) -> usize {
        self.events[..at].iter().filter(|event| **event == Event::Said).count()
    }

    /// Of so many actions that were done, those that are on the disk for sure.
    fn sure_of(&self, said: usize) -> usize {
        self.waits[..said].iter().rposition(|waited| *waited).map_or(0, |last| last + 1)
    }

    /// The moment right after an action was said to be done.
    fn after(&self, said: usize) -> usize {
        let mut told = self.events.iter().enumerate().filter(|(_, event)| **event == Event::Said);
        told.nth(said - 1).map_or(self.events.len(), |(index, _)| index + 1)
    }

    fn lay_out(&self, loss: Loss) -> TempDir {
        let target = in_memory();
        image::lay_out(&self.events, loss.at, loss.kept, self.folder.path(), target.path());
        target
    }

    /// Moments all over the day, each with what stayed of the writes under way.
    fn losses(&self, count: u64, seed: u64) -> Vec<Loss> {
        let mut rng = StdRng::seed_from_u64(seed);
        (0..count)
            .map(|_| {
                let at = rng.random_range(0..=self.events.len());
                let pending = image::pending(&self.events, at).len();
                let kept = match rng.random_range(0..6) {
                    0 => Kept::Nothing,
                    1 | 2 => Kept::First(rng.random_range(0..=pending)),
                    _ => Kept::Some(rng.random()),
                };
                Loss { at, kept }
            })
            .collect()
    }
}

fn images() -> u64 {
    number("FELTBOK_POWER_LOSSES", 60)
}

fn seed() -> u64 {
    number("FELTBOK_POWER_SEED", 1)
}

fn record_a_day(seed: u64, hurried: bool) -> Recorded {
    let folder = in_memory();
    let recording = Recording::of(folder.path());
    let mut day = tablet::Day::new(seed, hurried);
    let mut waits = Vec::new();
    day.begin(folder.path(), |waited| {
        waits.push(waited);
        recording.said();
    });
    for _ in 0..ACTIONS {
        waits.push(day.act(folder.path()).unwrap());
        recording.said();
    }
    drop(day);
    Recorded { events: recording.end(), folder, waits }
}

/// What the tablet holds after so many actions, by the disk as it was without any loss.
fn after(recorded: &Recorded, said: usize, known: &mut BTreeMap<usize, tablet::Holding>) -> tablet::Holding {
    let made = || {
        let at = if said == 0 { 0 } else { recorded.after(said) };
        let disk = recorded.lay_out(Loss { at, kept: EVERYTHING });
        tablet::holding(&tablet::open(disk.path(), 1))
    };
    known.entry(said).or_insert_with(made).clone()
}

/// The first disk on which something is not as it should be, and why.
fn look_at_tablets(recorded: &Recorded, losses: &[Loss]) -> Result<(), String> {
    let mut known = BTreeMap::new();
    for (number, loss) in losses.iter().enumerate() {
        let said = recorded.said_by(loss.at);
        let (before, next) = (after(recorded, said, &mut known), after(recorded, said + 1, &mut known));
        let disk = recorded.lay_out(*loss);
        let held = tablet::holding(&tablet::open(disk.path(), 1));
        // What the last actions took in without waiting may be gone again, from its end.
        let mut may_be = (recorded.sure_of(said)..=said + 1).map(|done| after(recorded, done, &mut known));
        if !may_be.any(|may_be| held == may_be) {
            return Err(format!("{loss:?} after {said} actions: {held:?}\nis neither {before:?}\nnor {next:?}"));
        }
        if !tablet::is_sound(disk.path()) {
            return Err(format!("{loss:?} after {said} actions: the database is damaged"));
        }
        if number % SPOILT_ONE_IN == 0 && said > 0 {
            let disk = recorded.lay_out(*loss);
            let brought = tablet::brought_over(disk.path());
            let unsent =
                before.operations.iter().filter(|operation| next.operations.iter().any(|o| o.op_id == operation.op_id));
            let missing: Vec<_> = unsent.filter(|operation| !brought.contains(&operation.op_id)).collect();
            if !missing.is_empty() {
                return Err(format!("{loss:?} after {said} actions: the journal lacks {missing:?}"));
            }
        }
    }
    Ok(())
}

#[test]
fn the_tablet_keeps_what_it_said_was_saved_whenever_the_power_goes() {
    let recorded = record_a_day(seed(), false);
    let losses = recorded.losses(images(), seed());
    look_at_tablets(&recorded, &losses).unwrap();
    println!("{} disks of a day with {} writes and waits", losses.len(), recorded.events.len());
}

#[test]
fn a_tablet_that_does_not_wait_for_the_disk_is_found() {
    let found = (1..4).any(|seed| {
        let recorded = record_a_day(seed, true);
        let losses = recorded.losses(100, seed);
        std::panic::catch_unwind(|| look_at_tablets(&recorded, &losses)).is_ok_and(|looked| looked.is_err())
    });
    assert!(found);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_server_keeps_what_it_answered_whenever_the_power_goes() {
    let folder = in_memory();
    let recording = Recording::of(folder.path());
    let mut office = server::Office::begin(folder.path(), seed(), || recording.said()).await;
    let begun = recording.lock().events.iter().filter(|event| **event == Event::Said).count();
    // The answers that were given by then, by the number of actions.
    let mut pushed = vec![office.pushed.len()];
    for _ in 0..ACTIONS * 3 {
        office.act().await;
        recording.said();
        pushed.push(office.pushed.len());
    }
    let events = recording.end();
    let recorded = Recorded { folder, events, waits: Vec::new() };
    let mut known = BTreeMap::new();
    for loss in recorded.losses(images(), seed()) {
        let said = recorded.said_by(loss.at);
        let disk = recorded.lay_out(loss);
        let store = server::open(disk.path()).await;
        assert!(server::is_sound(disk.path()), "{loss:?}");
        let Some(number) = said.checked_sub(begun) else { continue };
        let seen = server::view(store.as_ref(), &office.admin, &office.tablet).await;
        for said in [said, said + 1] {
            if let Entry::Vacant(unknown) = known.entry(said) {
                let disk = recorded.lay_out(Loss { at: recorded.after(said), kept: EVERYTHING });
                let store = server::open(disk.path()).await;
                unknown.insert(server::view(store.as_ref(), &office.admin, &office.tablet).await);
            }
        }
        assert!(seen == known[&said] || seen == known[&(said + 1)], "{loss:?} after {said} actions:\n{seen}");
        server::push_again(store.as_ref(), &office.tablet, &office.pushed[..pushed[number]]).await;
        let again = server::view(store.as_ref(), &office.admin, &office.tablet).await;
        assert!(again == seen, "{loss:?}: an answer asked for again changed something");
    }
    println!("{} disks, {} writes and waits", images(), recorded.events.len());
}
