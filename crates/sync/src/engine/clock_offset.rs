//! Clock: how far the server's time is from the tablet's, measured on every answer; the server's order decides, never this.

use jiff::Timestamp;

use super::Engine;
use crate::store::Store;

/// Beyond this the skew is shown to people.
pub(super) const SKEW_SHOWN_MS: i64 = 5 * 60 * 1_000;

/// Differences below this are the network's, not the clock's.
const JITTER_MS: i64 = 500;

/// Server minus tablet in milliseconds, the server's time taken to be that of the middle between asking and answering.
pub(super) fn offset_ms(server_time: Timestamp, sent_at: Timestamp, now: Timestamp) -> i64 {
    let (sent, received) = (sent_at.as_millisecond(), now.as_millisecond());
    server_time.as_millisecond() - (sent + (received - sent) / 2)
}

impl Engine {
    pub(super) fn note_offset<S: Store>(
        &mut self,
        store: &S,
        server_time: Timestamp,
        sent_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), S::Error> {
        let measured = offset_ms(server_time, sent_at, now);
        let known = store.position()?.clock_offset_ms;
        if (measured - known).abs() < JITTER_MS { Ok(()) } else { store.note_clock(measured) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_is_measured_from_the_middle_of_the_round_trip() {
        let at = |ms| Timestamp::from_millisecond(ms).unwrap();
        assert_eq!(offset_ms(at(61_000), at(0), at(2_000)), 60_000);
        assert_eq!(offset_ms(at(0), at(60_000), at(60_000)), -60_000);
    }
}
