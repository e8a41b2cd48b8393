//! What a code that was seen but could not be read most likely says, out of texts that are known.

use super::memory::Memory;
use crate::grid::Beginning;

/// Chance hardly agrees more than this with any of twenty thousand texts.
const AGREEMENT_MIN: f32 = 0.3;
/// Texts that agree this much less than the best are out.
const BEHIND_MAX: f32 = 0.12;

/// Indices of the likeliest texts, best first.
pub(super) fn likely(memory: &Memory, beginnings: &[String], most: usize) -> Vec<usize> {
    let payloads: Vec<_> = memory.means().filter_map(|grid| grid.payload()).collect();
    let mut ranked: Vec<(f32, usize)> = beginnings
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let beginning = Beginning::of(text);
            let best = payloads.iter().map(|payload| payload.agreement(&beginning)).fold(0.0, f32::max);
            (best, index)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = ranked.first().map_or(0.0, |first| first.0);
    ranked.retain(|(agreement, _)| *agreement >= AGREEMENT_MIN && *agreement >= best - BEHIND_MAX);
    ranked.into_iter().take(most).map(|(_, index)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aim::memory::tests::grid;

    fn beginnings() -> Vec<String> {
        (0..300).map(|i| format!("HTTPS://SERVICE.EXAMPLE/S/SI-{:06}-", 100_003 + i * 2_137)).collect()
    }

    #[test]
    fn the_machine_is_told_from_a_code_that_nobody_can_read() {
        let mut memory = Memory::default();
        let known = beginnings();
        let unreadable = grid(&format!("{}7K2M9QX4TB", known[123]), 0.9, 3);
        assert_eq!(unreadable.decode(), None, "the grid is not noisy enough to show anything");
        memory.add(&unreadable);
        let offered = likely(&memory, &known, 3);
        assert!(offered.contains(&123), "{offered:?}");
    }

    #[test]
    fn a_code_of_something_else_suggests_nothing() {
        let mut memory = Memory::default();
        memory.add(&grid("https://maker.example/MX-2651", 0.9, 4));
        assert!(likely(&memory, &beginnings(), 3).is_empty());
    }

    #[test]
    fn nothing_seen_suggests_nothing() {
        assert!(likely(&Memory::default(), &beginnings(), 3).is_empty());
    }
}
