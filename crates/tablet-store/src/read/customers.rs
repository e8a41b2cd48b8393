//! Customers with their sites and contacts.

use feltbok_domain::{
    ids::Id,
    model::{Contact, Customer, Site},
};

use super::Reader;
use crate::error::StoreError;

impl Reader<'_> {
    pub fn customer(&self, id: Id) -> Result<Option<Customer>, StoreError> {
        self.get(id)
    }

    pub fn customers(&self) -> Result<Vec<Customer>, StoreError> {
        self.list("ORDER BY json_extract(body, '$.name')", [])
    }

    pub fn site(&self, id: Id) -> Result<Option<Site>, StoreError> {
        self.get(id)
    }

    pub fn sites_of_customer(&self, customer_id: Id) -> Result<Vec<Site>, StoreError> {
        self.list(
            "AND json_extract(body, '$.customer_id') = ?1 ORDER BY json_extract(body, '$.name')",
            [customer_id.to_string()],
        )
    }

    pub fn contact(&self, id: Id) -> Result<Option<Contact>, StoreError> {
        self.get(id)
    }

    pub fn contacts_of_customer(&self, customer_id: Id) -> Result<Vec<Contact>, StoreError> {
        self.list(
            "AND json_extract(body, '$.customer_id') = ?1 ORDER BY json_extract(body, '$.name')",
            [customer_id.to_string()],
        )
    }
}
