//! What may happen in a simulation, and how often.

use rand::{Rng, SeedableRng, rngs::StdRng};

/// What becomes of a request and its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Arrives,
    /// Never reaches the server.
    RequestLost,
    /// The server acted, the tablet does not hear of it.
    AnswerLost,
    /// The server gets it twice.
    Repeated,
    /// The server gets it much later, when the tablet has long given up.
    Late,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Edit {
        van: usize,
    },
    Exchange {
        van: usize,
        fate: Fate,
    },
    SendFile {
        van: usize,
        fate: Fate,
    },
    /// The app is killed; `torn` opens the disk as it lies, without closing the database.
    TabletCrash {
        van: usize,
        torn: bool,
    },
    TabletClock {
        van: usize,
        minutes: i64,
    },
    LateArrives,
    Reassign,
    /// Dispatch calls a job off.
    Cancel,
    DispatchContact,
    /// The server's clock jumps.
    ServerClock {
        minutes: i64,
    },
    ServerCrash,
    Backup,
    /// Back to the last backup; `told` says so by a new epoch, else the tablets have to find out.
    Restore {
        told: bool,
    },
    /// The server's program is replaced by a later one.
    UpdateServer,
    /// So is a tablet's.
    UpdateTablet {
        van: usize,
    },
    /// The office shuts a tablet out.
    Revoke {
        van: usize,
    },
    /// A tablet that was told to enrol again does so.
    JoinAgain {
        van: usize,
    },
    /// A tablet's disk is copied as it lies.
    DiskCopied {
        van: usize,
    },
    /// The copy takes the place of the disk, which had sent everything by then.
    DiskPutBack {
        van: usize,
    },
}

/// An event with the seed of the choices made while it happens, so that leaving one out changes no other.
pub type Planned = (Event, u64);

/// What happens under a seed; with `joins`, tablets are shut out, copied and enrolled again as well.
pub fn schedule(seed: u64, events: usize, joins: bool) -> Vec<Planned> {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..events).map(|_| (Event::draw(&mut rng, joins), rng.random())).collect()
}

impl Event {
    fn draw(rng: &mut StdRng, joins: bool) -> Event {
        let van = rng.random_range(0..2);
        match rng.random_range(0..if joins { 110 } else { 102 }) {
            0..40 => Event::Edit { van },
            40..65 => Event::Exchange { van, fate: Fate::draw(rng) },
            65..74 => Event::SendFile { van, fate: Fate::draw(rng) },
            74..79 => Event::TabletCrash { van, torn: rng.random() },
            79..82 => Event::TabletClock { van, minutes: rng.random_range(-3_000..3_000) },
            82..85 => Event::LateArrives,
            85..90 => Event::Reassign,
            90 => Event::Cancel,
            91 | 92 => Event::DispatchContact,
            93 => Event::ServerClock { minutes: rng.random_range(-600..600) },
            94..97 => Event::ServerCrash,
            97 | 98 => Event::Backup,
            99 => Event::Restore { told: rng.random() },
            100 => Event::UpdateServer,
            101 => Event::UpdateTablet { van },
            102 => Event::Revoke { van },
            103..106 => Event::JoinAgain { van },
            106 | 107 => Event::DiskCopied { van },
            _ => Event::DiskPutBack { van },
        }
    }
}

impl Fate {
    fn draw(rng: &mut StdRng) -> Fate {
        match rng.random_range(0..10) {
            0..5 => Fate::Arrives,
            5 => Fate::RequestLost,
            6 | 7 => Fate::AnswerLost,
            8 => Fate::Repeated,
            _ => Fate::Late,
        }
    }
}
