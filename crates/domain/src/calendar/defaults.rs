//! The four calendars that are shipped (R11).

use super::{LocalInterval, WorkingCalendar};

impl WorkingCalendar {
    /// Monday to Friday, 08–16.
    pub fn office(time_zone: &str) -> Self {
        Self::same_hours(time_zone, [true, true, true, true, true, false, false], (8, 16))
    }

    /// Monday to Friday, 09–18.
    pub fn late_office(time_zone: &str) -> Self {
        Self::same_hours(time_zone, [true, true, true, true, true, false, false], (9, 18))
    }

    /// Saturday to Wednesday, 08–17.
    pub fn saturday_to_wednesday(time_zone: &str) -> Self {
        Self::same_hours(time_zone, [true, true, true, false, false, true, true], (8, 17))
    }

    /// Every day for twelve hours, 08–20.
    pub fn every_day(time_zone: &str) -> Self {
        Self::same_hours(time_zone, [true; 7], (8, 20))
    }

    fn same_hours(time_zone: &str, working: [bool; 7], (from, to): (u8, u8)) -> Self {
        let day = vec![LocalInterval::hours(from, to)];
        Self::new(time_zone, working.map(|works| if works { day.clone() } else { Vec::new() }))
    }
}
