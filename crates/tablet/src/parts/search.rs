//! Parts by number, GTIN or any word of their names.

use feltbok_domain::{ids::Id, model::Equipment};
use feltbok_tablet_store::{Reader, read::PartQuery};

use super::{choice, van_id};
use crate::{error::Result, tablet::Tablet, views::PartHits};

/// Hits that are shown at most.
const HITS_MAX: usize = 50;

impl Tablet {
    /// Parts with all the words; those that fit the job's machine first. No text lists what fits the machine.
    pub fn search_parts(&self, text: &str, job_id: Option<Id>) -> Result<PartHits> {
        let open = self.open()?;
        open.store.try_read(|reader| {
            let van = van_id(reader, open.technician_id())?;
            let machine = machine_of(reader, job_id)?;
            let only_model = machine.as_ref().filter(|_| text.trim().is_empty()).map(|machine| machine.model.clone());
            let query = PartQuery { text: text.to_owned(), model: only_model, most: HITS_MAX + 1 };
            let mut found = reader.search_parts(&query)?;
            let more = found.len() > HITS_MAX;
            found.truncate(HITS_MAX);
            let choices: Result<Vec<_>> =
                found.into_iter().map(|part| choice(reader, part, van, machine.as_ref())).collect();
            let mut parts = choices?;
            parts.sort_by_key(|part| !part.fits);
            Ok(PartHits { parts, more })
        })
    }
}

/// The job's machine, if one is named and known.
pub(super) fn machine_of(reader: &Reader<'_>, job_id: Option<Id>) -> Result<Option<Equipment>> {
    let job = job_id.map(|id| reader.job(id)).transpose()?.flatten();
    Ok(job.and_then(|job| job.equipment_id).map(|id| reader.equipment(id)).transpose()?.flatten())
}
