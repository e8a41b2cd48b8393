//! Days that a technician remembers, played by hand: each ends with everything in place.

use crate::{
    place::Database,
    plan::{Event, Fate},
    world::World,
};

const DAY_MINUTES: i64 = 24 * 60;
const SYNC: Event = Event::Exchange { van: 0, fate: Fate::Arrives };
const UPLOAD: Event = Event::SendFile { van: 0, fate: Fate::Arrives };

/// Plays the events and lets the world come to rest; every invariant must hold then.
fn live(database: &Database, events: impl IntoIterator<Item = Event>) {
    live_drawn(database, (0..).zip(events).map(|(number, event)| (event, number)));
}

/// The same with what each event draws from: the same number draws the same.
fn live_drawn(database: &Database, events: impl IntoIterator<Item = (Event, u64)>) {
    let mut world = World::new(7, None, database);
    world.come_to_rest();
    events.into_iter().for_each(|event| world.happen(event));
    world.come_to_rest();
    world.check();
    let own = |said: &&String| said.contains(" edit ");
    assert!(world.history.iter().filter(own).count() >= 20, "the technician did nothing: {:?}", world.history);
}

fn edits(count: usize) -> impl Iterator<Item = Event> {
    std::iter::repeat_n(Event::Edit { van: 0 }, count)
}

fn pass(days: i64) -> [Event; 3] {
    let minutes = days * DAY_MINUTES;
    [Event::TabletClock { van: 0, minutes }, Event::TabletClock { van: 1, minutes }, Event::ServerClock { minutes }]
}

/// Work of yesterday was backed up, work of today was not; the tablets still have it.
pub fn yesterdays_backup(database: &Database) {
    let yesterday = edits(15).chain([SYNC, UPLOAD, UPLOAD, SYNC, Event::Backup]).chain(pass(1));
    let today = edits(15).chain([SYNC, UPLOAD, UPLOAD, SYNC, Event::Reassign, SYNC]).chain(edits(5));
    live(database, yesterday.chain(today).chain([Event::Restore { told: true }]));
}

/// Yesterday's backup is put back and nobody says so; then dispatch does again what it had done, seconds later. The tablets
/// hold the first under the same place of their feed, and must notice that it is another.
pub fn done_again_after_a_silent_restore(database: &Database) {
    for draw in 0..8 {
        let both = [0, 1].map(|van| (Event::Exchange { van, fate: Fate::Arrives }, draw));
        let lost = [(Event::Backup, draw), (Event::Reassign, draw)].into_iter().chain(both);
        let again = [(Event::Restore { told: false }, draw), (Event::Reassign, draw)];
        let after = (0..).zip(edits(20)).map(|(number, edit)| (edit, number));
        live_drawn(database, lost.chain(again).chain(both).chain(after));
    }
}

/// A tablet that lay in a drawer for sixty days, with work on it that nobody had seen.
pub fn sixty_days_off(database: &Database) {
    let before = edits(10).chain([SYNC, UPLOAD]).chain(edits(15)).chain(pass(60));
    let meanwhile = [Event::Reassign, Event::DispatchContact, Event::Cancel, Event::Backup, Event::ServerCrash];
    let back = [Event::TabletCrash { van: 0, torn: true }, Event::Exchange { van: 0, fate: Fate::AnswerLost }, SYNC];
    live(database, before.chain(meanwhile).chain(back).chain(edits(5)));
}

/// The server dies after it has committed a push and before the tablet hears of it, again and again.
pub fn killed_during_every_push(database: &Database) {
    let round = || edits(3).chain([Event::Exchange { van: 0, fate: Fate::AnswerLost }, Event::ServerCrash, UPLOAD]);
    live(database, (0..8).flat_map(|_| round()));
}
