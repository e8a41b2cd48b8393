//! What a scanned or typed text stands for (R1–R3). Nothing is opened, whatever it says.

use feltbok_domain::{
    ids::Id,
    model::{Equipment, Job},
    si::{SiError, SiNumber, nearest},
    sticker::StickerForm,
};
use feltbok_tablet_store::Reader;

use super::recent;
use crate::{
    error::Result,
    tablet::Tablet,
    today::machine_line,
    views::{ErrorCode, Resolution, TabletError},
};

/// Suggestions for a number with a wrong digit.
const SUGGESTIONS_MAX: usize = 3;
/// Characters that are shown of a text that is no sticker.
const TEXT_MAX: usize = 200;

impl Tablet {
    /// Resolves a sticker's text, against a job's machine where one is named. A known machine is remembered as scanned.
    ///
    /// Errors: `not_found` before the company's data is on the tablet.
    pub fn resolve_sticker(&self, text: &str, job_id: Option<Id>) -> Result<Resolution> {
        let open = self.open()?;
        let resolution = open.store.try_read(|reader| resolve(reader, text, job_id))?;
        let machine = match &resolution {
            Resolution::Expected { machine } | Resolution::OtherMachine { machine, .. } => Some(machine.equipment_id),
            _ => None,
        };
        if let Some(equipment_id) = machine {
            open.store.try_write(|work| recent::note(work, equipment_id))?;
        }
        Ok(resolution)
    }
}

/// The company's stickers.
pub(super) fn sticker_form(reader: &Reader<'_>) -> Result<StickerForm> {
    let company = reader.company()?.ok_or_else(TabletError::not_found)?;
    Ok(StickerForm { host: company.sticker_host, format: company.si_format, patterns: company.sticker_patterns })
}

fn resolve(reader: &Reader<'_>, text: &str, job_id: Option<Id>) -> Result<Resolution> {
    let form = sticker_form(reader)?;
    let shown: String = text.trim().chars().take(TEXT_MAX).collect();
    match form.read(text) {
        Ok(number) => known_or_not(reader, &number, job_id),
        Err(SiError::CheckDigit) => wrong_digit(reader, shown),
        Err(SiError::Length) => Ok(Resolution::WrongLength {
            typed: shown,
            min: u32::from(form.format.min_length),
            max: u32::from(form.format.max_length),
        }),
        Err(SiError::ForeignHost { host }) => Ok(Resolution::ForeignHost { host }),
        Err(SiError::NotSi) => Ok(Resolution::NotASticker { text: shown }),
    }
}

fn known_or_not(reader: &Reader<'_>, number: &SiNumber, job_id: Option<Id>) -> Result<Resolution> {
    let Some(machine) = reader.equipment_by_si(number)? else {
        return Ok(Resolution::Unknown { si: number.to_string() });
    };
    let Some(job) = job_id.map(|id| reader.job(id)).transpose()?.flatten() else {
        return Ok(Resolution::Expected { machine: machine_line(&machine) });
    };
    if job.equipment_id == Some(machine.id) {
        return Ok(Resolution::Expected { machine: machine_line(&machine) });
    }
    Ok(Resolution::OtherMachine {
        same_customer: machine.customer_id == job.customer_id,
        open_job_id: open_job_of(reader, &machine, &job)?,
        machine: machine_line(&machine),
    })
}

/// Another open job on this tablet that is about the machine.
fn open_job_of(reader: &Reader<'_>, machine: &Equipment, but: &Job) -> Result<Option<Id>> {
    let jobs = reader.jobs_of_equipment(machine.id)?;
    Ok(jobs.into_iter().find(|job| job.status.is_open() && job.id != but.id).map(|job| job.id))
}

fn wrong_digit(reader: &Reader<'_>, typed: String) -> Result<Resolution> {
    let known = reader.known_si_numbers()?;
    let mut suggestions = Vec::new();
    for number in nearest(&typed, known.iter(), SUGGESTIONS_MAX) {
        suggestions.extend(reader.equipment_by_si(&number)?.as_ref().map(machine_line));
    }
    Ok(Resolution::WrongDigit { typed, suggestions })
}

/// The canonical number of a typed text, for a draft machine.
///
/// Errors: `wrong_digit`, `not_a_sticker`.
pub(super) fn number_of(reader: &Reader<'_>, text: &str) -> Result<SiNumber> {
    sticker_form(reader)?.read(text).map_err(|error| match error {
        SiError::CheckDigit => TabletError::with(ErrorCode::WrongDigit, [("typed", text.to_owned())]),
        _ => TabletError::with(ErrorCode::NotASticker, [("text", text.to_owned())]),
    })
}
