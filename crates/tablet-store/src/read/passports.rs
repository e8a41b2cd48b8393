//! The passports of machines: their history.

use feltbok_domain::{ids::Id, model::Passport};

use super::Reader;
use crate::error::StoreError;

impl Reader<'_> {
    /// A machine's passport; `None` when it is not on this tablet, which is not the same as an empty one.
    pub fn passport(&self, equipment_id: Id) -> Result<Option<Passport>, StoreError> {
        self.get(equipment_id)
    }
}
