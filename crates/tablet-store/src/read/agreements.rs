//! Agreements.

use feltbok_domain::{ids::Id, model::Agreement};

use super::Reader;
use crate::error::StoreError;

impl Reader<'_> {
    pub fn agreement(&self, id: Id) -> Result<Option<Agreement>, StoreError> {
        self.get(id)
    }

    /// The agreements of a customer, by number.
    pub fn agreements_of_customer(&self, customer_id: Id) -> Result<Vec<Agreement>, StoreError> {
        self.list(
            "AND json_extract(body, '$.customer_id') = ?1 ORDER BY json_extract(body, '$.number')",
            [customer_id.to_string()],
        )
    }
}
