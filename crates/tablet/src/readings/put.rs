//! Taking a reading.

use feltbok_domain::{
    ids::Id,
    model::{Equipment, MeterKind, Passport, Reading, VisitEdit},
    reading::{ReadingError, check, latest},
};

use super::show::known;
use crate::{
    error::Result,
    tablet::Tablet,
    views::{ErrorCode, MeterView, TabletError},
};

impl Tablet {
    /// Takes a meter's value, or corrects the one of this visit. A lower one than before needs the reason of the reset.
    ///
    /// Errors: `unknown_meter`, `reading_lower`, `reason_missing`, `wrong_state`, `sealed`, `handed_over`.
    pub fn put_reading(
        &self,
        job_id: Id,
        meter: MeterKind,
        value: u32,
        reset_reason: Option<String>,
    ) -> Result<Vec<MeterView>> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            let equipment_id = visit.equipment_id.or(crate::steps::need_job(work, job_id)?.equipment_id);
            let machine = equipment_id.map(|id| work.get::<Equipment>(id)).transpose()?.flatten();
            if !machine.is_some_and(|machine| machine.meters.contains(&meter)) {
                return Err(TabletError::new(ErrorCode::UnknownMeter));
            }
            let passport = equipment_id.map(|id| work.get::<Passport>(id)).transpose()?.flatten();
            let before = visit.readings.iter().find(|reading| reading.meter == meter);
            let mut history = known(passport.as_ref(), meter);
            history.retain(|known| before.is_none_or(|before| known.at < before.at));
            check(value, latest(&history), reset_reason.as_deref()).map_err(|error| refusal(error, meter, value))?;
            let id = before.map_or_else(|| work.next_id(), |before| before.id);
            let reading = Reading { id, meter, value, at: work.now(), reset_reason };
            work.visit(visit.id, VisitEdit::PutReading(reading))?;
            Ok(())
        })?;
        open.readings_view(job_id, self.now())
    }
}

fn refusal(error: ReadingError, meter: MeterKind, value: u32) -> TabletError {
    match error {
        ReadingError::LowerThanLast { last } => {
            let word = serde_json::to_value(meter).ok().and_then(|word| word.as_str().map(str::to_owned));
            let details =
                [("meter", word.unwrap_or_default()), ("last", last.to_string()), ("value", value.to_string())];
            TabletError::with(ErrorCode::ReadingLower, details)
        }
        ReadingError::NoResetReason => TabletError::new(ErrorCode::ReasonMissing),
    }
}
