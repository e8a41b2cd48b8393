//! Stock: the server's books plus the movements made here that they do not show yet (R21).

use std::collections::BTreeMap;

use feltbok_domain::{
    ids::Id,
    model::StockLevel,
    stock::{Movement, MovementKind},
};
use feltbok_protocol::operation::{Edit, Operation};
use rusqlite::params;

use super::Reader;
use crate::{error::StoreError, work::outbox};

/// What a location holds of one part as it is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockLine {
    pub part_id: Id,
    /// May be negative (R22).
    pub balance: i64,
    pub min: u32,
    pub max: u32,
    pub serials: Vec<String>,
}

impl Reader<'_> {
    /// Everything a location holds or should hold, by part.
    pub fn stock_of(&self, location_id: Id) -> Result<Vec<StockLine>, StoreError> {
        let levels: Vec<StockLevel> =
            self.list("AND json_extract(body, '$.location_id') = ?1", [location_id.to_string()])?;
        let mut lines: BTreeMap<Id, StockLine> = levels.into_iter().map(|level| (level.part_id, line(level))).collect();
        for movement in self.pending_movements()? {
            let change = movement.change_at(Some(location_id));
            if change != 0 {
                book(lines.entry(movement.part_id).or_insert_with(|| empty(movement.part_id)), &movement, change);
            }
        }
        Ok(lines.into_values().collect())
    }

    /// What a location holds of one part.
    pub fn stock_line(&self, location_id: Id, part_id: Id) -> Result<StockLine, StoreError> {
        let level: Option<StockLevel> = self
            .list(
                "AND json_extract(body, '$.location_id') = ?1 AND json_extract(body, '$.part_id') = ?2",
                [location_id.to_string(), part_id.to_string()],
            )?
            .into_iter()
            .next();
        let mut held = level.map_or_else(|| empty(part_id), line);
        for movement in self.pending_movements()?.iter().filter(|movement| movement.part_id == part_id) {
            book(&mut held, movement, movement.change_at(Some(location_id)));
        }
        Ok(held)
    }

    /// Movements made here that the server's books do not show yet, oldest first.
    pub fn pending_movements(&self) -> Result<Vec<Movement>, StoreError> {
        self.movements("AND shown = 0")
    }

    /// Every movement made here that is still kept, for telling where a serial went (R24).
    pub fn own_movements(&self) -> Result<Vec<Movement>, StoreError> {
        self.movements("AND (outcome IS NULL OR outcome <> 'rejected')")
    }

    pub(crate) fn has_movement(&self, id: Id) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM operation WHERE kind = 'movement' AND entity = ?1)";
        Ok(self.connection.prepare_cached(sql)?.query_row(params![id.to_string()], |row| row.get(0))?)
    }

    fn movements(&self, condition: &str) -> Result<Vec<Movement>, StoreError> {
        let sql = format!("SELECT {} FROM operation WHERE kind = 'movement' {condition} ORDER BY n", outbox::COLUMNS);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], outbox::operation)?;
        let operations: Vec<Operation> = rows.collect::<Result<_, _>>()?;
        Ok(operations
            .iter()
            .filter_map(|operation| match operation.edit() {
                Ok(Edit::Movement(movement)) => Some(movement),
                _ => None,
            })
            .collect())
    }
}

fn line(level: StockLevel) -> StockLine {
    StockLine {
        part_id: level.part_id,
        balance: i64::from(level.balance),
        min: level.min,
        max: level.max,
        serials: level.serials,
    }
}

fn empty(part_id: Id) -> StockLine {
    StockLine { part_id, balance: 0, min: 0, max: 0, serials: Vec::new() }
}

fn book(line: &mut StockLine, movement: &Movement, change: i64) {
    line.balance += change;
    if let Some(serial) = &movement.serial {
        line.serials.retain(|known| known != serial);
        // A defective part is on the books until the depot has it, but it is not one to fit.
        if change > 0 && movement.kind != MovementKind::ReturnDefective {
            line.serials.push(serial.clone());
        }
    }
}
