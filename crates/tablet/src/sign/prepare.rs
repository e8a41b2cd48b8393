//! Preparing: the clock stops, the content is fixed, its hash is what the customer signs (R31).

use feltbok_domain::{ids::Id, job_life::JobStatus, lang::Lang};
use feltbok_tablet_store::Work;
use feltbok_work_order::{RenderOptions, Seal, content_hash, render};
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{content::failed, ink::ink_view};
use crate::{
    close_out::missing,
    error::Result,
    job::{Dossier, load},
    lock::HANDED_OVER,
    money::{Stage, quote_view},
    steps::{need_job, stop, wrong_state},
    tablet::{Open, Tablet},
    views::{ErrorCode, SigningView, TabletError},
};

/// The draft that holds what was fixed for a job.
pub(crate) const PREPARED: &str = "prepared";

/// What was fixed: from these the very same content is made again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Prepared {
    pub job_id: Id,
    pub at: Timestamp,
    pub lang: Lang,
    pub number: String,
    pub content_sha256: String,
}

impl Tablet {
    /// Fixes the work order's content in the customer's language (or another one) and hands the tablet over: everything
    /// else is closed until [`Tablet::take_back`]. Called again, also after a killed app, it gives the same.
    ///
    /// Errors: `still_missing`, `wrong_state`, `sealed`, `document_failed`.
    pub fn prepare_signing(&self, job_id: Id, lang: Option<Lang>) -> Result<SigningView> {
        let open = self.open()?;
        open.write(|work| {
            let job = need_job(work, job_id)?;
            if job.status != JobStatus::OnSite {
                return Err(wrong_state(job.status));
            }
            let visit = open.visit_under_way(work, job_id)?;
            let dossier = load(work, job, open.technician_id())?;
            refuse_missing(&dossier, &visit, work.now())?;
            stop(work, visit.id)?;
            let known = open.prepared(work, job_id)?;
            let lang = lang.or(known.as_ref().map(|known| known.lang)).unwrap_or_else(|| customer_lang(&dossier));
            let at = known.map_or_else(|| work.now(), |known| known.at);
            open.fix(work, job_id, lang, at)?;
            Ok(work.put_draft(HANDED_OVER, Some(job_id), &job_id)?)
        })?;
        open.signing_view(job_id, self.now())
    }
}

impl Open {
    /// Draws the content and keeps its hash as what is to be signed.
    pub(super) fn fix(&self, work: &mut Work<'_>, job_id: Id, lang: Lang, at: Timestamp) -> Result<Prepared> {
        let number = work.peek_work_order(year_of(at), &self.enrolment.tablet_code)?.to_string();
        let drawn = self.draw(work, job_id, &number, lang, at)?;
        let prepared = Prepared { job_id, at, lang, number, content_sha256: content_hash(&drawn.content) };
        work.put_draft(PREPARED, Some(job_id), &prepared)?;
        Ok(prepared)
    }

    /// What was fixed for this job, if it was.
    pub(super) fn prepared(&self, work: &Work<'_>, job_id: Id) -> Result<Option<Prepared>> {
        Ok(work.draft::<Prepared>(PREPARED)?.filter(|prepared| prepared.job_id == job_id))
    }

    /// The draft document, as the customer reads it.
    pub(super) fn draft_pdf(&self, job_id: Id) -> Result<(Vec<u8>, usize)> {
        let content = self.store.try_write::<_, TabletError>(|work| {
            let prepared = self.prepared(work, job_id)?.ok_or_else(|| TabletError::new(ErrorCode::NotPrepared))?;
            Ok(self.draw(work, job_id, &prepared.number, prepared.lang, prepared.at)?.content)
        })?;
        let document = render(&content, &Seal::Draft, RenderOptions::default()).map_err(|error| failed(&error))?;
        Ok((document.pdf, document.pages))
    }

    pub(super) fn signing_view(&self, job_id: Id, now: Timestamp) -> Result<SigningView> {
        let dossier = self.dossier(job_id)?;
        let prepared: Prepared = self
            .store
            .read(|reader| reader.draft(PREPARED))?
            .filter(|prepared: &Prepared| prepared.job_id == job_id)
            .ok_or_else(|| TabletError::new(ErrorCode::NotPrepared))?;
        let (_, pages) = self.draft_pdf(job_id)?;
        let company = dossier.company.as_ref().ok_or_else(TabletError::not_found)?;
        let consent = company.consent_texts.iter().max_by_key(|text| text.version);
        let contact = dossier.contact();
        let visit = dossier.visit();
        Ok(SigningView {
            job_id,
            lang: prepared.lang,
            content_sha256: prepared.content_sha256,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            company: company.name.clone(),
            customer: dossier.customer.as_ref().map(|customer| customer.name.clone()).unwrap_or_default(),
            machine: machine_name(&dossier),
            work_done: visit.map(|visit| visit.diagnosis.actions.clone()).unwrap_or_default(),
            quote: quote_view(&dossier, Stage::Done, now),
            consent_version: consent.map_or(0, |text| text.version),
            consent_text: consent.map(|text| text.text.clone()).unwrap_or_default(),
            proposed_name: contact.map(|contact| contact.name.clone()).unwrap_or_default(),
            proposed_role: contact.and_then(|contact| role_word(contact.role)).unwrap_or_default(),
            satisfaction: visit.and_then(|visit| visit.satisfaction.clone()),
            ink: ink_view(self.ink(job_id)?),
        })
    }
}

/// The year of a number, by UTC: the counter's year must not depend on where the tablet is.
pub(super) fn year_of(at: Timestamp) -> u16 {
    at.to_zoned(TimeZone::UTC).year().unsigned_abs()
}

fn refuse_missing(dossier: &Dossier, visit: &feltbok_domain::model::Visit, now: Timestamp) -> Result<()> {
    let count = missing(dossier, visit, now).iter().filter(|entry| entry.required).count();
    if count == 0 {
        return Ok(());
    }
    Err(TabletError::with(ErrorCode::StillMissing, [("count", count.to_string())]))
}

fn customer_lang(dossier: &Dossier) -> Lang {
    dossier.customer.as_ref().map(|customer| customer.lang).unwrap_or_default()
}

fn machine_name(dossier: &Dossier) -> String {
    let machine = dossier.equipment.as_ref();
    machine.map(|machine| format!("{} {} · {}", machine.make, machine.model, machine.si)).unwrap_or_default()
}

fn role_word(role: feltbok_domain::model::ContactRole) -> Option<String> {
    serde_json::to_value(role).ok()?.as_str().map(str::to_owned)
}
