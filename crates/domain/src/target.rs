//! Response targets: what is promised, when it is due, and how it stands now (R12).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{CalendarError, Span, WorkingCalendar},
    job_life::Priority,
};

/// Working minutes until a technician is on site, by the job's priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OnSiteMinutes {
    pub critical: u32,
    pub normal: u32,
    pub low: u32,
}

/// What an agreement promises. The default is the shipped one (R12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TargetSet {
    /// Working minutes until the first answer of remote support.
    pub remote_answer_minutes: u32,
    pub on_site_minutes: OnSiteMinutes,
    /// Working days until ordered parts are there.
    pub parts_working_days: u32,
}

impl Default for TargetSet {
    fn default() -> Self {
        TargetSet {
            remote_answer_minutes: 2 * 60,
            on_site_minutes: OnSiteMinutes { critical: 8 * 60, normal: 16 * 60, low: 40 * 60 },
            parts_working_days: 5,
        }
    }
}

impl TargetSet {
    /// Working minutes until on site for a job of this priority.
    pub fn on_site(&self, priority: Priority) -> u32 {
        match priority {
            Priority::Critical => self.on_site_minutes.critical,
            Priority::Normal => self.on_site_minutes.normal,
            Priority::Low => self.on_site_minutes.low,
        }
    }
}

/// Why the response clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum PauseReason {
    WaitingCustomer,
    SiteClosed,
    AirRaidAlarm,
    NoEscort,
}

/// A time in which the response clock stood still, or still stands while `until` is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Pause {
    pub reason: PauseReason,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    /// More about it in the words of whoever stopped the clock; may be empty.
    pub note: String,
}

impl Pause {
    /// The pause as far as it has come by `now`.
    fn until_now(&self, now: Timestamp) -> Span {
        Span { from: self.from, until: self.until.unwrap_or(now) }
    }

    fn holds_at(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// How a target stands. Minutes are working minutes of its calendar: begun ones count as left, not as overdue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum TargetState {
    Running {
        due_at: Timestamp,
        left_minutes: u32,
    },
    /// The clock stands still; `due_at` is what it would be if it ran again now.
    Paused {
        due_at: Timestamp,
        left_minutes: u32,
        reason: PauseReason,
        since: Timestamp,
    },
    Overdue {
        due_at: Timestamp,
        overdue_minutes: u32,
    },
    Met {
        due_at: Timestamp,
        at: Timestamp,
    },
    Missed {
        due_at: Timestamp,
        at: Timestamp,
        overdue_minutes: u32,
    },
}

/// A promise made at `start`: `minutes` of working time of `calendar`.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    pub calendar: &'a WorkingCalendar,
    pub start: Timestamp,
    pub minutes: u32,
    pub pauses: &'a [Pause],
}

impl Target<'_> {
    /// When the target is due by what is known at `now`; a pause that still lasts counts up to `now`.
    ///
    /// Errors: see [`WorkingCalendar::due`].
    pub fn due_at(&self, now: Timestamp) -> Result<Timestamp, CalendarError> {
        self.calendar.due(self.start, self.minutes, &self.spans(now))
    }

    /// How the target stands at `now`, or how it was kept if it was `reached`.
    ///
    /// Errors: see [`WorkingCalendar::due`].
    pub fn state(&self, now: Timestamp, reached: Option<Timestamp>) -> Result<TargetState, CalendarError> {
        let seen_at = reached.unwrap_or(now);
        let due_at = self.due_at(seen_at)?;
        let pauses = self.spans(seen_at);
        if let Some(at) = reached {
            return Ok(if at <= due_at {
                TargetState::Met { due_at, at }
            } else {
                let overdue_minutes = whole_minutes(self.calendar.worked(due_at, at, &pauses)?);
                TargetState::Missed { due_at, at, overdue_minutes }
            });
        }
        if now > due_at {
            let overdue_minutes = whole_minutes(self.calendar.worked(due_at, now, &pauses)?);
            return Ok(TargetState::Overdue { due_at, overdue_minutes });
        }
        let left = self.calendar.worked(now.max(self.start), due_at, &pauses)?;
        let left_minutes = whole_minutes(left + SignedDuration::from_secs(59));
        Ok(match self.pauses.iter().find(|pause| pause.holds_at(now)) {
            Some(pause) => TargetState::Paused { due_at, left_minutes, reason: pause.reason, since: pause.from },
            None => TargetState::Running { due_at, left_minutes },
        })
    }

    fn spans(&self, now: Timestamp) -> Vec<Span> {
        self.pauses.iter().map(|pause| pause.until_now(now)).collect()
    }
}

fn whole_minutes(time: SignedDuration) -> u32 {
    u32::try_from(time.as_mins()).unwrap_or(0)
}
