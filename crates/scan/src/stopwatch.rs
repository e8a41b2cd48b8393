//! How long a frame may take: the only place of this crate that reads a clock.

use std::time::{Duration, Instant};

/// Tells the time since some fixed moment. The camera path uses [`MonotonicStopwatch`]; a bench can count the
/// thread's CPU time instead, a test can stand still.
pub trait Stopwatch: Send {
    /// Time since a fixed moment; never runs backwards.
    fn reading(&self) -> Duration;
}

/// Real time since it was made.
#[derive(Debug, Clone, Copy)]
pub struct MonotonicStopwatch(Instant);

impl Default for MonotonicStopwatch {
    #[expect(
        clippy::disallowed_methods,
        reason = "a frame budget is a span of real time; nothing is stored or replayed from it"
    )]
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Stopwatch for MonotonicStopwatch {
    fn reading(&self) -> Duration {
        self.0.elapsed()
    }
}

/// The moment by which one frame's work must stop, asked between steps.
pub(crate) struct Deadline<'a> {
    stopwatch: &'a dyn Stopwatch,
    started: Duration,
    budget: Duration,
}

impl<'a> Deadline<'a> {
    pub(crate) fn start(stopwatch: &'a dyn Stopwatch, budget: Duration) -> Self {
        Self { stopwatch, started: stopwatch.reading(), budget }
    }

    pub(crate) fn spent(&self) -> Duration {
        self.stopwatch.reading().saturating_sub(self.started)
    }

    pub(crate) fn is_over(&self) -> bool {
        self.spent() >= self.budget
    }

    /// True when a step that takes this long would end in time.
    pub(crate) fn leaves(&self, time: Duration) -> bool {
        self.spent() + time <= self.budget
    }

    /// True when less than this part of the budget is left: a step that is known to be long should not begin.
    pub(crate) fn is_over_after(&self, share: f32) -> bool {
        self.spent() >= self.budget.mul_f32(share)
    }
}
