//! Jobs by number, customer, place, machine or symptom.

use super::{card, readiness::readiness_in};
use crate::{
    driver::job_sync,
    error::Result,
    job::{Dossier, load},
    tablet::Tablet,
    views::JobHits,
};

/// Cards that are shown at most.
const HITS_MAX: usize = 40;

impl Tablet {
    /// Every job on this tablet that has all the words, open ones first.
    pub fn search_jobs(&self, text: &str) -> Result<JobHits> {
        let open = self.open()?;
        let now = self.now();
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        if words.is_empty() {
            return Ok(JobHits { cards: Vec::new(), more: false });
        }
        let (lanes, offline) = (open.driver.lanes()?, open.driver.is_offline());
        open.store.try_read(|reader| {
            let readiness = reader.readiness()?;
            let mut jobs = reader.jobs()?;
            jobs.sort_by_key(|job| !job.status.is_open());
            let (mut cards, mut more) = (Vec::new(), false);
            for job in jobs {
                let sync = job_sync(&lanes, job.id, offline);
                let mut dossier = load(reader, job, open.technician_id())?;
                if !has_all(&dossier, &words) {
                    continue;
                }
                if cards.len() == HITS_MAX {
                    more = true;
                    break;
                }
                dossier.sync = sync;
                cards.push(card(&dossier, readiness_in(&readiness, dossier.job.id), now));
            }
            Ok(JobHits { cards, more })
        })
    }
}

fn has_all(dossier: &Dossier, words: &[String]) -> bool {
    let mut fields = vec![dossier.job.number.as_str(), &dossier.job.reported_symptom];
    fields.extend(dossier.customer.iter().map(|customer| customer.name.as_str()));
    fields.extend(dossier.site.iter().flat_map(|site| [site.name.as_str(), &site.street, &site.city]));
    fields.extend(dossier.contacts.iter().map(|contact| contact.name.as_str()));
    if let Some(machine) = &dossier.equipment {
        fields.extend([machine.si.as_str(), &machine.serial, &machine.make, &machine.model, &machine.place]);
    }
    let text = fields.join(" ").to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}
