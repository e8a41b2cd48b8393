//! Counters: the work order number is taken in the transaction that seals, so that none is lost or used twice (R30).

use feltbok_domain::work_order_number::WorkOrderNumber;
use rusqlite::{OptionalExtension, params};

use super::Work;
use crate::{error::StoreError, journal::Entry};

impl Work<'_> {
    /// The next work order number of a year. It is used up only when this transaction is kept.
    pub fn next_work_order(&mut self, year: u16, tablet_code: &str) -> Result<WorkOrderNumber, StoreError> {
        let name = counter_name(year);
        let last = self.counter(&name)?;
        let number = WorkOrderNumber::new(year, tablet_code, u32::try_from(last + 1).unwrap_or(u32::MAX))?;
        self.set_counter(&name, last + 1)?;
        Ok(number)
    }

    /// The number that the next work order of a year will bear, for the preview; nothing is used up.
    pub fn peek_work_order(&self, year: u16, tablet_code: &str) -> Result<WorkOrderNumber, StoreError> {
        let last = self.counter(&counter_name(year))?;
        Ok(WorkOrderNumber::new(year, tablet_code, u32::try_from(last + 1).unwrap_or(u32::MAX))?)
    }

    /// Goes on from a counter that the server knows of; never back.
    pub fn continue_work_orders(&mut self, year: u16, next: u32) -> Result<(), StoreError> {
        let name = counter_name(year);
        let last = self.counter(&name)?;
        self.set_counter(&name, last.max(u64::from(next.saturating_sub(1))))
    }

    fn counter(&self, name: &str) -> Result<u64, StoreError> {
        let value: Option<i64> =
            self.tx.query_row("SELECT value FROM counter WHERE name = ?1", [name], |row| row.get(0)).optional()?;
        Ok(value.unwrap_or(0).unsigned_abs())
    }

    fn set_counter(&mut self, name: &str, value: u64) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT OR REPLACE INTO counter (name, value) VALUES (?1, ?2)",
            params![name, value.cast_signed()],
        )?;
        self.entries.push(Entry::Counter { name: name.to_owned(), value });
        Ok(())
    }
}

fn counter_name(year: u16) -> String {
    format!("work_order {year}")
}
