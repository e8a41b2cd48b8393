//! Drafts and settings.

use rusqlite::OptionalExtension;
use serde::de::DeserializeOwned;

use super::Reader;
use crate::error::StoreError;

impl Reader<'_> {
    /// What was kept under a key and is not yet an edit.
    pub fn draft<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        self.value("SELECT value FROM draft WHERE key = ?1", key)
    }

    /// One of the tablet's own values.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        self.value("SELECT value FROM setting WHERE key = ?1", key)
    }

    fn value<T: DeserializeOwned>(&self, sql: &str, key: &str) -> Result<Option<T>, StoreError> {
        let text: Option<String> =
            self.connection.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }
}
