//! The company and its calendars.

use feltbok_domain::{
    ids::Id,
    model::{Calendar, Company},
};

use super::Reader;
use crate::error::StoreError;

impl Reader<'_> {
    /// The company; `None` before the first fill.
    pub fn company(&self) -> Result<Option<Company>, StoreError> {
        Ok(self.list("LIMIT 1", [])?.into_iter().next())
    }

    pub fn calendar(&self, id: Id) -> Result<Option<Calendar>, StoreError> {
        self.get(id)
    }

    pub fn calendars(&self) -> Result<Vec<Calendar>, StoreError> {
        self.list("ORDER BY json_extract(body, '$.name')", [])
    }
}
