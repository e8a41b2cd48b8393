//! Suggestions for a mistyped number: the nearest known ones (R1).

use super::{CANONICAL_LENGTH_MAX, SiNumber, fold};

/// Beyond this many slips a suggestion only misleads.
const SLIPS_MAX: usize = 2;

/// The `n` known numbers nearest to `text`, nearest first, equal ones in their own order.
///
/// Distance counts wrong, missing, additional and exchanged neighbouring characters; separators and case do not count,
/// and a missing prefix costs nothing.
pub fn nearest<'a>(text: &str, known: impl Iterator<Item = &'a SiNumber>, n: usize) -> Vec<SiNumber> {
    let typed = characters(text);
    let mut found: Vec<(usize, &SiNumber)> = known
        .map(|number| (slips_without_prefix(&typed, &characters(number.as_str())), number))
        .filter(|(slips, _)| *slips <= SLIPS_MAX)
        .collect();
    found.sort();
    found.dedup();
    found.into_iter().take(n).map(|(_, number)| number.clone()).collect()
}

fn characters(text: &str) -> Vec<char> {
    fold(text).chars().filter(char::is_ascii_alphanumeric).take(CANONICAL_LENGTH_MAX).collect()
}

/// The distance to the whole number, or to its digits alone when only those were typed.
fn slips_without_prefix(typed: &[char], known: &[char]) -> usize {
    let letters = known.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    let whole = slips(typed, known);
    if typed.first().is_some_and(char::is_ascii_digit) { whole.min(slips(typed, &known[letters..])) } else { whole }
}

/// Optimal string alignment: insertion, deletion, substitution and transposition of neighbours cost one each.
fn slips(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        rows[i][0] = i;
        for j in 1..=b.len() {
            let substituted = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = substituted.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            let exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if exchanged {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}
