//! Work order numbers: unique without the server, `WO-<year>-<tablet code>-<counter>` (R30).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

const PREFIX: &str = "WO";
const COUNTER_DIGITS_MIN: usize = 4;
const TABLET_CODE_LENGTH_MAX: usize = 8;

/// A work order's number. The counter runs without gaps for one tablet and one year, from 1; serialises as its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[cfg_attr(feature = "bindings", specta(type = String))]
pub struct WorkOrderNumber {
    year: u16,
    tablet_code: String,
    counter: u32,
}

/// A text, or parts, that make no work order number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no work order number: WO-<year>-<tablet code>-<counter>")]
pub struct NoWorkOrderNumber(pub String);

impl WorkOrderNumber {
    /// The number of these parts. The code is 1–8 ASCII digits or capitals, the year has four digits, the counter
    /// starts at 1.
    pub fn new(year: u16, tablet_code: &str, counter: u32) -> Result<Self, NoWorkOrderNumber> {
        let number = WorkOrderNumber { year, tablet_code: tablet_code.to_owned(), counter };
        let is_code = (1..=TABLET_CODE_LENGTH_MAX).contains(&tablet_code.len())
            && tablet_code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if is_code && (1000..=9999).contains(&year) && counter >= 1 {
            Ok(number)
        } else {
            Err(NoWorkOrderNumber(number.to_string()))
        }
    }

    pub fn year(&self) -> u16 {
        self.year
    }

    pub fn tablet_code(&self) -> &str {
        &self.tablet_code
    }

    pub fn counter(&self) -> u32 {
        self.counter
    }

    /// The number that follows on the same tablet: the next counter, or 1 in another year.
    pub fn following(&self, year: u16) -> Result<Self, NoWorkOrderNumber> {
        let counter = if year == self.year { self.counter.saturating_add(1) } else { 1 };
        WorkOrderNumber::new(year, &self.tablet_code, counter)
    }
}

impl fmt::Display for WorkOrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}-{}-{}-{:0COUNTER_DIGITS_MIN$}", self.year, self.tablet_code, self.counter)
    }
}

impl FromStr for WorkOrderNumber {
    type Err = NoWorkOrderNumber;
    /// Reads the canonical writing only, so that text and number stand for each other.
    fn from_str(text: &str) -> Result<Self, NoWorkOrderNumber> {
        let refused = || NoWorkOrderNumber(text.to_owned());
        let parts: Vec<&str> = text.split('-').collect();
        let [PREFIX, year, tablet_code, counter] = parts[..] else {
            return Err(refused());
        };
        let year = year.parse().map_err(|_| refused())?;
        let counter = counter.parse().map_err(|_| refused())?;
        let number = WorkOrderNumber::new(year, tablet_code, counter)?;
        if number.to_string() == text { Ok(number) } else { Err(refused()) }
    }
}

impl TryFrom<String> for WorkOrderNumber {
    type Error = NoWorkOrderNumber;
    fn try_from(text: String) -> Result<Self, NoWorkOrderNumber> {
        text.parse()
    }
}

impl From<WorkOrderNumber> for String {
    fn from(number: WorkOrderNumber) -> String {
        number.to_string()
    }
}
