//! The engine: what to send next on each lane, and what an answer changes. One file per step.

mod arrival;
mod clock_offset;
mod digest;
mod epoch;
mod failure;
mod files;
mod fill;
mod plan;
mod pull;
mod push;
mod revoke;
mod view;

use feltbok_protocol::{PUSH_OPERATIONS_MAX, operation::Operation};
use jiff::{SignedDuration, Timestamp};
use rand::{SeedableRng, rngs::StdRng};

use crate::{
    backoff,
    store::Store,
    transport::{Answer, Failure, Request},
};

pub use failure::Halt;

/// Data and files travel apart: a photo that will not go holds up no report (DESIGN §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    Data,
    Files,
}

/// What the driver does next on a lane.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Do this one request and hand the answer to [`Engine::on_answer`].
    Send(Request),
    /// Nothing to do until then, or until something changes (see [`Engine::poke`]); `None`: until something changes.
    Wait { until: Option<Timestamp> },
}

/// Whoever asks for two lanes may have read the clock for the one a moment before the other: nothing was set back by that.
const LANES_APART: SignedDuration = SignedDuration::from_secs(1);

/// How often the engine looks, and what it says about itself.
#[derive(Debug, Clone)]
pub struct Settings {
    pub app_version: String,
    /// From an edit to its push, so that typing folds into one operation.
    pub edit_wait: SignedDuration,
    /// Between syncs while work waits.
    pub busy_every: SignedDuration,
    /// Between syncs while nothing waits; pokes come sooner.
    pub idle_every: SignedDuration,
    /// Above so many changes behind, a snapshot is cheaper than pages.
    pub snapshot_from: u64,
    /// Operations in one push at most.
    pub push_operations_max: usize,
}

impl Settings {
    pub fn new(app_version: impl Into<String>) -> Self {
        Settings {
            app_version: app_version.into(),
            edit_wait: SignedDuration::from_secs(2),
            busy_every: SignedDuration::from_secs(60),
            idle_every: SignedDuration::from_secs(300),
            snapshot_from: 2_000,
            push_operations_max: PUSH_OPERATIONS_MAX,
        }
    }
}

/// What the last answer or its absence said about the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Network {
    Unknown,
    Online,
    Offline,
    Captive,
    WrongServer,
}

/// The engine of one tablet. It keeps nothing that a restart must not lose: that is in the [`Store`].
pub struct Engine {
    settings: Settings,
    rng: StdRng,
    network: Network,
    halt: Option<Halt>,
    store_failed: bool,
    /// When the next sync is due by itself.
    sync_at: Timestamp,
    /// The latest time seen: an earlier one means that the clock was set back.
    seen: Timestamp,
    /// When the server last answered, since the app was started.
    last_success: Option<Timestamp>,
    data: Pace,
    files: Pace,
    in_flight: Option<plan::InFlight>,
    /// The answer that was heard last and is not settled yet.
    arrival: Option<arrival::Arrival>,
    /// The chunk that came last and is not applied yet.
    unapplied: Option<fill::Unapplied>,
    /// The next batch, numbered while the last one is on its way.
    ahead: Option<Vec<Operation>>,
    push: push::Push,
    fill: fill::Wishes,
    digest: digest::Refetches,
    upload: files::Upload,
    forgot_at: Option<Timestamp>,
    server_too_old: bool,
}

/// Failures in a row on one lane, until when they hold it back, and when the request under way counts as lost.
#[derive(Debug, Clone, Copy, Default)]
struct Pace {
    failures: u32,
    not_before: Option<Timestamp>,
    lost_at: Option<Timestamp>,
    /// Somebody asked while a request was under way: should it fail, another try follows at once.
    hurried: bool,
}

impl Pace {
    fn holds_back(&self, now: Timestamp) -> bool {
        self.not_before.is_some_and(|not_before| now < not_before)
    }

    fn succeeded(&mut self) {
        *self = Pace::default();
    }

    fn watch(&mut self, request: &Request, now: Timestamp) {
        let total = SignedDuration::try_from(request.deadlines().total).unwrap_or(SignedDuration::MAX);
        self.lost_at = Some(later(now, total.saturating_mul(2)));
        self.hurried = false;
    }

    fn hurry(&mut self) {
        self.not_before = None;
        self.hurried = self.lost_at.is_some();
    }

    fn is_lost(&self, now: Timestamp) -> bool {
        self.lost_at.is_some_and(|lost_at| now > lost_at)
    }
}

impl Engine {
    /// An engine that syncs at once; `seed` draws the jitter.
    pub fn new(settings: Settings, seed: u64) -> Self {
        let push = push::Push::new(settings.push_operations_max);
        Engine {
            settings,
            rng: StdRng::seed_from_u64(seed),
            network: Network::Unknown,
            halt: None,
            store_failed: false,
            sync_at: Timestamp::MIN,
            seen: Timestamp::MIN,
            last_success: None,
            data: Pace::default(),
            files: Pace::default(),
            in_flight: None,
            arrival: None,
            unapplied: None,
            ahead: None,
            push,
            fill: fill::Wishes::default(),
            digest: digest::Refetches::default(),
            upload: files::Upload::default(),
            forgot_at: None,
            server_too_old: false,
        }
    }

