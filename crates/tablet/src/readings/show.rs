//! The machine's meters with their history and what is to be expected today.

use feltbok_domain::{
    ids::Id,
    model::{MeterKind, Passport, Reading},
    reading::{self, KnownReading},
};
use jiff::Timestamp;

use crate::{
    error::Result,
    job::Dossier,
    tablet::{Open, Tablet},
    views::{ExpectedRange, MeterPoint, MeterView, ReadingView},
};

impl Tablet {
    /// The meters of the visit's machine.
    pub fn readings(&self, job_id: Id) -> Result<Vec<MeterView>> {
        self.open()?.readings_view(job_id, self.now())
    }
}

impl Open {
    pub(super) fn readings_view(&self, job_id: Id, now: Timestamp) -> Result<Vec<MeterView>> {
        let dossier = self.dossier(job_id)?;
        let meters = dossier.equipment.as_ref().map(|machine| machine.meters.clone()).unwrap_or_default();
        Ok(meters.into_iter().map(|meter| meter_view(&dossier, meter, now)).collect())
    }
}

/// What is known of a meter before this visit.
pub(super) fn known(passport: Option<&Passport>, meter: MeterKind) -> Vec<KnownReading> {
    let readings = passport.into_iter().flat_map(|passport| &passport.readings);
    let of_meter = readings.filter(|reading| reading.meter == meter).map(|reading| KnownReading {
        value: reading.value,
        at: reading.at,
        is_reset: reading.reset_reason.is_some(),
    });
    of_meter.collect()
}

fn meter_view(dossier: &Dossier, meter: MeterKind, now: Timestamp) -> MeterView {
    let taken = dossier.visit().into_iter().flat_map(|visit| &visit.readings).find(|reading| reading.meter == meter);
    // The passport may show this very visit's reading already.
    let mut history = known(dossier.passport.as_ref(), meter);
    history.retain(|known| taken.is_none_or(|taken| known.at < taken.at));
    let last = reading::latest(&history).copied();
    let expected = reading::expected(&history, now);
    let last_source = last.and_then(|last| {
        let readings = dossier.passport.as_ref()?.readings.iter();
        readings.into_iter().find(|known| known.meter == meter && known.at == last.at)
    });
    MeterView {
        meter,
        last: last_source.map(|known| MeterPoint {
            at: known.at,
            value: known.value,
            source: known.source.clone(),
            reset_reason: known.reset_reason.clone(),
        }),
        expected: expected.map(|range| ExpectedRange { low: range.low, high: range.high }),
        reading: taken.map(|taken| reading_view(taken, last, expected)),
    }
}

fn reading_view(taken: &Reading, last: Option<KnownReading>, expected: Option<reading::ExpectedRange>) -> ReadingView {
    let is_reset = taken.reset_reason.is_some();
    ReadingView {
        id: taken.id,
        value: taken.value,
        at: taken.at,
        reset_reason: taken.reset_reason.clone(),
        since_last: last.and_then(|last| taken.value.checked_sub(last.value)).filter(|_| !is_reset),
        unusual: !is_reset && expected.is_some_and(|range| !range.contains(taken.value)),
    }
}
