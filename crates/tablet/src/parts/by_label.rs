//! A part by what is on its box: GTIN, number, or the serial of one that is in the van.

use feltbok_domain::{ids::Id, model::Part};
use feltbok_tablet_store::Reader;

use super::{choice, search::machine_of, van_id};
use crate::{error::Result, tablet::Tablet, views::LabelHit};

/// Characters of a label that are looked at.
const LABEL_MAX: usize = 80;

impl Tablet {
    /// What a scanned or typed label stands for; an unknown one is shown as text.
    pub fn part_by_label(&self, text: &str, job_id: Option<Id>) -> Result<LabelHit> {
        let open = self.open()?;
        let text: String = text.trim().chars().take(LABEL_MAX).collect();
        open.store.try_read(|reader| {
            let van = van_id(reader, open.technician_id())?;
            let machine = machine_of(reader, job_id)?;
            if let Some(part) = by_code(reader, &text)? {
                return Ok(LabelHit::Part { part: Box::new(choice(reader, part, van, machine.as_ref())?) });
            }
            let holder = reader.stock_of(van)?.into_iter().find(|line| line.serials.contains(&text));
            match holder.map(|line| reader.part(line.part_id)).transpose()?.flatten() {
                Some(part) => {
                    let part = Box::new(choice(reader, part, van, machine.as_ref())?);
                    Ok(LabelHit::Serial { part, serial: text })
                }
                None => Ok(LabelHit::Unknown { text }),
            }
        })
    }
}

/// By GTIN with or without its leading zeros (EAN-13 inside GTIN-14), else by number.
fn by_code(reader: &Reader<'_>, text: &str) -> Result<Option<Part>> {
    let is_gtin = (8..=14).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_gtin {
        let bare = text.trim_start_matches('0');
        for gtin in [text.to_owned(), format!("{bare:0>13}"), format!("{bare:0>14}"), format!("{bare:0>12}")] {
            if let Some(part) = reader.part_by_gtin(&gtin)? {
                return Ok(Some(part));
            }
        }
    }
    Ok(reader.part_by_number(text)?)
}
