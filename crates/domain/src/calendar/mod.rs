//! Working calendars: in which hours a promised target counts (R11).

mod count;
mod defaults;
mod hours;

use std::collections::BTreeSet;

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

pub use count::Span;
pub use hours::{LocalInterval, LocalTime, NoLocalTime};

/// Weekly working hours in one time zone, without the holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct WorkingCalendar {
    /// IANA name (`Europe/Oslo`); the weekly hours are local to it.
    pub time_zone: String,
    /// Seven lists, Monday first, of local `[from, to]` times; `24:00` is the next midnight.
    pub weekly_hours: [Vec<LocalInterval>; 7],
    /// Local dates without working time.
    pub holidays: BTreeSet<Date>,
}

/// Why no time can be counted with a calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum CalendarError {
    #[error("the calendar has no working hours in any week")]
    NoHours,
    #[error("the target lies more than {years} years ahead: too few working hours, or too many pauses and holidays")]
    TooFarAhead { years: u16 },
    #[error("{name:?} is no IANA time zone")]
    UnknownTimeZone { name: String },
}

impl WorkingCalendar {
    /// A calendar without holidays.
    pub fn new(time_zone: &str, weekly_hours: [Vec<LocalInterval>; 7]) -> Self {
        WorkingCalendar { time_zone: time_zone.to_owned(), weekly_hours, holidays: BTreeSet::new() }
    }

    /// The calendar's zone. Errors: `UnknownTimeZone`.
    pub fn zone(&self) -> Result<TimeZone, CalendarError> {
        TimeZone::get(&self.time_zone).map_err(|_| CalendarError::UnknownTimeZone { name: self.time_zone.clone() })
    }

    /// The local intervals of a date: none on a holiday.
    pub fn hours_of(&self, date: Date) -> &[LocalInterval] {
        if self.holidays.contains(&date) {
            return &[];
        }
        let monday_first = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        &self.weekly_hours[monday_first]
    }

    /// True when the date has working time at all.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.hours_of(date).iter().any(|interval| !interval.is_empty())
    }

    fn has_hours(&self) -> bool {
        self.weekly_hours.iter().flatten().any(|interval| !interval.is_empty())
    }
}
