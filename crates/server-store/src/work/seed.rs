//! Writing a company in bulk, in the order that the foreign keys ask for.

use std::collections::BTreeSet;

use feltbok_domain::{
    ids::{self, Id},
    model::{Job, Passport, StockLevel},
    stock::{Movement, MovementKind},
};
use feltbok_protocol::record::Recorded;

use super::Work;
use crate::{
    StoreResult,
    api::{LocationKind, Seed, StockLocation, number_in_series},
    rows::Indexed,
};

impl Work<'_> {
    pub fn seed(&mut self, seed: &Seed) -> StoreResult<()> {
        self.put_all(seed.company.as_slice())?;
        self.put_all(&seed.calendars)?;
        self.put_all(&seed.codes)?;
        self.put_all(&seed.checklists)?;
        for location in &seed.locations {
            self.rows.put_location(location)?;
        }
        self.put_unnamed_vans(seed)?;
        self.put_all(&seed.technicians)?;
        self.put_all(&seed.customers)?;
        self.put_all(&seed.sites)?;
        self.put_all(&seed.contacts)?;
        self.put_all(&seed.agreements)?;
        self.put_all(&seed.equipment)?;
        self.put_all(&seed.passports)?;
        self.put_empty_passports(seed)?;
        self.put_all(&seed.parts)?;
        for level in &seed.stock {
            self.open_level(level)?;
        }
        self.put_all(&seed.jobs)?;
        self.go_on_behind(&seed.jobs)?;
        self.put_all(&seed.visits)
    }

    fn put_all<T: Indexed>(&mut self, values: &[T]) -> StoreResult<()> {
        for value in values {
            let known = self.rows.get(T::KIND, value.record_id())?;
            let body = serde_json::to_string(value).expect("aggregates hold only text keys and finite numbers");
            if known.as_ref().is_none_or(|known| known.body != body) {
                self.save(value.clone(), known.map_or(0, |known| known.rev))?;
            }
        }
        Ok(())
    }

    /// A van that nobody named bears its technician's name.
    fn put_unnamed_vans(&self, seed: &Seed) -> StoreResult<()> {
        let named: BTreeSet<Id> = seed.locations.iter().map(|location| location.id).collect();
        for technician in seed.technicians.iter().filter(|technician| !named.contains(&technician.van_id)) {
            let van = StockLocation { id: technician.van_id, name: technician.name.clone(), kind: LocationKind::Van };
            self.rows.put_location(&van)?;
        }
        Ok(())
    }

    fn put_empty_passports(&mut self, seed: &Seed) -> StoreResult<()> {
        let given: BTreeSet<Id> = seed.passports.iter().map(|passport| passport.equipment_id).collect();
        for equipment in seed.equipment.iter().filter(|equipment| !given.contains(&equipment.id)) {
            if self.rows.get(Passport::KIND, equipment.id)?.is_none() {
                self.save(Passport { equipment_id: equipment.id, ..Passport::default() }, 0)?;
            }
        }
        Ok(())
    }

    /// Writes an opening balance and the movement from outside that it is the sum of.
    fn open_level(&mut self, level: &StockLevel) -> StoreResult<()> {
        let known = self.rows.get(StockLevel::KIND, level.id)?;
        let is_new = known.is_none();
        self.save(level.clone(), known.map_or(0, |known| known.rev))?;
        if !is_new || level.balance == 0 {
            return Ok(());
        }
        let mut loose = level.balance.unsigned_abs();
        for serial in &level.serials {
            self.rows.put_movement(&self.opening(level, 1, Some(serial)))?;
            loose = loose.saturating_sub(1);
        }
        if loose > 0 {
            self.rows.put_movement(&self.opening(level, loose, None))?;
        }
        Ok(())
    }

    fn opening(&self, level: &StockLevel, quantity: u32, serial: Option<&String>) -> Movement {
        let (from, to) =
            if level.balance < 0 { (Some(level.location_id), None) } else { (None, Some(level.location_id)) };
        Movement {
            id: ids::derived(level.id, &format!("opening {}", serial.map_or("", String::as_str))),
            part_id: level.part_id,
            kind: if level.balance < 0 { MovementKind::CountAdjustment } else { MovementKind::Receive },
            from,
            to,
            quantity,
            serial: serial.cloned(),
            lot: None,
            job_id: None,
            visit_id: None,
            transfer_id: None,
            at: self.at,
            by: self.author.id,
            note: None,
        }
    }

    fn go_on_behind(&self, jobs: &[Job]) -> StoreResult<()> {
        for (year, count) in jobs.iter().filter_map(|job| number_in_series(&job.number)) {
            self.rows.raise_series(&format!("job {year}"), count)?;
        }
        Ok(())
    }
}
