//! Code lists: symptom, cause, remedy.

use feltbok_domain::model::{CodeEntry, CodeList};

use super::Reader;
use crate::error::StoreError;

impl Reader<'_> {
    /// One list, by code.
    pub fn codes(&self, list: CodeList) -> Result<Vec<CodeEntry>, StoreError> {
        let mut entries = self.all_codes()?;
        entries.retain(|entry| entry.list == list);
        Ok(entries)
    }

    /// All three lists, by list and code.
    pub fn all_codes(&self) -> Result<Vec<CodeEntry>, StoreError> {
        let mut entries: Vec<CodeEntry> = self.list("", [])?;
        entries.sort_by(|a, b| (a.list, &a.code).cmp(&(b.list, &b.code)));
        Ok(entries)
    }
}
