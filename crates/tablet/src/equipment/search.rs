//! Machines by SI number, serial, customer or place.

use crate::{
    error::Result,
    tablet::Tablet,
    today::machine_line,
    views::{EquipmentHit, EquipmentHits},
};

/// Hits that are shown at most.
const HITS_MAX: usize = 50;

impl Tablet {
    /// Machines that have every word of the text.
    pub fn search_equipment(&self, text: &str) -> Result<EquipmentHits> {
        let open = self.open()?;
        let mut found = open.store.read(|reader| reader.search_equipment(text, HITS_MAX + 1))?;
        let more = found.len() > HITS_MAX;
        found.truncate(HITS_MAX);
        let machines = found.into_iter().map(|hit| EquipmentHit {
            machine: machine_line(&hit.equipment),
            serial: hit.equipment.serial,
            customer: hit.customer.unwrap_or_default(),
            site: hit.site.unwrap_or_default(),
        });
        Ok(EquipmentHits { machines: machines.collect(), more })
    }
}
