//! R11, R12: counting agrees with walking minute by minute, and time is never given back.

use feltbok_domain::calendar::{LocalInterval, Span, WorkingCalendar};
use jiff::{SignedDuration, Timestamp, civil::date, tz::TimeZone};
use proptest::prelude::*;

/// Hours that no clock change skips or repeats the ends of.
fn any_calendar() -> impl Strategy<Value = WorkingCalendar> {
    let zone =
        prop::sample::select(&["Europe/Oslo", "Europe/Kyiv", "Asia/Tehran", "Asia/Shanghai", "America/New_York"][..]);
    let hour = prop_oneof![Just(0_u8), 5_u8..=24];
    let interval = (hour.clone(), hour).prop_map(|(from, to)| LocalInterval::hours(from, to));
    let day = prop::collection::vec(interval, 0..3);
    let holidays = prop::collection::btree_set(
        (0_i64..60).prop_map(|day| first_day().saturating_add(jiff::Span::new().days(day))),
        0..6,
    );
    (zone, prop::array::uniform7(day), holidays).prop_map(|(zone, weekly_hours, holidays)| {
        let mut calendar = WorkingCalendar::new(zone, weekly_hours);
        calendar.holidays = holidays;
        // A week without any hours is a case of its own.
        calendar.weekly_hours[2].push(LocalInterval::hours(9, 13));
        calendar
    })
}

/// Around a change of clocks, in spring or in autumn.
fn any_start() -> impl Strategy<Value = Timestamp> {
    let season = prop_oneof![Just(date(2026, 3, 5)), Just(date(2026, 10, 20))];
    (season, 0_i64..20 * 24 * 60).prop_map(|(day, minutes)| minutes_after(midnight(day), minutes))
}

fn first_day() -> jiff::civil::Date {
    date(2026, 3, 1)
}

fn midnight(day: jiff::civil::Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).expect("in range").timestamp()
}

fn minutes_after(start: Timestamp, minutes: i64) -> Timestamp {
    start + SignedDuration::from_mins(minutes)
}

fn any_pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((-600_i64..6_000, -10_i64..3_000), 0..4)
}

fn spans(start: Timestamp, pauses: &[(i64, i64)]) -> Vec<Span> {
    let span = |(from, length): &(i64, i64)| Span {
        from: minutes_after(start, *from),
        until: minutes_after(start, from + length),
    };
    pauses.iter().map(span).collect()
}

/// The same by looking at the wall clock every minute.
fn due_by_walking(calendar: &WorkingCalendar, start: Timestamp, minutes: u32, pauses: &[Span]) -> Timestamp {
    let zone = TimeZone::get(&calendar.time_zone).expect("a zone");
    let (mut now, mut left) = (start, minutes);
    while left > 0 {
        let local = now.to_zoned(zone.clone());
        let minute = format!("{:02}:{:02}", local.hour(), local.minute());
        let is_open = calendar.hours_of(local.date()).iter().any(|interval| {
            let (from, to) = (interval.0.to_string(), interval.1.to_string());
            from <= minute && minute < to
        });
        let is_paused = pauses.iter().any(|pause| pause.from <= now && now < pause.until);
        left -= u32::from(is_open && !is_paused);
        now = minutes_after(now, 1);
    }
    now
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn counting_agrees_with_walking(
        calendar in any_calendar(), start in any_start(), minutes in 0_u32..1_500, pauses in any_pauses(),
    ) {
        let pauses = spans(start, &pauses);
        let due = calendar.due(start, minutes, &pauses).expect("countable");
        prop_assert_eq!(due, due_by_walking(&calendar, start, minutes, &pauses));
        prop_assert_eq!(calendar.worked_minutes(start, due, &pauses), Ok(i64::from(minutes)));
    }

    #[test]
    fn more_to_do_or_more_pauses_are_never_due_earlier(
        calendar in any_calendar(), start in any_start(), minutes in 0_u32..3_000, more in 0_u32..3_000,
        pauses in any_pauses(), further in any_pauses(),
    ) {
        let (few, mut many) = (spans(start, &pauses), spans(start, &pauses));
        many.extend(spans(start, &further));
        let due = |minutes, pauses: &[Span]| calendar.due(start, minutes, pauses).expect("countable");
        prop_assert!(start <= due(minutes, &few));
        prop_assert!(due(minutes, &few) <= due(minutes + more, &few));
        prop_assert!(due(minutes, &few) <= due(minutes, &many));
    }

    #[test]
    fn worked_time_adds_up(
        calendar in any_calendar(), start in any_start(), first in 0_i64..5_000, second in 0_i64..5_000, pauses in any_pauses(),
    ) {
        let pauses = spans(start, &pauses);
        let (middle, end) = (minutes_after(start, first), minutes_after(start, first + second));
        let worked = |from, until| calendar.worked(from, until, &pauses).expect("countable");
        prop_assert_eq!(worked(start, middle) + worked(middle, end), worked(start, end));
        prop_assert!(worked(start, end) <= SignedDuration::from_mins(first + second));
        prop_assert_eq!(worked(end, start), SignedDuration::ZERO);
    }
}
