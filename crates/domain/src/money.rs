//! Money as integer minor units of an ISO 4217 currency; rounding half up, never floating point.

use serde::{Deserialize, Serialize};

/// An amount in minor units (øre, kopiykas, fen); the currency stands beside it, once per document.
pub type Minor = i64;

/// An ISO 4217 code of three capital letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[cfg_attr(feature = "bindings", specta(type = String))]
pub struct Currency([u8; 3]);

/// What is not a currency code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a currency is three capital letters (ISO 4217), not {0:?}")]
pub struct NoCurrency(pub String);

impl Currency {
    /// Checks the form only: three ASCII capital letters.
    pub fn new(code: &str) -> Result<Self, NoCurrency> {
        match code.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Currency([a, b, c])),
            _ => Err(NoCurrency(code.to_owned())),
        }
    }

    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII capitals are ever stored")
    }

    /// How many of the minor unit's digits CLDR shows: 0 for the currencies whose subunit is not in use.
    pub fn shown_decimals(&self) -> u8 {
        match self.code() {
            "IRR" | "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "XAF" | "XOF" | "PYG" | "UGX" => 0,
            "BHD" | "KWD" | "OMR" | "TND" | "JOD" => 3,
            _ => 2,
        }
    }

    /// Digits of the minor unit itself by ISO 4217 (the rial has 2, though none are shown).
    pub fn minor_digits(&self) -> u8 {
        match self.code() {
            "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "XAF" | "XOF" | "PYG" | "UGX" => 0,
            "BHD" | "KWD" | "OMR" | "TND" | "JOD" => 3,
            _ => 2,
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = NoCurrency;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        Currency::new(&code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

/// `numerator / denominator` rounded half up (away from zero at exactly half); the denominator is above 0.
pub fn div_half_up(numerator: i128, denominator: i128) -> i128 {
    debug_assert!(denominator > 0, "a rate is per something");
    let doubled = numerator.abs() * 2 + denominator;
    numerator.signum() * (doubled / (denominator * 2))
}

/// VAT of a net amount, rounded half up; `None` beyond 64 bits.
pub fn vat(net: Minor, basis_points: u32) -> Option<Minor> {
    Minor::try_from(div_half_up(i128::from(net) * i128::from(basis_points), 10_000)).ok()
}
