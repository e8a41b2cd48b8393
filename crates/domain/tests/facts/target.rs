//! R12: response targets and how they stand.

use feltbok_domain::{
    calendar::WorkingCalendar,
    job_life::Priority,
    target::{Pause, PauseReason, Target, TargetSet, TargetState},
};

use crate::at;

fn pause(from: &str, until: Option<&str>) -> Pause {
    Pause { reason: PauseReason::AirRaidAlarm, from: at(from), until: until.map(at), note: String::new() }
}

fn check(pauses: &[Pause], now: &str, reached: Option<&str>, expected: TargetState) {
    let calendar = WorkingCalendar::office("Etc/UTC");
    let target = Target { calendar: &calendar, start: at("2026-06-01T08:00:00Z"), minutes: 480, pauses };
    assert_eq!(target.state(at(now), reached.map(at)), Ok(expected), "at {now}");
}

#[test]
fn the_shipped_targets_are_those_of_r12() {
    let targets = TargetSet::default();
    assert_eq!(targets.remote_answer_minutes, 120);
    let on_site = [Priority::Critical, Priority::Normal, Priority::Low].map(|priority| targets.on_site(priority));
    assert_eq!(on_site, [480, 960, 2_400]);
    assert_eq!(targets.parts_working_days, 5);
}

#[test]
fn a_running_target_shows_the_working_time_left() {
    let due_at = at("2026-06-01T16:00:00Z");
    check(&[], "2026-06-01T15:00:00Z", None, TargetState::Running { due_at, left_minutes: 60 });
    check(&[], "2026-06-01T15:59:59Z", None, TargetState::Running { due_at, left_minutes: 1 });
    check(&[], "2026-06-01T16:00:00Z", None, TargetState::Running { due_at, left_minutes: 0 });
    check(&[], "2026-05-31T00:00:00Z", None, TargetState::Running { due_at, left_minutes: 480 });
}

#[test]
fn an_overdue_target_counts_working_time_only() {
    let due_at = at("2026-06-01T16:00:00Z");
    check(&[], "2026-06-02T03:00:00Z", None, TargetState::Overdue { due_at, overdue_minutes: 0 });
    check(&[], "2026-06-02T09:30:00Z", None, TargetState::Overdue { due_at, overdue_minutes: 90 });
}

#[test]
fn a_pause_that_lasts_holds_the_time_left() {
    let lasting = [pause("2026-06-01T10:00:00Z", None)];
    let paused = |due_at: &str| TargetState::Paused {
        due_at: at(due_at),
        left_minutes: 360,
        reason: PauseReason::AirRaidAlarm,
        since: at("2026-06-01T10:00:00Z"),
    };
    check(&lasting, "2026-06-01T12:00:00Z", None, paused("2026-06-02T10:00:00Z"));
    check(&lasting, "2026-06-02T12:00:00Z", None, paused("2026-06-03T10:00:00Z"));
    let over = [pause("2026-06-01T10:00:00Z", Some("2026-06-01T12:00:00Z"))];
    let due_at = at("2026-06-02T10:00:00Z");
    check(&over, "2026-06-01T12:00:00Z", None, TargetState::Running { due_at, left_minutes: 360 });
}

#[test]
fn a_target_missed_before_the_pause_stays_missed() {
    let late = [pause("2026-06-02T09:00:00Z", None)];
    let due_at = at("2026-06-01T16:00:00Z");
    check(&late, "2026-06-02T15:00:00Z", None, TargetState::Overdue { due_at, overdue_minutes: 60 });
}

#[test]
fn a_reached_target_was_met_or_missed() {
    let due_at = at("2026-06-01T16:00:00Z");
    let (in_time, late) = ("2026-06-01T16:00:00Z", "2026-06-02T08:20:00Z");
    let now = "2026-06-10T08:00:00Z";
    check(&[], now, Some(in_time), TargetState::Met { due_at, at: at(in_time) });
    check(&[], now, Some(late), TargetState::Missed { due_at, at: at(late), overdue_minutes: 20 });
}
