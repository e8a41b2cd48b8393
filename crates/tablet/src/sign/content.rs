//! The work order's content, made from the records of the visit as they are now.

use std::collections::BTreeMap;

use feltbok_domain::{
    entitlement::Verdict,
    lang::Lang,
    model::{CodeList, Visit},
};
use feltbok_tablet_store::{Reader, TabletStore};
use feltbok_work_order::{CodeNames, Content, DocumentError, WorkOrderInput, content};
use jiff::Timestamp;

use crate::{
    error::Result,
    job::load,
    money::{Stage, usual_attribution, verdict},
    steps::need_job,
    tablet::Open,
    views::{ErrorCode, TabletError},
};

/// A content with what is needed to seal it.
pub(super) struct Drawn {
    pub content: Content,
    pub verdict: Option<Verdict>,
    pub visit: Visit,
}

impl Open {
    /// The content of the job's visit under way, fixed at `at` under `number`.
    ///
    /// Errors: `document_failed`, `not_found`, `sealed`.
    pub(super) fn draw(
        &self,
        work: &feltbok_tablet_store::Work<'_>,
        job_id: feltbok_domain::ids::Id,
        number: &str,
        lang: Lang,
        at: Timestamp,
    ) -> Result<Drawn> {
        let job = need_job(work, job_id)?;
        let visit = self.visit_under_way(work, job_id)?;
        let dossier = load(work, job, self.technician_id())?;
        let attribution = visit.diagnosis.attribution.unwrap_or_else(|| usual_attribution(dossier.job.work_type));
        let decided = verdict(&dossier, attribution, Stage::Done, at);
        let input = WorkOrderInput {
            company: dossier.company.clone().ok_or_else(TabletError::not_found)?,
            customer: dossier.customer.clone().ok_or_else(TabletError::not_found)?,
            site: dossier.site.clone().ok_or_else(TabletError::not_found)?,
            contact: dossier.contact().cloned(),
            equipment: dossier.equipment.clone(),
            job: dossier.job.clone(),
            technician: self.enrolment.technician.clone(),
            codes: code_names(work, &visit)?,
            checklist: dossier.checklist.clone(),
            verdict: decided.clone(),
            photos: photos(&self.store, &visit)?,
            // The sticker's token is the office's secret; the bare number is read just as well (R2).
            sticker_address: dossier.equipment.as_ref().map(|machine| machine.si.to_string()),
            check_address: Some(format!("{}/w/", self.enrolment.url)),
            number: number.to_owned(),
            revision: 1,
            corrects: None,
            at,
            time_zone: dossier.zone_name(),
            lang,
            visit: visit.clone(),
        };
        Ok(Drawn { content: content(&input).map_err(|error| failed(&error))?, verdict: decided, visit })
    }
}

/// A document that could not be made; logged with the field that is wrong.
pub(crate) fn failed(error: &DocumentError) -> TabletError {
    tracing::error!(code = error.code(), error = %error, "the work order could not be made");
    TabletError::new(ErrorCode::DocumentFailed)
}

fn code_names(reader: &Reader<'_>, visit: &Visit) -> Result<CodeNames> {
    let codes = reader.all_codes()?;
    let name = |list: CodeList, code: &Option<String>| {
        let code = code.as_ref()?;
        codes.iter().find(|entry| entry.list == list && entry.code == *code).map(|entry| entry.name.clone())
    };
    let found = &visit.diagnosis;
    Ok(CodeNames {
        symptom: name(CodeList::Symptom, &found.symptom),
        cause: name(CodeList::Cause, &found.cause),
        remedy: name(CodeList::Remedy, &found.remedy),
    })
}

fn photos(store: &TabletStore, visit: &Visit) -> Result<BTreeMap<feltbok_domain::ids::Id, Vec<u8>>> {
    let on_document = visit.photos.iter().filter(|photo| photo.on_document);
    on_document.map(|photo| Ok((photo.id, store.file(&photo.sha256)?))).collect()
}
