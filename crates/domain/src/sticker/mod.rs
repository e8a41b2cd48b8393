//! Stickers: the address in a machine's QR code, and how a number is read from whatever was scanned (R2).

mod address;
mod token;

use serde::{Deserialize, Serialize};

use crate::si::{SiError, SiFormat, SiNumber, fold};

pub use token::{NoToken, StickerToken};

/// Longer texts are no sticker: a QR code can hold 4,296 characters, and people can paste anything.
const TEXT_LENGTH_MAX: usize = 512;

/// The hole for the number in a company's own pattern.
const HOLE: &str = "{si}";

/// What a company's stickers look like. Nothing that is scanned is ever opened; it is only read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StickerForm {
    /// Host of the customer page, with the port if it is not 443: `service.example`.
    pub host: String,
    pub format: SiFormat,
    /// Further forms, such as of the stickers of a former system: `{si}` stands for the number, everything else
    /// for itself, whatever its case.
    pub patterns: Vec<String>,
}

impl StickerForm {
    /// Reads the number from typed or scanned text: both address forms of R2, the bare number, the company's patterns.
    ///
    /// Errors: as [`SiFormat::parse`], and `ForeignHost` for a well-formed sticker address of another host.
    pub fn read(&self, text: &str) -> Result<SiNumber, SiError> {
        if text.len() > TEXT_LENGTH_MAX {
            return Err(SiError::NotSi);
        }
        let folded = fold(text);
        let folded = folded.trim();
        let own = match address::parse(folded, &self.format) {
            Some(address) if address.names_host(&self.host) => self.format.parse(address.number),
            Some(address) => self.foreign(&address),
            None => self.format.parse(folded),
        };
        match own {
            Err(error @ (SiError::NotSi | SiError::ForeignHost { .. })) => {
                self.read_pattern(folded).unwrap_or(Err(error))
            }
            decided => decided,
        }
    }

    /// The address that is printed in the QR code, in the upper case that makes the code small:
    /// `HTTPS://HOST/S/SI-NUMBER-TOKEN`.
    pub fn address(&self, number: &SiNumber, token: &StickerToken) -> String {
        format!("HTTPS://{}/S/{number}-{token}", self.host).to_ascii_uppercase()
    }

    /// An address of another company: foreign if it would be a number here, wrong digits forgiven.
    fn foreign(&self, address: &address::Address) -> Result<SiNumber, SiError> {
        match self.format.parse(address.number) {
            Ok(_) | Err(SiError::CheckDigit) => Err(SiError::ForeignHost { host: address.host.to_ascii_lowercase() }),
            Err(_) => Err(SiError::NotSi),
        }
    }

    /// The number by the first pattern that fits; `None` when none does.
    fn read_pattern(&self, folded: &str) -> Option<Result<SiNumber, SiError>> {
        self.patterns.iter().find_map(|pattern| {
            let pattern = fold(pattern);
            let (before, after) = pattern.trim().split_once(&HOLE.to_ascii_uppercase())?;
            let hole = folded.strip_prefix(before)?.strip_suffix(after)?;
            match self.format.parse(hole) {
                Err(SiError::NotSi) => None,
                read => Some(read),
            }
        })
    }
}
