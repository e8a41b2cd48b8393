//! SI numbers: the service identifier on a machine's sticker, its form and its check digit (R1).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

mod check;
mod fold;
mod format;
mod nearest;

pub use check::CheckScheme;
pub use format::{Alphabet, SiFormat};
pub use nearest::nearest;

pub(crate) use fold::fold;

/// The longest canonical number that any company's format can make, in characters.
const CANONICAL_LENGTH_MAX: usize = 48;

/// An SI number in canonical form (`SI-123455`): upper case, ASCII, with its prefix. Serialises as that string.
///
/// Made by [`SiFormat::parse`], which is where the form and the check digit are looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[cfg_attr(feature = "bindings", specta(type = String))]
pub struct SiNumber(String);

/// Why a text cannot be a canonical number of any format: empty, too long, or of foreign characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no SI number in canonical form")]
pub struct NotCanonical(pub String);

impl SiNumber {
    /// Takes a number that is known to be canonical: from our own store, or from the company's records.
    /// Typed and scanned text goes through [`SiFormat::parse`] instead.
    pub fn canonical(trusted: &str) -> SiNumber {
        SiNumber(trusted.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SiNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for SiNumber {
    type Err = NotCanonical;
    fn from_str(text: &str) -> Result<Self, NotCanonical> {
        let is_canonical = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '/');
        let fits = !text.is_empty() && text.len() <= CANONICAL_LENGTH_MAX;
        if fits && text.chars().all(is_canonical) {
            Ok(SiNumber(text.to_owned()))
        } else {
            Err(NotCanonical(text.chars().take(CANONICAL_LENGTH_MAX).collect()))
        }
    }
}

impl TryFrom<String> for SiNumber {
    type Error = NotCanonical;
    fn try_from(text: String) -> Result<Self, NotCanonical> {
        text.parse()
    }
}

impl From<SiNumber> for String {
    fn from(number: SiNumber) -> String {
        number.0
    }
}

/// Why a typed or scanned text is no SI number. The user interface branches on [`SiError::code`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum SiError {
    #[error("the check digit is wrong: look at the sticker again")]
    CheckDigit,
    #[error("the number is too short or too long")]
    Length,
    #[error("this is no SI number and no SI sticker")]
    NotSi,
    #[error("this sticker belongs to another company: {host}")]
    ForeignHost { host: String },
}

impl SiError {
    /// The stable code: `check_digit`, `length`, `not_si` or `foreign_host`.
    pub fn code(&self) -> &'static str {
        match self {
            SiError::CheckDigit => "check_digit",
            SiError::Length => "length",
            SiError::NotSi => "not_si",
            SiError::ForeignHost { .. } => "foreign_host",
        }
    }
}
