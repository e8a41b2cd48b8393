//! The diagnosis screen: what is chosen, what can be chosen, and what each attribution would cost the customer.

use feltbok_domain::{entitlement::Attribution, ids::Id, model::CodeList};
use jiff::Timestamp;

use super::codes::choices;
use crate::{
    error::Result,
    job::Dossier,
    money::{Stage, quote_view, verdict},
    tablet::{Open, Tablet},
    views::{AttributionChoice, DiagnosisView},
};

impl Tablet {
    /// The diagnosis of the visit with its choices.
    ///
    /// Errors: `not_found`.
    pub fn diagnosis(&self, job_id: Id) -> Result<DiagnosisView> {
        self.open()?.diagnosis_view(job_id, self.now())
    }
}

impl Open {
    pub(super) fn diagnosis_view(&self, job_id: Id, now: Timestamp) -> Result<DiagnosisView> {
        let dossier = self.dossier(job_id)?;
        let diagnosis = dossier.visit().map(|visit| visit.diagnosis.clone()).unwrap_or_default();
        let category = dossier.equipment.as_ref().map(|machine| machine.category);
        self.store.try_read(|reader| {
            Ok(DiagnosisView {
                symptoms: choices(reader, CodeList::Symptom, category, None)?,
                causes: choices(reader, CodeList::Cause, category, diagnosis.symptom.as_deref())?,
                remedies: choices(reader, CodeList::Remedy, category, diagnosis.cause.as_deref())?,
                attributions: attributions(&dossier, now),
                quote: quote_view(&dossier, Stage::Foreseen, now),
                diagnosis,
            })
        })
    }
}

fn attributions(dossier: &Dossier, now: Timestamp) -> Vec<AttributionChoice> {
    let choice = |attribution: Attribution| {
        let foreseen = verdict(dossier, attribution, Stage::Foreseen, now);
        AttributionChoice {
            attribution,
            group: attribution.group(),
            covered: foreseen.as_ref().is_some_and(|verdict| !verdict.needs_consent),
            gross: foreseen.as_ref().map_or(0, |verdict| verdict.gross),
            currency: foreseen.map(|verdict| verdict.currency.code().to_owned()).unwrap_or_default(),
        }
    };
    Attribution::ALL.into_iter().map(choice).collect()
}
