//! Machines by number, serial, customer or place.

use std::collections::HashMap;

use feltbok_domain::{
    ids::Id,
    model::{Customer, Equipment, Site},
    si::SiNumber,
};

use super::{Reader, search_text};
use crate::error::StoreError;

/// A machine that fits a search, with whose it is and where.
#[derive(Debug, Clone, PartialEq)]
pub struct EquipmentHit {
    pub equipment: Equipment,
    pub customer: Option<String>,
    pub site: Option<String>,
}

impl Reader<'_> {
    pub fn equipment(&self, id: Id) -> Result<Option<Equipment>, StoreError> {
        self.get(id)
    }

    /// The machine with this sticker, if it is known here (R3).
    pub fn equipment_by_si(&self, si: &SiNumber) -> Result<Option<Equipment>, StoreError> {
        Ok(self.list("AND json_extract(body, '$.si') = ?1", [si.as_str()])?.into_iter().next())
    }

    pub fn equipment_of_customer(&self, customer_id: Id) -> Result<Vec<Equipment>, StoreError> {
        self.list(
            "AND json_extract(body, '$.customer_id') = ?1 ORDER BY json_extract(body, '$.si')",
            [customer_id.to_string()],
        )
    }

    /// The machines of the loaner pool that are known here (R9).
    pub fn loaner_pool(&self) -> Result<Vec<Equipment>, StoreError> {
        self.list("AND json_extract(body, '$.owner') = 'loaner_pool' ORDER BY json_extract(body, '$.si')", [])
    }

    /// Every number known here, for suggestions on a mistyped one (R1).
    pub fn known_si_numbers(&self) -> Result<Vec<SiNumber>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT json_extract(body, '$.si') AS si FROM record WHERE kind = 'equipment' ORDER BY si",
        )?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        rows.map(|si| Ok(SiNumber::canonical(&si?))).collect()
    }

    /// Machines that have every word of `text` somewhere in SI number, serial, make, model, place, user, customer or site.
    pub fn search_equipment(&self, text: &str, most: usize) -> Result<Vec<EquipmentHit>, StoreError> {
        let words = search_text::words(text);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let customers: HashMap<Id, String> =
            self.list::<Customer>("", [])?.into_iter().map(|customer| (customer.id, customer.name)).collect();
        let sites: HashMap<Id, String> = self
            .list::<Site>("", [])?
            .into_iter()
            .map(|site| (site.id, format!("{} {}", site.name, site.city)))
            .collect();
        let mut hits = Vec::new();
        for equipment in self.list::<Equipment>("ORDER BY json_extract(body, '$.si')", [])? {
            let customer = customers.get(&equipment.customer_id).cloned();
            let site = sites.get(&equipment.site_id).cloned();
            if has_all(&words, &equipment, [customer.as_deref(), site.as_deref()]) {
                hits.push(EquipmentHit { equipment, customer, site });
                if hits.len() == most {
                    break;
                }
            }
        }
        Ok(hits)
    }
}

fn has_all(words: &[String], equipment: &Equipment, names: [Option<&str>; 2]) -> bool {
    let si = equipment.si.as_str();
    let fields = [si, &equipment.serial, &equipment.make, &equipment.model, &equipment.place, &equipment.user];
    let all = fields.into_iter().chain(names.into_iter().flatten()).collect::<Vec<_>>().join(" ");
    let text = search_text::words(&all).join(" ");
    let compact = search_text::compact(&format!("{si} {} {}", equipment.serial, equipment.model));
    words.iter().all(|word| text.contains(word.as_str()) || compact.contains(word.as_str()))
}
