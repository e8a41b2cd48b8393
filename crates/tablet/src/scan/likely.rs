//! Machines whose sticker may be the one in front of the camera: offered beside the typed entry, never taken for read.

use feltbok_domain::{si::SiNumber, sticker::StickerForm};

use super::resolve::sticker_form;
use crate::{error::Result, tablet::Tablet, today::machine_line, views::MachineLine};

/// Machines that are offered.
const MACHINES_MAX: usize = 3;

impl Tablet {
    /// The nearest known machines by what the frames of the present aiming showed of a sticker; none when too little.
    ///
    /// Errors: `not_found` before the company's data is on the tablet.
    pub fn likely_machines(&self) -> Result<Vec<MachineLine>> {
        self.open()?.store.try_read(|reader| {
            let form = sticker_form(reader)?;
            let numbers: Vec<SiNumber> = reader.known_si_numbers()?.into_iter().collect();
            let beginnings: Vec<String> = numbers.iter().flat_map(|number| beginnings(&form, number)).collect();
            let wanted = MACHINES_MAX * BEGINNINGS;
            let ranked = self.aim.with_worker(|worker| worker.likely(&beginnings, wanted)).unwrap_or_default();
            let mut machines: Vec<MachineLine> = Vec::new();
            for place in ranked {
                let machine = reader.equipment_by_si(&numbers[place / BEGINNINGS])?.as_ref().map(machine_line);
                let is_new = |one: &MachineLine| machines.iter().all(|known| known.equipment_id != one.equipment_id);
                machines.extend(machine.filter(is_new));
            }
            machines.truncate(MACHINES_MAX);
            Ok(machines)
        })
    }
}

const BEGINNINGS: usize = 3;

/// How the codes of a machine's stickers begin (R2): the address, the older one, the bare number.
fn beginnings(form: &StickerForm, number: &SiNumber) -> [String; BEGINNINGS] {
    let host = form.host.to_uppercase();
    [format!("HTTPS://{host}/S/{number}-"), format!("https://{}/si/{number}?k=", form.host), number.to_string()]
}
