//! One machine with its passport.

use feltbok_domain::ids::Id;

use crate::{
    error::Result,
    job::passport_view,
    tablet::Tablet,
    today::home_zone,
    views::{EquipmentView, JobLink, TabletError},
};

impl Tablet {
    /// A machine of this tablet with its history and the jobs about it.
    ///
    /// Errors: `not_found`.
    pub fn open_equipment(&self, equipment_id: Id) -> Result<EquipmentView> {
        let open = self.open()?;
        let now = self.now();
        open.store.try_read(|reader| {
            let equipment = reader.equipment(equipment_id)?.ok_or_else(TabletError::not_found)?;
            let today = now.to_zoned(home_zone(reader)?).date();
            let passport = reader.passport(equipment_id)?;
            let jobs = reader.jobs_of_equipment(equipment_id)?.into_iter().map(|job| JobLink {
                job_id: job.id,
                number: job.number,
                status: job.status,
            });
            Ok(EquipmentView {
                customer: reader.customer(equipment.customer_id)?.map(|customer| customer.name).unwrap_or_default(),
                site: reader.site(equipment.site_id)?.map(|site| site.name).unwrap_or_default(),
                passport: passport.as_ref().map(|passport| passport_view(passport, today)),
                jobs: jobs.collect(),
                equipment,
            })
        })
    }
}
