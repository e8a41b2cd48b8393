//! A part by what is on its box: GTIN, number, or the serial of one that is in the van.

use feltbok_domain::{ids::Id, model::Part};
use feltbok_scan::{CodeKind, PartLabel, Quad, SeenCode, read_part_label};
use feltbok_tablet_store::Reader;

use super::{choice, search::machine_of, van_id};
use crate::{error::Result, tablet::Tablet, views::LabelHit};

/// Characters of a label that are looked at.
const LABEL_MAX: usize = 200;
/// Codes of one box that are looked at.
const CODES_MAX: usize = 8;

impl Tablet {
    /// What a typed or hand-scanned label stands for; an unknown one is shown as text.
    pub fn part_by_label(&self, text: &str, job_id: Option<Id>) -> Result<LabelHit> {
        self.part_by_codes(
            &[SeenCode { text: text.to_owned(), corners: Quad::default(), kind: CodeKind::Code128 }],
            job_id,
        )
    }

    /// What the codes on one box stand for together: which part, which one of them, which lot.
    pub fn part_by_codes(&self, codes: &[SeenCode], job_id: Option<Id>) -> Result<LabelHit> {
        let open = self.open()?;
        let texts: Vec<String> =
            codes.iter().take(CODES_MAX).map(|code| code.text.trim().chars().take(LABEL_MAX).collect()).collect();
        let mut label = PartLabel::default();
        for (code, text) in codes.iter().zip(&texts) {
            label.join(read_part_label(&SeenCode { text: text.clone(), ..code.clone() }));
        }
        open.store.try_read(|reader| {
            let van = van_id(reader, open.technician_id())?;
            let machine = machine_of(reader, job_id)?;
            let stock = reader.stock_of(van)?;
            // Any of the texts may be the bare serial of a part in the van.
            let held = label.serial.iter().chain(&texts).find_map(|serial| {
                let line = stock.iter().find(|line| line.serials.contains(serial))?;
                Some((line.part_id, serial.clone()))
            });
            let named = by_names(reader, &texts, &label)?;
            let (part, serial) = match (named, held) {
                (Some(part), _) => (Some(part), label.serial.clone()),
                (None, Some((part_id, serial))) => (reader.part(part_id)?, Some(serial)),
                (None, None) => (None, None),
            };
            let Some(part) = part else {
                return Ok(LabelHit::Unknown { text: texts.join(" · ") });
            };
            let serial = serial.filter(|_| part.serial_tracked);
            let part = Box::new(choice(reader, part, van, machine.as_ref())?);
            Ok(match serial {
                Some(serial) => LabelHit::Serial { part, serial, lot: label.lot },
                None => LabelHit::Part { part, lot: label.lot },
            })
        })
    }
}

/// By the texts as they are, else by what they hold.
fn by_names(reader: &Reader<'_>, texts: &[String], label: &PartLabel) -> Result<Option<Part>> {
    let names = texts.iter().chain(&label.gtin).chain(&label.part_number_candidates);
    for name in names {
        if let Some(part) = by_code(reader, name)? {
            return Ok(Some(part));
        }
    }
    Ok(None)
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
