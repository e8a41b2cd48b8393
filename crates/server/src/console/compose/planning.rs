//! A technician's day and the first room in it.

use feltbok_domain::{calendar::WorkingCalendar, ids::Id, model::Technician};
use feltbok_server_store::api::{JobSummary, TabletSummary};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use crate::console::views::{
    job_row::Slot,
    planning::{Candidate, DayJob, Span},
};

/// Visits start on quarters of an hour.
pub const STEP: SignedDuration = SignedDuration::from_mins(15);
/// The length proposed where nothing is known better.
pub const MINUTES_PROPOSED: u32 = 60;

/// A day of the site, cut in its zone.
#[derive(Debug, Clone)]
pub struct Day {
    pub date: Date,
    pub start: Timestamp,
    pub end: Timestamp,
    /// Working hours of the agreement's calendar, oldest first.
    pub working: Vec<Span>,
}

/// The day `date` in `zone`, with the hours that `calendar` works in it.
pub fn day(date: Date, zone: &TimeZone, calendar: Option<&WorkingCalendar>) -> Option<Day> {
    let start = zone.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
    let end = zone.to_timestamp(date.tomorrow().ok()?.at(0, 0, 0, 0)).ok()?;
    Some(Day { date, start, end, working: calendar.map_or_else(Vec::new, |known| working(known, start, end)) })
}

/// Working time between two instants, found by asking the calendar a quarter of an hour at a time.
fn working(calendar: &WorkingCalendar, start: Timestamp, end: Timestamp) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut from = start;
    while from < end {
        let until = (from + STEP).min(end);
        if calendar.worked(from, until, &[]).is_ok_and(|worked| worked == until.duration_since(from)) {
            match spans.last_mut() {
                Some(last) if last.until == from => last.until = until,
                _ => spans.push(Span { from, until }),
            }
        }
        from = until;
    }
    spans
}

/// The first start on a quarter of an hour, not before `not_before`, with `minutes` of room within working time.
pub fn free_from(day: &Day, taken: &[Slot], minutes: u32, not_before: Timestamp) -> Option<Timestamp> {
    let length = SignedDuration::from_mins(i64::from(minutes));
    day.working.iter().find_map(|span| {
        let mut start = round_up(span.from.max(not_before));
        while start + length <= span.until {
            let clash = taken.iter().find(|slot| slot.start < start + length && end_of(slot) > start);
            match clash {
                None => return Some(start),
                Some(slot) => start = round_up(end_of(slot)),
            }
        }
        None
    })
}

fn end_of(slot: &Slot) -> Timestamp {
    slot.start + SignedDuration::from_mins(i64::from(slot.minutes))
}

fn round_up(at: Timestamp) -> Timestamp {
    let step = STEP.as_secs();
    let seconds = at.as_second() + i64::from(at.subsec_nanosecond() > 0);
    Timestamp::from_second(seconds.div_euclid(step) * step + if seconds.rem_euclid(step) == 0 { 0 } else { step })
        .unwrap_or(at)
}

/// The visit that is being planned.
pub struct Wanted {
    pub job_id: Id,
    pub site: String,
    pub customer_id: Id,
    pub minutes: u32,
    pub now: Timestamp,
}

/// One technician with that day's visits.
pub fn candidate(
    technician: Technician,
    jobs: Vec<JobSummary>,
    tablets: &[TabletSummary],
    day: &Day,
    wanted: &Wanted,
) -> Candidate {
    let theirs = tablets.iter().filter(|tablet| tablet.technician_id == technician.id && tablet.revoked_at.is_none());
    let last_seen = theirs.clone().map(|tablet| tablet.last_seen_at).max();
    let same_site = jobs
        .iter()
        .any(|job| job.id != wanted.job_id && job.customer_id == wanted.customer_id && job.site == wanted.site);
    let visits: Vec<DayJob> = jobs.into_iter().filter_map(day_job).collect();
    let taken: Vec<Slot> = visits.iter().filter(|job| job.id != wanted.job_id).map(|job| job.slot).collect();
    Candidate {
        id: technician.id,
        name: technician.name,
        last_seen,
        has_tablet: theirs.count() > 0,
        free_from: free_from(day, &taken, wanted.minutes, wanted.now),
        day: visits,
        same_site,
    }
}

fn day_job(job: JobSummary) -> Option<DayJob> {
    let slot = job.slot?;
    Some(DayJob {
        id: job.id,
        number: job.number,
        customer: job.customer,
        city: job.city,
        status: job.status,
        slot: Slot { start: slot.start, minutes: slot.minutes },
    })
}

/// Best first: at the site anyway, then free earliest, then with fewer visits, then by name.
pub fn best_first(candidates: &mut [Candidate], current: Option<Id>) {
    candidates.sort_by(|a, b| {
        let rank = |one: &Candidate| {
            (
                Some(one.id) != current,
                one.free_from.is_none(),
                !one.has_tablet,
                !one.same_site,
                one.free_from,
                one.day.len(),
            )
        };
        rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn slot(start: &str, minutes: u32) -> Slot {
        Slot { start: at(start), minutes }
    }

    fn monday() -> Day {
        let oslo = TimeZone::get("Europe/Oslo").unwrap();
        day(Date::constant(2026, 11, 23), &oslo, Some(&WorkingCalendar::office("Europe/Oslo"))).unwrap()
    }

    #[test]
    fn a_day_has_the_working_hours_of_its_calendar() {
        let expected = Span { from: at("2026-11-23T07:00:00Z"), until: at("2026-11-23T15:00:00Z") };
        assert_eq!(monday().working, [expected]);
    }

    #[test]
    fn a_day_off_has_no_room() {
        let oslo = TimeZone::get("Europe/Oslo").unwrap();
        let sunday = day(Date::constant(2026, 11, 22), &oslo, Some(&WorkingCalendar::office("Europe/Oslo"))).unwrap();
        assert_eq!(sunday.working, []);
        assert_eq!(free_from(&sunday, &[], 60, sunday.start), None);
    }

    #[test]
    fn the_first_room_lies_on_a_quarter_behind_now_and_between_visits() {
        let taken = [slot("2026-11-23T08:15:00Z", 60), slot("2026-11-23T09:45:00Z", 60)];
        let free = |minutes| free_from(&monday(), &taken, minutes, at("2026-11-23T07:50:01Z"));
        assert_eq!(free(15), Some(at("2026-11-23T08:00:00Z")));
        assert_eq!(free(30), Some(at("2026-11-23T09:15:00Z")));
        assert_eq!(free(60), Some(at("2026-11-23T10:45:00Z")));
    }

    #[test]
    fn a_visit_that_would_outlast_the_day_finds_no_room() {
        assert_eq!(free_from(&monday(), &[], 60, at("2026-11-23T14:15:00Z")), None);
    }

    #[test]
    fn the_technician_who_has_the_job_stands_first_then_who_is_at_the_site_anyway() {
        let one = |name: &str, same_site, hour: i8| Candidate {
            id: Id::new_v5(&Id::nil(), name.as_bytes()),
            name: name.to_owned(),
            last_seen: None,
            has_tablet: true,
            day: Vec::new(),
            free_from: Some(at(&format!("2026-11-23T{hour:02}:00:00Z"))),
            same_site,
        };
        let mut all = vec![one("early", false, 7), one("there", true, 9), one("holder", false, 12)];
        let holder = all[2].id;
        best_first(&mut all, Some(holder));
        let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["holder", "there", "early"]);
    }
}
