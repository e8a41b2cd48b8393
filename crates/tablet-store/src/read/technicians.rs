//! Technicians: the one of this tablet and colleagues.

use feltbok_domain::{ids::Id, model::Technician};

use super::Reader;
use crate::error::StoreError;

impl Reader<'_> {
    pub fn technician(&self, id: Id) -> Result<Option<Technician>, StoreError> {
        self.get(id)
    }

    pub fn technicians(&self) -> Result<Vec<Technician>, StoreError> {
        self.list("ORDER BY json_extract(body, '$.name')", [])
    }
}
