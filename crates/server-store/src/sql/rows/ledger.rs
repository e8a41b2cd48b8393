//! The stock ledger: movements append and are never changed (R21).

use feltbok_domain::{ids::Id, stock::Movement};

use super::{SqlRows, from_json};
use crate::{
    StoreResult,
    rows::{LedgerRows, word},
    sql::{Value, params},
};

impl LedgerRows for SqlRows<'_> {
    fn movement(&self, id: Id) -> StoreResult<Option<Movement>> {
        let sql = "SELECT body FROM movement WHERE company_id = ?1 AND id = ?2";
        Ok(self.movements(sql, params![self.company_id, id])?.pop())
    }

    fn movements_of_visit(&self, visit_id: Id) -> StoreResult<Vec<Movement>> {
        let sql = "SELECT body FROM movement WHERE company_id = ?1 AND visit_id = ?2 ORDER BY id";
        self.movements(sql, params![self.company_id, visit_id])
    }

    fn movements_of_serial(&self, part_id: Id, serial: &str) -> StoreResult<Vec<Movement>> {
        // The column holds serials as `put_movement` folds them, so that case and stray spaces make no difference.
        let sql = "SELECT body FROM movement WHERE company_id = ?1 AND part_id = ?2 AND serial = ?3 ORDER BY id";
        self.movements(sql, params![self.company_id, part_id, fold(serial)])
    }

    fn put_movement(&self, movement: &Movement) -> StoreResult<()> {
        let body = serde_json::to_string(movement).expect("a movement holds only text and numbers");
        self.run(
            "INSERT INTO movement (company_id, id, body, part_id, kind, from_id, to_id, quantity, serial, visit_id, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                self.company_id,
                movement.id,
                body,
                movement.part_id,
                word(&movement.kind),
                movement.from,
                movement.to,
                movement.quantity,
                movement.serial.as_deref().map(fold),
                movement.visit_id,
                movement.at.as_millisecond()
            ],
        )?;
        Ok(())
    }
}

impl SqlRows<'_> {
    fn movements(&self, sql: &str, values: &[Value]) -> StoreResult<Vec<Movement>> {
        let bodies: Vec<String> = self.collect(sql, values, |row| row.get(0))?;
        bodies.iter().map(|body| from_json("movement", body)).collect()
    }
}

/// Serials are the same whatever their case and stray spaces.
fn fold(serial: &str) -> String {
    serial.trim().to_ascii_uppercase()
}