    /// What to do next on a lane. Asked again after every answer and every change, also of the other lane.
    ///
    /// Errors: the store's; the lane then backs off like after any failure.
    pub fn next_step<S: Store>(&mut self, lane: Lane, store: &S, now: Timestamp) -> Result<Step, S::Error> {
        self.mind_the_clock(now);
        if self.pace(lane).is_lost(now) {
            // Twice its deadline and no word from the driver: whatever became of it, the lane must go on.
            self.on_answer(lane, Answer::Failed(Failure::TimedOut), store, now)?;
        }
        let step = match lane {
            Lane::Data => self.plan_data(store, now),
            Lane::Files => self.plan_file(store, now),
        };
        if let Ok(Step::Send(request)) = &step {
            self.pace(lane).watch(request, now);
        }
        self.watch_store(lane, now, step)
    }

    /// Takes in what a request of [`Engine::next_step`] brought.
    ///
    /// Errors: the store's; what was not taken in is asked for again.
    pub fn on_answer<S: Store>(
        &mut self,
        lane: Lane,
        answer: Answer,
        store: &S,
        now: Timestamp,
    ) -> Result<(), S::Error> {
        self.hear(lane, answer, store, now)?;
        let settled = self.settle(store);
        self.watch_store(lane, now, settled)
    }

    /// [`Engine::on_answer`] without what can wait until the next request is on its way: that is left to the next
    /// [`Engine::next_step`], or to [`Engine::meanwhile`].
    ///
    /// Errors: as with it.
    pub fn hear<S: Store>(&mut self, lane: Lane, answer: Answer, store: &S, now: Timestamp) -> Result<(), S::Error> {
        self.pace(lane).lost_at = None;
        let taken = match lane {
            Lane::Data => self.take_data(answer, store, now),
            Lane::Files => self.take_file(answer, store, now),
        };
        self.watch_store(lane, now, taken)
    }

    /// The server said that there is something new, or a person asked: sync now, whatever the backoff. A request that is
    /// under way may have begun before there was a network: its failure does not make this wait.
    pub fn poke(&mut self, now: Timestamp) {
        self.sync_at = self.sync_at.min(now);
        self.data.hurry();
        self.files.hurry();
    }

    /// A network came up: try at once.
    pub fn network_regained(&mut self, now: Timestamp) {
        self.poke(now);
    }

    /// Something was recorded: push it soon, but let typing fold first.
    pub fn work_waits(&mut self, now: Timestamp) {
        self.sync_at = self.sync_at.min(later(now, self.settings.edit_wait));
    }

    /// The tablet was enrolled again or the app updated: what had halted may go on.
    pub fn resume(&mut self, now: Timestamp) {
        self.halt = None;
        self.server_too_old = false;
        self.push = push::Push::new(self.settings.push_operations_max);
        (self.arrival, self.unapplied, self.ahead) = (None, None, None);
        self.poke(now);
    }

    /// Why nothing is sent any more, if so.
    pub fn halted(&self) -> Option<Halt> {
        self.halt
    }

    /// Waits were set by the clock as it was: one that was set back must not make them last a day.
    fn mind_the_clock(&mut self, now: Timestamp) {
        if later(now, LANES_APART) < self.seen {
            tracing::info!("the clock was set back: waits begin anew");
            self.poke(now);
            self.seen = now;
        }
        self.seen = self.seen.max(now);
    }

    fn pace(&mut self, lane: Lane) -> &mut Pace {
        match lane {
            Lane::Data => &mut self.data,
            Lane::Files => &mut self.files,
        }
    }

    fn back_off(&mut self, lane: Lane, now: Timestamp, retry_after: Option<std::time::Duration>) {
        let Pace { failures, hurried, .. } = *self.pace(lane);
        let failures = failures.saturating_add(1);
        let wait = backoff::wait(failures, retry_after, &mut self.rng);
        let not_before = if hurried { None } else { Some(now.checked_add(wait).unwrap_or(Timestamp::MAX)) };
        *self.pace(lane) = Pace { failures, not_before, ..Pace::default() };
    }

    fn watch_store<T, E: std::error::Error>(&mut self, lane: Lane, now: Timestamp, done: Result<T, E>) -> Result<T, E> {
        self.store_failed = done.is_err();
        if let Err(error) = &done {
            tracing::error!(error = %error, lane = ?lane, "the store failed during sync");
            if lane == Lane::Data {
                (self.in_flight, self.arrival, self.unapplied, self.ahead) = (None, None, None, None);
            }
            self.back_off(lane, now, None);
        }
        done
    }
}

/// `now` plus a span, or the end of time.
fn later(now: Timestamp, span: SignedDuration) -> Timestamp {
    now.checked_add(span).unwrap_or(Timestamp::MAX)
}
