//! Bounds on what a stranger may try: attempts a minute, and each signed request once.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    hash::Hash,
    sync::{Mutex, PoisonError},
};

use feltbok_domain::ids::Id;
use jiff::{SignedDuration, Timestamp};

const WINDOW: SignedDuration = SignedDuration::from_mins(1);
/// Keys remembered at most; a flood of addresses forgets the oldest rather than all memory.
const KEYS_MAX: usize = 10_000;
/// How long a nonce is remembered, and how many at most.
const NONCE_AGE: SignedDuration = SignedDuration::from_mins(15);
const NONCES_MAX: usize = 200_000;

/// So many attempts in any minute, by key (an address, an e-mail).
pub struct RateLimit {
    per_minute: usize,
    attempts: Mutex<HashMap<String, VecDeque<Timestamp>>>,
}

impl RateLimit {
    pub fn new(per_minute: u32) -> Self {
        let per_minute = usize::try_from(per_minute).unwrap_or(usize::MAX);
        RateLimit { per_minute, attempts: Mutex::new(HashMap::new()) }
    }

    /// Counts an attempt. `Err` holds the seconds after which the next one is heard.
    pub fn attempt(&self, key: &str, now: Timestamp) -> Result<(), u64> {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if attempts.len() >= KEYS_MAX {
            attempts.retain(|_, times| times.back().is_some_and(|last| now.duration_since(*last) < WINDOW));
        }
        if attempts.len() >= KEYS_MAX && !attempts.contains_key(key) {
            return Err(seconds(WINDOW));
        }
        let times = attempts.entry(key.to_owned()).or_default();
        while times.front().is_some_and(|first| now.duration_since(*first) >= WINDOW) {
            times.pop_front();
        }
        if times.len() >= self.per_minute {
            let wait = times.front().map_or(WINDOW, |first| WINDOW - now.duration_since(*first));
            return Err(seconds(wait));
        }
        times.push_back(now);
        Ok(())
    }
}

fn seconds(wait: SignedDuration) -> u64 {
    u64::try_from(wait.as_secs()).unwrap_or(0) + 1
}

/// Nonces of signed requests within the window. The window is counted by the server's clock, so that a tablet with a
/// wrong one is not locked out. A replay to another process changes nothing: operations are applied once by number.
#[derive(Default)]
pub struct Nonces {
    seen: Mutex<Window<(Id, String)>>,
}

struct Window<K> {
    known: HashSet<K>,
    order: VecDeque<(Timestamp, K)>,
}

impl<K> Default for Window<K> {
    fn default() -> Self {
        Window { known: HashSet::new(), order: VecDeque::new() }
    }
}

impl<K: Clone + Eq + Hash> Window<K> {
    fn add(&mut self, key: K, now: Timestamp) -> bool {
        let is_old = |at: Timestamp| now.duration_since(at) >= NONCE_AGE;
        while self.order.front().is_some_and(|(at, _)| is_old(*at)) || self.order.len() >= NONCES_MAX {
            if let Some((_, key)) = self.order.pop_front() {
                self.known.remove(&key);
            }
        }
        let is_new = self.known.insert(key.clone());
        if is_new {
            self.order.push_back((now, key));
        }
        is_new
    }
}

impl Nonces {
    /// Notes a nonce; false when this tablet has used it already.
    pub fn is_fresh(&self, tablet_id: Id, nonce: &str, now: Timestamp) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).add((tablet_id, nonce.to_owned()), now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn the_attempt_after_the_last_allowed_one_waits_for_the_first_to_be_a_minute_old() {
        let limit = RateLimit::new(2);
        assert_eq!(limit.attempt("a", at(0)), Ok(()));
        assert_eq!(limit.attempt("a", at(10)), Ok(()));
        assert_eq!(limit.attempt("a", at(20)), Err(41));
        assert_eq!(limit.attempt("b", at(20)), Ok(()));
        assert_eq!(limit.attempt("a", at(60)), Ok(()));
    }

    #[test]
    fn a_nonce_is_fresh_once_for_each_tablet() {
        let nonces = Nonces::default();
        let (one, other) = (Id::from_u128(1), Id::from_u128(2));
        assert!(nonces.is_fresh(one, "n", at(0)));
        assert!(!nonces.is_fresh(one, "n", at(1)));
        assert!(nonces.is_fresh(other, "n", at(1)));
    }
}
