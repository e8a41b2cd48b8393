//! R11: working calendars, clock changes and the ends of intervals.

use std::array;

use feltbok_domain::calendar::{CalendarError, LocalInterval, LocalTime, Span, WorkingCalendar};
use jiff::SignedDuration;

use crate::{at, on};

fn interval(from: &str, to: &str) -> LocalInterval {
    LocalInterval(from.parse().expect("a time"), to.parse().expect("a time"))
}

/// The same hours on all seven days.
fn daily(zone: &str, hours: &[(&str, &str)]) -> WorkingCalendar {
    let day: Vec<LocalInterval> = hours.iter().map(|(from, to)| interval(from, to)).collect();
    WorkingCalendar::new(zone, array::from_fn(|_| day.clone()))
}

fn span(from: &str, until: &str) -> Span {
    Span { from: at(from), until: at(until) }
}

fn check_due(calendar: &WorkingCalendar, start: &str, minutes: u32, pauses: &[Span], due: &str) {
    assert_eq!(calendar.due(at(start), minutes, pauses), Ok(at(due)), "{minutes} min from {start}");
}

#[test]
fn the_shipped_calendars_have_their_hours() {
    let minutes_in_a_week = |calendar: &WorkingCalendar| {
        calendar.worked_minutes(at("2026-06-01T00:00:00Z"), at("2026-06-08T00:00:00Z"), &[]).expect("countable")
    };
    assert_eq!(minutes_in_a_week(&WorkingCalendar::office("Etc/UTC")), 5 * 8 * 60);
    assert_eq!(minutes_in_a_week(&WorkingCalendar::late_office("Etc/UTC")), 5 * 9 * 60);
    assert_eq!(minutes_in_a_week(&WorkingCalendar::saturday_to_wednesday("Etc/UTC")), 5 * 9 * 60);
    assert_eq!(minutes_in_a_week(&WorkingCalendar::every_day("Etc/UTC")), 7 * 12 * 60);
    let persian = WorkingCalendar::saturday_to_wednesday("Asia/Tehran");
    assert!(persian.is_working_day(on("2026-06-06")) && persian.is_working_day(on("2026-06-03")));
    assert!(!persian.is_working_day(on("2026-06-04")) && !persian.is_working_day(on("2026-06-05")));
    check_due(&WorkingCalendar::late_office("Etc/UTC"), "2026-06-01T00:00:00Z", 1, &[], "2026-06-01T09:01:00Z");
}

#[test]
fn a_target_reached_at_closing_time_is_due_at_closing_time() {
    let office = WorkingCalendar::office("Etc/UTC");
    check_due(&office, "2026-06-05T15:00:00Z", 60, &[], "2026-06-05T16:00:00Z");
    check_due(&office, "2026-06-05T15:00:00Z", 61, &[], "2026-06-08T08:01:00Z");
    check_due(&office, "2026-06-05T16:00:00Z", 1, &[], "2026-06-08T08:01:00Z");
    check_due(&office, "2026-06-05T15:00:30Z", 60, &[], "2026-06-08T08:00:30Z");
}

#[test]
fn holidays_have_no_working_time() {
    let mut office = WorkingCalendar::office("Europe/Oslo");
    office.holidays.extend([on("2026-05-14"), on("2026-05-16")]);
    check_due(&office, "2026-05-13T13:00:00Z", 120, &[], "2026-05-15T07:00:00Z");
    assert_eq!(office.working_day_after(on("2026-05-13"), 1), Ok(on("2026-05-15")));
    // A local date: 22:30 UTC on the 13th is the holiday's 00:30 in Oslo.
    check_due(&office, "2026-05-13T22:30:00Z", 1, &[], "2026-05-15T06:01:00Z");
}

