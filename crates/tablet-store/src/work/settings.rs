//! Settings: the tablet's own values as JSON, e.g. its enrolment; they outlive a damaged database.

use rusqlite::params;
use serde::Serialize;

use super::Work;
use crate::{error::StoreError, journal::Entry};

impl Work<'_> {
    pub fn put_setting<T: Serialize>(&mut self, key: &str, value: &T) -> Result<(), StoreError> {
        let value = serde_json::to_string(value)?;
        self.tx.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)", params![key, value])?;
        self.entries.push(Entry::Setting { key: key.to_owned(), value });
        Ok(())
    }

    /// Marks or unmarks a part as a favourite.
    pub fn set_favourite(&mut self, part_id: feltbok_domain::ids::Id, favourite: bool) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT INTO part_use (part_id, favourite) VALUES (?1, ?2)
             ON CONFLICT (part_id) DO UPDATE SET favourite = excluded.favourite",
            params![part_id.to_string(), favourite],
        )?;
        Ok(())
    }

    /// Notes that a part was used, for the list of the last ones.
    pub fn note_part_use(&mut self, part_id: feltbok_domain::ids::Id) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT INTO part_use (part_id, used_count, used_at) VALUES (?1, 1, ?2)
             ON CONFLICT (part_id) DO UPDATE SET used_count = used_count + 1, used_at = excluded.used_at",
            params![part_id.to_string(), crate::ids::millis(self.now())],
        )?;
        Ok(())
    }
}
