//! `GET /api/console/jobs/{id}/candidates`: the technicians with one day of theirs, best first.

use axum::{Json, extract::State};
use feltbok_domain::ids::Id;
use jiff::{civil::Date, tz::TimeZone};

use crate::{
    AppState,
    console::{
        compose::{
            clock::calendar_of,
            planning::{MINUTES_PROPOSED, Wanted, best_first, candidate, day},
        },
        views::{
            Problem,
            planning::{Candidate, Candidates, DayQuery},
        },
    },
    error::{ApiError, ApiResult},
    identity::User,
    input::{Path, Query},
};

/// How many days ahead the first room is looked for when no day is asked.
const DAYS_AHEAD_MAX: usize = 10;

/// Who could do the job on a day.
#[utoipa::path(
    get,
    path = "/api/console/jobs/{id}/candidates",
    tag = "jobs",
    params(("id" = uuid::Uuid, Path), DayQuery),
    responses((status = OK, body = Candidates), (status = NOT_FOUND, body = Problem))
)]
pub async fn candidates(
    State(app): State<AppState>,
    user: User,
    Path(id): Path<Id>,
    Query(query): Query<DayQuery>,
) -> ApiResult<Json<Candidates>> {
    let now = app.now();
    let known = app.store.job(&user, id).await?;
    let calendars = app.store.calendars(&user).await?;
    let calendar = calendar_of(&calendars, known.job.targets.calendar_id).map(|calendar| &calendar.hours);
    let tablets = app.store.tablets(&user).await?;
    let zone = TimeZone::get(&known.site.time_zone).unwrap_or(TimeZone::UTC);
    let wanted = Wanted {
        job_id: id,
        site: known.site.name,
        customer_id: known.job.customer_id,
        minutes: known.job.slot.map_or(MINUTES_PROPOSED, |slot| slot.minutes),
        now,
    };
    let planned = known.job.slot.filter(|slot| slot.start > now).map(|slot| slot.start);
    let first = query.date.unwrap_or_else(|| planned.unwrap_or(now).to_zoned(zone.clone()).date());
    let dates: Vec<Date> = match query.date {
        Some(date) => vec![date],
        None => first.series(jiff::Span::new().days(1)).take(DAYS_AHEAD_MAX).collect(),
    };
    let mut shown = None;
    for date in dates {
        let day = day(date, &zone, calendar).ok_or_else(|| ApiError::malformed("There is no such day."))?;
        let lanes = app.store.board(&user, day.start, day.end).await?;
        let mut technicians: Vec<Candidate> =
            lanes.into_iter().map(|lane| candidate(lane.technician, lane.jobs, &tablets, &day, &wanted)).collect();
        best_first(&mut technicians, known.job.technician_id);
        let has_room = technicians.iter().any(|technician| technician.free_from.is_some());
        if has_room || shown.is_none() {
            shown = Some((day, technicians));
        }
        if has_room {
            break;
        }
    }
    let (day, technicians) = shown.ok_or_else(|| ApiError::malformed("There is no such day."))?;
    Ok(Json(Candidates {
        date: day.date,
        time_zone: known.site.time_zone,
        day_start: day.start,
        day_end: day.end,
        working: day.working,
        due_at: known.job.targets.on_site_due,
        minutes: wanted.minutes,
        technicians,
    }))
}
