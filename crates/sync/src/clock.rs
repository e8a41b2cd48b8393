//! Time and ids: the only place that reads the machine's clock.

use std::sync::{Arc, Mutex, PoisonError};

use feltbok_domain::ids::Id;
use jiff::Timestamp;
use rand::{Rng, SeedableRng, rngs::StdRng};

/// What time it is; passed in everywhere, so that rules, sync and documents can be replayed.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Makes UUIDv7 ids whose time comes from the clock; ids of one maker sort in the order made, even when the clock jumps back.
pub struct Ids {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    rng: StdRng,
    last_ms: u64,
    /// The twelve bits after the time: counts ids of one millisecond.
    count: u16,
}

/// The highest value of the twelve bits that follow the time in a UUIDv7.
const COUNT_MAX: u16 = 0xfff;

impl Ids {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::with_rng(clock, StdRng::from_os_rng())
    }

    /// The same ids for the same seed and times: for simulation and tests.
    pub fn seeded(clock: Arc<dyn Clock>, seed: u64) -> Self {
        Self::with_rng(clock, StdRng::seed_from_u64(seed))
    }

    fn with_rng(clock: Arc<dyn Clock>, rng: StdRng) -> Self {
        Ids { clock, state: Mutex::new(State { rng, last_ms: 0, count: 0 }) }
    }

    /// The next id.
    pub fn next_id(&self) -> Id {
        let now_ms = u64::try_from(self.clock.now().as_millisecond()).unwrap_or(0);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if now_ms > state.last_ms {
            state.last_ms = now_ms;
            state.count = state.rng.random_range(0..COUNT_MAX / 2);
        } else if state.count < COUNT_MAX {
            state.count += 1;
        } else {
            state.last_ms += 1;
            state.count = 0;
        }
        let mut tail: [u8; 10] = state.rng.random();
        tail[..2].copy_from_slice(&state.count.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(state.last_ms, &tail).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Still(Mutex<i64>);

    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp::from_millisecond(*self.0.lock().unwrap()).unwrap()
        }
    }

    #[test]
    fn ids_sort_in_the_order_made_even_when_the_clock_jumps_back() {
        let clock = Arc::new(Still(Mutex::new(1_800_000_000_000)));
        let ids = Ids::seeded(clock.clone(), 7);
        let mut made: Vec<Id> = (0..10_000).map(|_| ids.next_id()).collect();
        *clock.0.lock().unwrap() -= 86_400_000;
        made.extend((0..100).map(|_| ids.next_id()));
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }
}
