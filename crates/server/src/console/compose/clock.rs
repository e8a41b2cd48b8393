//! How a job's on-site target stands at one moment (R12).

use feltbok_domain::{
    calendar::WorkingCalendar,
    ids::Id,
    job_life::JobStatus,
    model::{Calendar, Targets},
    target::{Pause, Target, TargetState},
};
use jiff::{SignedDuration, Timestamp};

use crate::console::views::job_row::{ClockState, TargetClock};

/// The calendar that targets were counted with; the company's first where none was noted.
pub fn calendar_of(calendars: &[Calendar], id: Option<Id>) -> Option<&Calendar> {
    calendars.iter().find(|calendar| Some(calendar.id) == id).or_else(|| calendars.first())
}

/// What the clock needs to know of a job.
pub struct Promise<'a> {
    pub status: JobStatus,
    pub registered_at: Timestamp,
    pub targets: &'a Targets,
    pub pauses: &'a [Pause],
    /// When somebody first came on site.
    pub reached_at: Option<Timestamp>,
}

/// The clock as the lists show it.
pub fn target_clock(job: &Promise<'_>, calendar: Option<&WorkingCalendar>, now: Timestamp) -> TargetClock {
    let none = TargetClock {
        state: ClockState::None,
        ticking: false,
        due_at: job.targets.on_site_due,
        minutes_left: None,
        minutes_promised: job.targets.on_site_minutes,
    };
    let ended_unvisited = !job.status.is_open() && job.reached_at.is_none();
    let Some(calendar) = calendar.filter(|_| job.targets.on_site_due.is_some() && !ended_unvisited) else {
        return none;
    };
    let target =
        Target { calendar, start: job.registered_at, minutes: job.targets.on_site_minutes, pauses: job.pauses };
    let Ok(state) = target.state(now, job.reached_at) else { return none };
    let ticks = is_working_time(calendar, now);
    let clock = |state, ticking, due_at, minutes_left: Option<i64>| TargetClock {
        state,
        ticking,
        due_at: Some(due_at),
        minutes_left,
        minutes_promised: job.targets.on_site_minutes,
    };
    match state {
        TargetState::Running { due_at, left_minutes } => {
            clock(ClockState::Running, ticks, due_at, Some(i64::from(left_minutes)))
        }
        TargetState::Paused { due_at, left_minutes, .. } => {
            clock(ClockState::Paused, false, due_at, Some(i64::from(left_minutes)))
        }
        TargetState::Overdue { due_at, overdue_minutes } => {
            clock(ClockState::Overdue, ticks, due_at, Some(-i64::from(overdue_minutes.max(1))))
        }
        TargetState::Met { due_at, .. } => clock(ClockState::Met, false, due_at, None),
        TargetState::Missed { due_at, overdue_minutes, .. } => {
            clock(ClockState::Missed, false, due_at, Some(-i64::from(overdue_minutes.max(1))))
        }
    }
}

/// Whether the minute that begins now is working time.
fn is_working_time(calendar: &WorkingCalendar, now: Timestamp) -> bool {
    let next = now + SignedDuration::from_mins(1);
    calendar.worked(now, next, &[]).is_ok_and(|worked| worked.is_positive())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Registered on a Monday at 09:00 in Oslo with eight working hours promised: due at 09:00 on Tuesday.
    fn clock_at(now: &str, status: JobStatus, reached: Option<&str>) -> TargetClock {
        let calendar = WorkingCalendar::office("Europe/Oslo");
        let targets =
            Targets { on_site_due: Some(at("2026-11-24T08:00:00Z")), on_site_minutes: 480, ..Targets::default() };
        let promise = Promise {
            status,
            registered_at: at("2026-11-23T08:00:00Z"),
            targets: &targets,
            pauses: &[],
            reached_at: reached.map(at),
        };
        target_clock(&promise, Some(&calendar), at(now))
    }

    #[test]
    fn the_clock_ticks_in_working_hours_only() {
        let noon = clock_at("2026-11-23T11:00:00Z", JobStatus::Registered, None);
        assert_eq!((noon.state, noon.ticking, noon.minutes_left), (ClockState::Running, true, Some(300)));
        let night = clock_at("2026-11-23T22:00:00Z", JobStatus::Registered, None);
        assert_eq!((night.state, night.ticking, night.minutes_left), (ClockState::Running, false, Some(60)));
    }

    #[test]
    fn an_overdue_job_counts_below_nothing() {
        let late = clock_at("2026-11-24T09:30:00Z", JobStatus::Registered, None);
        assert_eq!((late.state, late.minutes_left), (ClockState::Overdue, Some(-90)));
    }

    #[test]
    fn the_clock_ends_when_somebody_is_on_site() {
        let there = clock_at("2026-11-25T09:00:00Z", JobStatus::OnSite, Some("2026-11-23T10:00:00Z"));
        assert_eq!((there.state, there.minutes_left), (ClockState::Met, None));
    }

    #[test]
    fn a_cancelled_job_has_no_clock() {
        assert_eq!(clock_at("2026-11-24T09:30:00Z", JobStatus::Cancelled, None).state, ClockState::None);
    }
}