#[test]
fn a_day_of_a_clock_change_is_23_or_25_hours() {
    let always = daily("Europe/Oslo", &[("00:00", "24:00")]);
    let hours = |from: &str, until: &str| always.worked(at(from), at(until), &[]).expect("countable").as_hours();
    assert_eq!(hours("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 23);
    assert_eq!(hours("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 25);
    check_due(&always, "2026-03-28T23:00:00Z", 23 * 60, &[], "2026-03-29T22:00:00Z");
    let night = daily("Europe/Oslo", &[("00:00", "06:00")]);
    check_due(&night, "2026-03-28T23:00:00Z", 5 * 60, &[], "2026-03-29T04:00:00Z");
    check_due(&night, "2026-10-24T22:00:00Z", 7 * 60, &[], "2026-10-25T05:00:00Z");
}

#[test]
fn hours_inside_a_skipped_hour_are_later_and_never_counted_twice() {
    // On 2026-03-29 clocks in Oslo jump from 02:00 to 03:00 (01:00 UTC).
    let in_gap = daily("Europe/Oslo", &[("02:15", "02:45")]);
    check_due(&in_gap, "2026-03-29T00:00:00Z", 30, &[], "2026-03-29T01:45:00Z");
    let across = daily("Europe/Oslo", &[("01:30", "02:30"), ("02:30", "03:30"), ("03:00", "04:00")]);
    let worked = across.worked(at("2026-03-29T00:00:00Z"), at("2026-03-29T06:00:00Z"), &[]);
    assert_eq!(worked, Ok(SignedDuration::from_mins(90)));
}

#[test]
fn a_repeated_hour_begins_and_ends_at_its_first_showing() {
    // On 2026-10-25 clocks in Oslo go back from 03:00 to 02:00 (01:00 UTC).
    let in_fold = daily("Europe/Oslo", &[("02:15", "02:45")]);
    check_due(&in_fold, "2026-10-24T23:00:00Z", 30, &[], "2026-10-25T00:45:00Z");
    let halves = daily("Europe/Oslo", &[("00:00", "02:30"), ("02:30", "24:00")]);
    let worked = halves.worked(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z"), &[]);
    assert_eq!(worked, Ok(SignedDuration::from_hours(25)));
}

#[test]
fn midnight_may_be_skipped_too() {
    // In Cairo clocks jump at midnight: 2026-04-24 begins at 01:00 (2026-04-23T22:00Z).
    let always = daily("Africa/Cairo", &[("00:00", "24:00")]);
    let worked = always.worked(at("2026-04-22T22:00:00Z"), at("2026-04-24T21:00:00Z"), &[]);
    assert_eq!(worked, Ok(SignedDuration::from_hours(47)));
}

#[test]
fn the_hours_of_a_skipped_day_are_a_day_later() {
    // Samoa crossed the date line: Friday 2011-12-30 never was, its 08:00 is Saturday's.
    let mut fridays = daily("Pacific/Apia", &[]);
    fridays.weekly_hours[4].push(interval("08:00", "16:00"));
    check_due(&fridays, "2011-12-30T11:00:00Z", 60, &[], "2011-12-30T19:00:00Z");
    check_due(&fridays, "2011-12-29T11:00:00Z", 60, &[], "2011-12-30T19:00:00Z");
}

#[test]
fn an_interval_may_end_at_the_next_midnight() {
    let evening = daily("Asia/Shanghai", &[("22:00", "24:00")]);
    check_due(&evening, "2026-06-01T14:00:00Z", 120, &[], "2026-06-01T16:00:00Z");
    check_due(&evening, "2026-06-01T14:00:00Z", 121, &[], "2026-06-02T14:01:00Z");
    let night_shift = daily("Asia/Shanghai", &[("22:00", "24:00"), ("00:00", "06:00")]);
    check_due(&night_shift, "2026-06-01T15:00:00Z", 120, &[], "2026-06-01T17:00:00Z");
}

#[test]
fn overlapping_and_unordered_hours_count_once() {
    let messy = daily("Etc/UTC", &[("13:00", "15:00"), ("08:00", "12:00"), ("09:00", "10:00"), ("11:00", "14:00")]);
    check_due(&messy, "2026-06-01T00:00:00Z", 7 * 60, &[], "2026-06-01T15:00:00Z");
    let backwards = daily("Etc/UTC", &[("16:00", "08:00"), ("10:00", "10:00"), ("11:00", "12:00")]);
    check_due(&backwards, "2026-06-01T00:00:00Z", 60, &[], "2026-06-01T12:00:00Z");
}

#[test]
fn the_clock_stands_still_in_pauses_however_they_lie() {
    let office = WorkingCalendar::office("Etc/UTC");
    let (morning, noon) = ("2026-06-01T08:00:00Z", "2026-06-01T12:00:00Z");
    check_due(&office, morning, 60, &[span("2026-06-01T08:30:00Z", noon)], "2026-06-01T12:30:00Z");
    let overlapping = [
        span("2026-06-01T09:00:00Z", "2026-06-01T11:00:00Z"),
        span("2026-06-01T08:30:00Z", "2026-06-01T10:00:00Z"),
        span("2026-06-01T09:10:00Z", "2026-06-01T09:20:00Z"),
        span("2026-06-01T11:00:00Z", noon),
    ];
    check_due(&office, morning, 60, &overlapping, "2026-06-01T12:30:00Z");
    let from_before_to_tomorrow = [span("2026-05-01T00:00:00Z", "2026-06-02T09:00:00Z")];
    check_due(&office, morning, 60, &from_before_to_tomorrow, "2026-06-02T10:00:00Z");
    let outside = [span("2026-06-01T16:00:00Z", "2026-06-02T08:00:00Z"), span(noon, morning), span(noon, noon)];
    check_due(&office, morning, 9 * 60, &outside, "2026-06-02T09:00:00Z");
    // Half open: a pause that begins when the target is reached does not move it.
    check_due(&office, morning, 60, &[span("2026-06-01T09:00:00Z", noon)], "2026-06-01T09:00:00Z");
}

#[test]
fn nothing_promised_is_due_at_once() {
    check_due(&WorkingCalendar::office("Etc/UTC"), "2026-06-06T03:00:00Z", 0, &[], "2026-06-06T03:00:00Z");
}

#[test]
fn a_calendar_that_can_never_be_met_is_an_error() {
    let start = at("2026-06-01T08:00:00Z");
    let empty = daily("Etc/UTC", &[("16:00", "08:00")]);
    assert_eq!(empty.due(start, 1, &[]), Err(CalendarError::NoHours));
    assert_eq!(empty.worked_minutes(start, at("2026-07-01T00:00:00Z"), &[]), Ok(0));
    let office = WorkingCalendar::office("Etc/UTC");
    let for_ever = [span("2026-06-01T00:00:00Z", "9999-01-01T00:00:00Z")];
    assert_eq!(office.due(start, 1, &for_ever), Err(CalendarError::TooFarAhead { years: 50 }));
    assert_eq!(office.due(start, u32::MAX, &[]), Err(CalendarError::TooFarAhead { years: 50 }));
    assert_eq!(office.due(at("9999-12-30T00:00:00Z"), 60 * 24, &[]), Err(CalendarError::TooFarAhead { years: 50 }));
    let nowhere = WorkingCalendar::office("Europe/Atlantis");
    assert_eq!(nowhere.due(start, 1, &[]), Err(CalendarError::UnknownTimeZone { name: "Europe/Atlantis".into() }));
}

#[test]
fn a_target_years_ahead_is_counted_day_by_day() {
    let office = WorkingCalendar::office("Etc/UTC");
    // Ten years of 52 weeks of 40 hours.
    check_due(&office, "2026-06-01T08:00:00Z", 10 * 52 * 40 * 60, &[], "2036-05-16T16:00:00Z");
}

#[test]
fn working_days_end_with_their_last_hour() {
    let mut office = WorkingCalendar::office("Europe/Oslo");
    office.holidays.insert(on("2026-06-03"));
    let start = at("2026-06-01T09:00:00Z");
    assert_eq!(office.due_in_days(start, 5), Ok(at("2026-06-09T14:00:00Z")));
    assert_eq!(office.due_in_days(start, 0), Ok(at("2026-06-01T14:00:00Z")));
    assert_eq!(office.working_day_after(on("2026-06-05"), 1), Ok(on("2026-06-08")));
    assert_eq!(daily("Etc/UTC", &[]).working_day_after(on("2026-06-05"), 1), Err(CalendarError::NoHours));
}

#[test]
fn times_of_day_are_hours_and_minutes_up_to_24() {
    for text in ["00:00", "08:30", "23:59", "24:00"] {
        assert_eq!(text.parse().map(|time: LocalTime| time.to_string()), Ok(text.into()));
    }
    for text in ["", "8", "24:01", "12:60", "-1:00", "+8:00", "08:00:00", "08.00", "008:00"] {
        assert!(text.parse::<LocalTime>().is_err(), "{text:?}");
    }
}
