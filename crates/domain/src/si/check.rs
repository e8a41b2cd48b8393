//! Check schemes of SI numbers: none, Luhn, and ISO 7064 mod 97-10.

use serde::{Deserialize, Serialize};

/// How the last characters of a number prove the ones before them (R1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum CheckScheme {
    None,
    /// One digit; letters count as two digits (A = 10 … Z = 35), as in an ISIN.
    Luhn,
    /// Two digits, ISO 7064 mod 97-10, as at the end of an LEI.
    Mod97,
}

impl CheckScheme {
    /// How many characters at the end the scheme takes.
    pub fn length(self) -> usize {
        match self {
            CheckScheme::None => 0,
            CheckScheme::Luhn => 1,
            CheckScheme::Mod97 => 2,
        }
    }

    /// Whether `body` (ASCII digits and capitals, check characters included) proves itself.
    pub(super) fn holds(self, body: &str) -> bool {
        let Some(split) = body.len().checked_sub(self.length()) else {
            return false;
        };
        let (payload, check) = body.split_at(split);
        self.of(payload) == check
    }

    /// The check characters that belong behind `payload`.
    pub(super) fn of(self, payload: &str) -> String {
        match self {
            CheckScheme::None => String::new(),
            CheckScheme::Luhn => luhn(&values(payload)).to_string(),
            CheckScheme::Mod97 => {
                let remainder = values(payload).iter().chain(&[0, 0]).fold(0, |sum, digit| (sum * 10 + digit) % 97);
                format!("{:02}", 98 - remainder)
            }
        }
    }
}

/// Decimal digits of the characters, letters as their two-digit number.
fn values(text: &str) -> Vec<u32> {
    text.chars()
        .filter_map(|c| c.to_digit(36))
        .flat_map(|value| if value < 10 { vec![value] } else { vec![value / 10, value % 10] })
        .collect()
}

/// The Luhn digit behind `digits`: from the right, every other one doubled, digit sums added up to a ten.
fn luhn(digits: &[u32]) -> u32 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
        .sum();
    (10 - sum % 10) % 10
}
