//! Making the one error of all use cases from what went wrong underneath.

use std::fmt;

use crate::{
    error_texts,
    views::{ErrorCode, TabletError},
};

/// What every use case gives.
pub type Result<T> = std::result::Result<T, TabletError>;

impl TabletError {
    /// The error of a code without parameters.
    pub fn new(code: ErrorCode) -> Self {
        Self::with(code, [])
    }

    /// The error of a code with its parameters (see [`ErrorCode`]).
    pub fn with<const N: usize>(code: ErrorCode, details: [(&str, String); N]) -> Self {
        let (happened, safe, to_do) = error_texts::words(code);
        let fill = |text: &str| {
            details.iter().fold(text.to_owned(), |text, (key, value)| text.replace(&format!("{{{key}}}"), value))
        };
        TabletError {
            code,
            what_happened: fill(happened),
            what_is_safe: fill(safe),
            what_to_do: fill(to_do),
            details: details.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        }
    }

    /// A fault of the program itself; logged here, where its cause is still known.
    pub(crate) fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(cause = %cause, "a use case failed inside");
        Self::new(ErrorCode::Internal)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(ErrorCode::NotFound)
    }
}

impl fmt::Display for TabletError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.what_happened, self.what_is_safe, self.what_to_do)
    }
}

impl std::error::Error for TabletError {}
