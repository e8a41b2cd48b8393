//! Local times of a working day, to the minute.

use std::{fmt, str::FromStr};

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

const MINUTES_A_DAY: u16 = 24 * 60;

/// A wall-clock time from `00:00` to `24:00`, the next midnight. Serialises as `HH:MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[cfg_attr(feature = "bindings", specta(type = String))]
pub struct LocalTime {
    /// Minutes since the day's midnight, 0–1440.
    minutes: u16,
}

/// A text that is no time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no time of day between 00:00 and 24:00")]
pub struct NoLocalTime(pub String);

impl LocalTime {
    /// The time `hour:minute`; `None` beyond 24:00.
    pub fn new(hour: u8, minute: u8) -> Option<LocalTime> {
        let minutes = u16::from(hour) * 60 + u16::from(minute);
        (minute < 60 && minutes <= MINUTES_A_DAY).then_some(LocalTime { minutes })
    }

    /// The instant at which clocks on `date` show this time. A time that a clock change skips is as much later as the
    /// clocks jump; one that comes twice is the first.
    pub(super) fn on(self, date: Date, zone: &TimeZone) -> Option<Timestamp> {
        let (date, minutes) =
            if self.minutes == MINUTES_A_DAY { (date.tomorrow().ok()?, 0) } else { (date, self.minutes) };
        let time = Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()?;
        zone.to_timestamp(date.to_datetime(time)).ok()
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

impl FromStr for LocalTime {
    type Err = NoLocalTime;
    fn from_str(text: &str) -> Result<Self, NoLocalTime> {
        let two_digits = |part: &str| {
            let is_number = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse().ok()).flatten()
        };
        text.split_once(':')
            .and_then(|(hour, minute)| LocalTime::new(two_digits(hour)?, two_digits(minute)?))
            .ok_or_else(|| NoLocalTime(text.to_owned()))
    }
}

impl TryFrom<String> for LocalTime {
    type Error = NoLocalTime;
    fn try_from(text: String) -> Result<Self, NoLocalTime> {
        text.parse()
    }
}

impl From<LocalTime> for String {
    fn from(time: LocalTime) -> String {
        time.to_string()
    }
}

/// Working time from the first to the second time, `["08:00", "16:00"]` on the wire. One that ends where it begins or
/// before holds nothing: a night shift is written as `22:00`–`24:00` and `00:00`–`06:00` of the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LocalInterval(pub LocalTime, pub LocalTime);

impl LocalInterval {
    /// Whole hours `from`–`to`; hours beyond 24 count as 24.
    pub fn hours(from: u8, to: u8) -> LocalInterval {
        let at = |hour: u8| LocalTime { minutes: u16::from(hour.min(24)) * 60 };
        LocalInterval(at(from), at(to))
    }

    pub fn is_empty(&self) -> bool {
        self.1 <= self.0
    }
}
