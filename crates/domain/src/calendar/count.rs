//! Counting working time: when a target is due, and how much was worked between two instants (R11, R12).

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use super::{CalendarError, WorkingCalendar};

/// How far ahead a target is looked for; beyond it the calendar or its pauses cannot be meant.
const YEARS_MAX: u16 = 50;
const DAYS_MAX: u32 = YEARS_MAX as u32 * 366;

/// A half-open span of time; one that ends where it begins or before holds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Span {
    fn length(&self) -> SignedDuration {
        self.until.duration_since(self.from)
    }
}

impl WorkingCalendar {
    /// The instant at which `minutes` of working time have passed since `start`, pauses not counted.
    ///
    /// Elapsed time is real time: a working day on which clocks change is shorter or longer. Reached exactly at the
    /// end of an interval, it is that end; zero minutes are due at `start`. Pauses may overlap and come in any order.
    ///
    /// Errors: `NoHours`, `TooFarAhead` beyond fifty years, `UnknownTimeZone`.
    pub fn due(&self, start: Timestamp, minutes: u32, pauses: &[Span]) -> Result<Timestamp, CalendarError> {
        let mut left = SignedDuration::from_mins(i64::from(minutes));
        if left.is_zero() {
            return Ok(start);
        }
        for span in self.running_spans(start, pauses)? {
            let span = span?;
            if span.length() >= left {
                return Ok(span.from + left);
            }
            left -= span.length();
        }
        Err(CalendarError::TooFarAhead { years: YEARS_MAX })
    }

    /// Working time from `from` to `until`, pauses not counted; zero when `until` is not later.
    ///
    /// Errors as [`WorkingCalendar::due`], but a calendar without hours has simply nothing worked.
    pub fn worked(&self, from: Timestamp, until: Timestamp, pauses: &[Span]) -> Result<SignedDuration, CalendarError> {
        let mut worked = SignedDuration::ZERO;
        if until <= from || !self.has_hours() {
            return Ok(worked);
        }
        for span in self.running_spans(from, pauses)? {
            let span = span?;
            if span.from >= until {
                break;
            }
            worked += Span { from: span.from, until: span.until.min(until) }.length();
        }
        Ok(worked)
    }

    /// [`WorkingCalendar::worked`] in whole minutes, begun ones left out.
    pub fn worked_minutes(&self, from: Timestamp, until: Timestamp, pauses: &[Span]) -> Result<i64, CalendarError> {
        Ok(self.worked(from, until, pauses)?.as_mins())
    }

    /// The end of the `days`-th working day after the local date of `start`.
    ///
    /// Errors as [`WorkingCalendar::due`].
    pub fn due_in_days(&self, start: Timestamp, days: u32) -> Result<Timestamp, CalendarError> {
        let zone = self.zone()?;
        let date = self.working_day_after(start.to_zoned(zone.clone()).date(), days)?;
        let ends = self.hours_of(date).iter().filter(|interval| !interval.is_empty()).map(|interval| interval.1);
        ends.max().and_then(|end| end.on(date, &zone)).ok_or(CalendarError::TooFarAhead { years: YEARS_MAX })
    }

    /// The `days`-th working day after `date`; `date` itself for none.
    ///
    /// Errors: `NoHours`, `TooFarAhead`.
    pub fn working_day_after(&self, date: Date, days: u32) -> Result<Date, CalendarError> {
        if !self.has_hours() {
            return Err(CalendarError::NoHours);
        }
        let Some(nth) = usize::try_from(days).ok().and_then(|days| days.checked_sub(1)) else {
            return Ok(date);
        };
        let horizon = usize::try_from(DAYS_MAX).unwrap_or(usize::MAX);
        date.series(jiff::Span::new().days(1))
            .skip(1)
            .take(horizon)
            .filter(|day| self.is_working_day(*day))
            .nth(nth)
            .ok_or(CalendarError::TooFarAhead { years: YEARS_MAX })
    }

    /// The spans in which the clock runs, from `start` on: working hours without the pauses, ascending, disjoint,
    /// never empty. Ends with an error at the horizon.
    fn running_spans(&self, start: Timestamp, pauses: &[Span]) -> Result<RunningSpans<'_>, CalendarError> {
        if !self.has_hours() {
            return Err(CalendarError::NoHours);
        }
        let zone = self.zone()?;
        let today = start.to_zoned(zone.clone()).date();
        let mut pauses = pauses.to_vec();
        pauses.sort_by(|a, b| b.cmp(a));
        Ok(RunningSpans {
            calendar: self,
            zone,
            // Hours that a clock change skips are later, and may reach into today.
            day: today.yesterday().ok(),
            days_left: DAYS_MAX,
            hours: Vec::new(),
            pauses,
            clock: start,
        })
    }
}

struct RunningSpans<'a> {
    calendar: &'a WorkingCalendar,
    zone: TimeZone,
    /// The next date whose hours are to be read; `None` at the end of time.
    day: Option<Date>,
    days_left: u32,
    /// Working hours already read, latest first.
    hours: Vec<Span>,
    /// Pauses still ahead, latest first.
    pauses: Vec<Span>,
    /// Everything before this instant is dealt with.
    clock: Timestamp,
}

impl RunningSpans<'_> {
    /// Reads the hours of the next date, latest first; `None` at the horizon.
    fn read_day(&mut self) -> Option<()> {
        let day = self.day?;
        self.days_left = self.days_left.checked_sub(1)?;
        self.day = day.tomorrow().ok();
        let zone = &self.zone;
        self.hours.extend(
            self.calendar.hours_of(day).iter().filter(|interval| !interval.is_empty()).filter_map(|interval| {
                Some(Span { from: interval.0.on(day, zone)?, until: interval.1.on(day, zone)? })
            }),
        );
        self.hours.sort_by(|a, b| b.cmp(a));
        Some(())
    }

    /// The rest of the first working span that is not over yet.
    fn working(&mut self) -> Option<Span> {
        loop {
            match self.hours.last() {
                Some(span) if span.until <= self.clock => {
                    self.hours.pop();
                }
                Some(span) => return Some(Span { from: span.from.max(self.clock), until: span.until }),
                None => self.read_day()?,
            }
        }
    }
}

impl Iterator for RunningSpans<'_> {
    type Item = Result<Span, CalendarError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(working) = self.working() else {
                return Some(Err(CalendarError::TooFarAhead { years: YEARS_MAX }));
            };
            while self.pauses.last().is_some_and(|pause| pause.until <= working.from) {
                self.pauses.pop();
            }
            let until = match self.pauses.last() {
                Some(pause) if pause.from <= working.from => {
                    self.clock = pause.until;
                    continue;
                }
                Some(pause) => working.until.min(pause.from),
                None => working.until,
            };
            self.clock = until;
            return Some(Ok(Span { from: working.from, until }));
        }
    }
}
