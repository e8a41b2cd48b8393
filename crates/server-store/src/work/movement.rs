//! The stock ledger: movements append, balances follow (R21, R22, R24).

use feltbok_domain::{
    ids::{self, Id},
    model::StockLevel,
    stock::{Movement, MovementKind, count_request, may_issue},
};
use feltbok_protocol::{operation::Operation, record::RecordKind};
use serde_json::json;

use super::{Stored, Work, notice::COUNT_REQUEST, push::Answer};
use crate::{StoreError, StoreResult, TabletActor, rows::NewNotice};

impl Work<'_> {
    pub(super) fn apply_movement(
        &mut self,
        tablet: &TabletActor,
        operation: &Operation,
        movement: Movement,
    ) -> StoreResult<Answer> {
        if let Err(error) = movement.check() {
            return Ok(Answer::rejected("movement_malformed", error.to_string()));
        }
        // A technician moves what is in the own van, in or out.
        let van = Some(tablet.van_id);
        if movement.from != van && movement.to != van {
            return Ok(Answer::not_found());
        }
        if movement.id != operation.entity {
            return Ok(Answer::rejected("movement_malformed", "The movement names another id than its operation."));
        }
        self.append_movement(Movement { by: tablet.technician_id, ..movement })?;
        Ok(Answer::applied(0))
    }

    /// Adds a movement to the ledger once, with the balances it changes.
    ///
    /// Errors: `Refused{part_unknown, movement_changed, serial_used}`.
    pub(super) fn append_movement(&mut self, movement: Movement) -> StoreResult<()> {
        if let Some(known) = self.rows.movement(movement.id)? {
            let is_same = known == movement;
            return if is_same { Ok(()) } else { Err(changed()) };
        }
        if self.rows.get(RecordKind::Part, movement.part_id)?.is_none() {
            return Err(StoreError::refused("part_unknown", "The server does not know this part."));
        }
        if let (MovementKind::Issue, Some(serial)) = (movement.kind, &movement.serial) {
            let known = self.rows.movements_of_serial(movement.part_id, serial)?;
            may_issue(&known, movement.part_id, serial)
                .map_err(|error| StoreError::refused("serial_used", error.to_string()))?;
        }
        self.rows.put_movement(&movement)?;
        for location in [movement.from, movement.to].into_iter().flatten() {
            let balance = self.change_level(location, &movement)?;
            if movement.from == Some(location) && count_request(&movement, i64::from(balance)).is_some() {
                self.ask_for_count(location, &movement, balance)?;
            }
        }
        Ok(())
    }

    /// The level after a movement; a level nobody planned has no minimum or maximum.
    fn change_level(&mut self, location: Id, movement: &Movement) -> StoreResult<i32> {
        let id = level_id(location, movement.part_id);
        let empty = || StockLevel {
            id,
            location_id: location,
            part_id: movement.part_id,
            balance: 0,
            min: 0,
            max: 0,
            serials: Vec::new(),
        };
        let level = self.level_at(location, movement.part_id)?.unwrap_or_else(|| Stored::new(0, empty()));
        let (mut value, rev) = level.into_owned();
        let change = i32::try_from(movement.change_at(Some(location))).unwrap_or(i32::MAX);
        value.balance = value.balance.saturating_add(change);
        if let Some(serial) = &movement.serial {
            value.serials.retain(|known| known != serial);
            if movement.to == Some(location) && movement.kind != MovementKind::ReturnDefective {
                value.serials.push(serial.clone());
            }
        }
        Ok(self.save(value, rev)?.value.balance)
    }

    /// The level of a part at a location, under whatever id it was made.
    fn level_at(&self, location: Id, part_id: Id) -> StoreResult<Option<Stored<StockLevel>>> {
        if let Some(level) = self.find::<StockLevel>(level_id(location, part_id))? {
            return Ok(Some(level));
        }
        let levels: Vec<Stored<StockLevel>> = self.list("part_id", part_id)?;
        Ok(levels.into_iter().find(|level| level.value.location_id == location))
    }

    /// One open request a place and part (R22).
    fn ask_for_count(&self, location: Id, movement: &Movement, balance: i32) -> StoreResult<()> {
        self.rows.put_notice(&NewNotice {
            id: ids::derived(level_id(location, movement.part_id), COUNT_REQUEST),
            kind: COUNT_REQUEST,
            job_id: movement.job_id,
            body: json!({ "location_id": location, "part_id": movement.part_id, "balance": balance }),
            by_name: &self.author.name,
            at_ms: self.at.as_millisecond(),
        })
    }
}

/// The id of the level of a part at a location, where nobody gave another.
pub(super) fn level_id(location: Id, part_id: Id) -> Id {
    ids::derived(location, &part_id.to_string())
}

fn changed() -> StoreError {
    StoreError::refused(
        "movement_changed",
        "This movement is in the ledger with another content; movements are never changed.",
    )
}
