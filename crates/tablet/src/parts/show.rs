//! The parts of the visit: fitted with who pays, ordered, and those that are used most.

use feltbok_domain::{
    entitlement::Verdict,
    ids::Id,
    model::{FittedPart, Part, Passport},
};
use feltbok_tablet_store::Reader;
use jiff::Timestamp;

use super::{choice, choice::balance, van_id};
use crate::{
    error::Result,
    job::Dossier,
    money::{Stage, code, part_verdict, rule_code, usual_attribution, verdict},
    tablet::{Open, Tablet},
    views::{FittedView, PartChoice, PartsView, ReplacedPart},
};

/// Favourites and last used ones that are shown at most.
const FAVOURITES_MAX: usize = 12;

impl Tablet {
    /// The parts of the visit.
    pub fn parts(&self, job_id: Id) -> Result<PartsView> {
        self.open()?.parts_view(job_id, self.now())
    }
}

impl Open {
    pub(super) fn parts_view(&self, job_id: Id, now: Timestamp) -> Result<PartsView> {
        let dossier = self.dossier(job_id)?;
        let attribution = dossier.visit().and_then(|visit| visit.diagnosis.attribution);
        let attribution = attribution.unwrap_or_else(|| usual_attribution(dossier.job.work_type));
        let decided = verdict(&dossier, attribution, Stage::Done, now);
        self.store.try_read(|reader| {
            let van = van_id(reader, self.technician_id())?;
            let mut fitted = Vec::new();
            for (index, part) in dossier.visit().into_iter().flat_map(|visit| &visit.parts).enumerate() {
                fitted.push(fitted_view(reader, &dossier, part, index, decided.as_ref(), now)?);
            }
            Ok(PartsView {
                fitted,
                ordered: ordered(reader, &dossier, van)?,
                favourites: favourites(reader, &dossier, van)?,
            })
        })
    }
}

/// The parts that the close-out orders.
pub(crate) fn ordered(reader: &Reader<'_>, dossier: &Dossier, van: Id) -> Result<Vec<PartChoice>> {
    let ids = dossier.visit().into_iter().flat_map(|visit| &visit.close_out.parts_ordered);
    let mut choices = Vec::new();
    for id in ids {
        if let Some(part) = reader.part(*id)? {
            choices.push(choice(reader, part, van, dossier.equipment.as_ref())?);
        }
    }
    Ok(choices)
}

fn favourites(reader: &Reader<'_>, dossier: &Dossier, van: Id) -> Result<Vec<PartChoice>> {
    let mut parts: Vec<Part> = reader.favourite_parts()?;
    for part in reader.recent_parts(FAVOURITES_MAX)? {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    let choices: Result<Vec<PartChoice>> =
        parts.into_iter().map(|part| choice(reader, part, van, dossier.equipment.as_ref())).collect();
    let mut choices = choices?;
    choices.retain(|choice| choice.fits);
    choices.truncate(FAVOURITES_MAX);
    Ok(choices)
}

fn fitted_view(
    reader: &Reader<'_>,
    dossier: &Dossier,
    part: &FittedPart,
    index: usize,
    verdict: Option<&Verdict>,
    now: Timestamp,
) -> Result<FittedView> {
    let line = reader.stock_line(part.from_location, part.part_id)?;
    let decided = verdict.and_then(|verdict| part_verdict(verdict, index));
    Ok(FittedView {
        in_van: balance(&line),
        count_requested: line.balance < 0,
        replaced: dossier.passport.as_ref().and_then(|passport| replaced(dossier, passport, part, now)),
        covered: decided.is_some_and(|(part, _)| part.covered_by.is_some()),
        code: decided.map(|(part, _)| code(part.covered_by, part.reason)).unwrap_or_default(),
        rule: decided.map(|(part, _)| rule_code(part.rule)).unwrap_or_default(),
        net: decided.map_or(0, |(_, net)| net),
        currency: verdict.map(|verdict| verdict.currency.code().to_owned()).unwrap_or_default(),
        part: part.clone(),
    })
}

/// The part that sat there before (R14).
fn replaced(dossier: &Dossier, passport: &Passport, part: &FittedPart, now: Timestamp) -> Option<ReplacedPart> {
    let old = feltbok_domain::part_warranty::replaced_part(&passport.parts, part.part_id, &part.position)?;
    Some(ReplacedPart {
        number: old.number.clone(),
        name: old.name.clone(),
        serial: old.serial.clone(),
        fitted_on: old.fitted_on,
        warranty_until: old.warranty_until,
        under_warranty: old.warranty_until >= dossier.local_date(now),
    })
}
