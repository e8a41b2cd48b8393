//! A part as it can be chosen: with what the van holds of it and whether it fits the machine.

use feltbok_domain::{
    ids::Id,
    model::{Equipment, Part, Technician},
};
use feltbok_tablet_store::{Reader, read::StockLine};

use crate::{
    error::Result,
    views::{PartChoice, TabletError},
};

/// The technician's van.
pub fn van_id(reader: &Reader<'_>, technician_id: Id) -> Result<Id> {
    let technician: Technician = reader.technician(technician_id)?.ok_or_else(TabletError::not_found)?;
    Ok(technician.van_id)
}

/// The part as a choice for a machine, with the van's balance.
pub fn choice(reader: &Reader<'_>, part: Part, van: Id, machine: Option<&Equipment>) -> Result<PartChoice> {
    let line = reader.stock_line(van, part.id)?;
    Ok(choice_of(part, &line, machine))
}

pub(super) fn choice_of(part: Part, line: &StockLine, machine: Option<&Equipment>) -> PartChoice {
    let fits = machine.is_none_or(|machine| {
        part.models.is_empty() || part.models.iter().any(|model| model.eq_ignore_ascii_case(&machine.model))
    });
    PartChoice {
        part_id: part.id,
        number: part.number,
        name: part.name,
        part_kind: part.kind,
        unit: part.unit,
        price: part.price,
        currency: part.currency.code().to_owned(),
        original: part.original,
        serial_tracked: part.serial_tracked,
        warranty_months: part.warranty_months,
        fits,
        in_van: balance(line),
        serials: line.serials.clone(),
        positions: part.positions,
        compatibility_note: part.compatibility_note,
    }
}

/// The balance as the window shows it.
pub(super) fn balance(line: &StockLine) -> i32 {
    i32::try_from(line.balance).unwrap_or(if line.balance < 0 { i32::MIN } else { i32::MAX })
}
