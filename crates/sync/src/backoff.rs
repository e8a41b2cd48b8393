//! How long to wait after a failure: full jitter between nothing and a growing ceiling, so that a depot full of tablets does not knock as one.

use std::time::Duration;

use rand::Rng;

/// The first ceiling.
const FIRST: Duration = Duration::from_secs(1);
/// The highest ceiling.
const HIGHEST: Duration = Duration::from_secs(300);

/// The ceiling after `failures` failures in a row, at least 1.
pub fn ceiling(failures: u32) -> Duration {
    FIRST.saturating_mul(1 << failures.saturating_sub(1).min(10)).min(HIGHEST)
}

/// A wait after `failures` failures in a row; never shorter than what the server asked for.
pub fn wait(failures: u32, retry_after: Option<Duration>, rng: &mut impl Rng) -> Duration {
    let drawn =
        Duration::from_millis(rng.random_range(0..=u64::try_from(ceiling(failures).as_millis()).unwrap_or(u64::MAX)));
    // A server that asks for an hour gets it, one that asks for a year does not.
    drawn.max(retry_after.unwrap_or_default().min(Duration::from_secs(3_600)))
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn the_ceiling_doubles_from_a_second_to_five_minutes() {
        let ceilings: Vec<u64> = [1, 2, 3, 9, 10, 4_000].map(|failures| ceiling(failures).as_secs()).into();
        assert_eq!(ceilings, [1, 2, 4, 256, 300, 300]);
    }

    #[test]
    fn a_wait_stays_under_its_ceiling_and_over_what_the_server_asked() {
        let mut rng = StdRng::seed_from_u64(1);
        for failures in 1..40 {
            assert!(wait(failures, None, &mut rng) <= ceiling(failures));
            assert!(wait(failures, Some(Duration::from_secs(70)), &mut rng) >= Duration::from_secs(70));
        }
        assert!(wait(1, Some(Duration::from_secs(86_400)), &mut rng) <= Duration::from_secs(3_600));
    }
}
