//! A company's form of SI numbers: prefix, length, characters and check scheme (R1).

use serde::{Deserialize, Serialize};

use super::{CheckScheme, SiError, SiNumber, fold};

/// Which characters may follow the prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Alphabet {
    Digits,
    /// ASCII digits and capital letters.
    Alphanumeric,
}

/// The form of a company's SI numbers. The default is the shipped one: `SI-`, 6 to 10 digits, the last one Luhn.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SiFormat {
    /// As printed on the sticker, dash included (`SI-`); may be empty.
    pub prefix: String,
    /// Fewest characters behind the prefix, check characters included.
    pub min_length: u8,
    /// Most characters behind the prefix, check characters included.
    pub max_length: u8,
    pub alphabet: Alphabet,
    pub check: CheckScheme,
}

impl Default for SiFormat {
    fn default() -> Self {
        SiFormat {
            prefix: "SI-".to_owned(),
            min_length: 6,
            max_length: 10,
            alphabet: Alphabet::Digits,
            check: CheckScheme::Luhn,
        }
    }
}

impl SiFormat {
    /// Reads a typed or scanned number: with or without prefix and dashes, in any case, spaced as one likes, with
    /// full-width, Arabic-Indic or Persian digits.
    ///
    /// Errors: `CheckDigit` for the right form with a wrong check, `Length` for too few or too many characters
    /// behind the prefix, `NotSi` for anything else.
    pub fn parse(&self, text: &str) -> Result<SiNumber, SiError> {
        let typed = compact(&fold(text));
        if typed.is_empty() {
            return Err(SiError::NotSi);
        }
        self.judge(typed.strip_prefix(&self.typed_prefix()).unwrap_or(&typed))
    }

    /// The number with these characters and the check characters that belong behind them.
    ///
    /// Errors as [`SiFormat::parse`]: the result must have the format's length and characters.
    pub fn with_check_digit(&self, payload: &str) -> Result<SiNumber, SiError> {
        let payload = compact(&fold(payload));
        if !self.has_alphabet(&payload) {
            return Err(SiError::NotSi);
        }
        self.judge(&format!("{payload}{}", self.check.of(&payload)))
    }

    /// The canonical number of a body without prefix.
    fn judge(&self, body: &str) -> Result<SiNumber, SiError> {
        if !self.has_alphabet(body) {
            return Err(SiError::NotSi);
        }
        if !(usize::from(self.min_length)..=usize::from(self.max_length)).contains(&body.len()) {
            return Err(SiError::Length);
        }
        if !self.check.holds(body) {
            return Err(SiError::CheckDigit);
        }
        Ok(SiNumber(format!("{}{body}", self.prefix.to_ascii_uppercase())))
    }

    /// True for the canonical writing of a number of this form, whatever its check digit: what an address may hold.
    pub(crate) fn has_canonical_form(&self, folded: &str) -> bool {
        folded
            .strip_prefix(&self.prefix.to_ascii_uppercase())
            .is_some_and(|body| !body.is_empty() && self.has_alphabet(body))
    }

    fn has_alphabet(&self, body: &str) -> bool {
        body.chars().all(|c| match self.alphabet {
            Alphabet::Digits => c.is_ascii_digit(),
            Alphabet::Alphanumeric => c.is_ascii_digit() || c.is_ascii_uppercase(),
        })
    }

    fn typed_prefix(&self) -> String {
        compact(&self.prefix.to_ascii_uppercase())
    }
}

/// The text without the separators that people type or leave out.
fn compact(folded: &str) -> String {
    folded.chars().filter(|c| !matches!(c, ' ' | '-')).collect()
}
