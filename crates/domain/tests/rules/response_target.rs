//! R11 and R12: a calendar, a start, working minutes and pauses to the instant at which the target is due.

use feltbok_domain::calendar::{Span, WorkingCalendar};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Answers;

#[derive(Deserialize)]
struct Case {
    calendar: WorkingCalendar,
    start: Timestamp,
    target_minutes: u32,
    #[serde(default)]
    pauses: Vec<(Timestamp, Timestamp)>,
    due: Timestamp,
}

pub fn answers(case: &Value) -> Answers {
    let case = Case::deserialize(case).map_err(|error| error.to_string())?;
    let pauses: Vec<Span> = case.pauses.iter().map(|(from, until)| Span { from: *from, until: *until }).collect();
    let due = case.calendar.due(case.start, case.target_minutes, &pauses).map_err(|error| error.to_string())?;
    Ok((json!(case.due), json!(due)))
}
