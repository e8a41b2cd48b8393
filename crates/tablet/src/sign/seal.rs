//! Sealing: number, document, seal and the job's next state in one transaction, or nothing.

use feltbok_domain::{
    entitlement::{ConsentState, consent_state},
    ids::Id,
    job_life::status_after,
    model::{Outcome, SignatureRecord, SignedWorkOrder, UnsignedReason, VisitEdit},
};
use feltbok_protocol::{file::FileRole, operation::Notice};
use feltbok_tablet_store::Work;
use feltbok_work_order::{RenderOptions, Seal, SignatureNote, content_hash, render};

use super::{
    content::{Drawn, failed},
    ink, prepare,
};
use crate::{
    error::Result,
    sign::PREPARED,
    steps::need_job,
    tablet::Open,
    views::{ErrorCode, TabletError},
};

const PDF: &str = "application/pdf";

/// How the customer's side ends.
pub(super) enum Ending {
    Signed(SignatureRecord),
    Unsigned { reason: UnsignedReason, note: String },
}

impl Open {
    /// Seals what was prepared. `shown` is the hash that was on the screen.
    ///
    /// Errors: `not_prepared`, `content_changed`, `document_failed`, `disk_full`; nothing is kept of a failed try.
    pub(super) fn seal(&self, work: &mut Work<'_>, job_id: Id, shown: &str, ending: Ending) -> Result<()> {
        let prepared = self.prepared(work, job_id)?.ok_or_else(|| TabletError::new(ErrorCode::NotPrepared))?;
        let number = work.next_work_order(prepare::year_of(prepared.at), &self.enrolment.tablet_code)?.to_string();
        let drawn = self.draw(work, job_id, &number, prepared.lang, prepared.at)?;
        let content_sha256 = content_hash(&drawn.content);
        if number != prepared.number || content_sha256 != shown || shown != prepared.content_sha256 {
            return Err(TabletError::new(ErrorCode::ContentChanged));
        }
        let now = work.now();
        let seal = match &ending {
            Ending::Signed(record) => Seal::Signed(record),
            Ending::Unsigned { reason, note } => Seal::Unsigned { reason: *reason, note, at: now },
        };
        let document = render(&drawn.content, &seal, RenderOptions::default()).map_err(|error| failed(&error))?;
        let reason = format!("{number}, content SHA-256 {content_sha256}");
        let note =
            SignatureNote { name: &self.enrolment.technician, reason: &reason, place: &drawn.content.place, at: now };
        let pdf = self.signed(work, document.pdf, &note);
        let kept = self.store.keep_file(&pdf)?;
        work.add_file(&kept, FileRole::Document, PDF, job_id)?;
        let evidence_sha256 = match &ending {
            Ending::Signed(record) => {
                let ink = work.draft(&ink::key(job_id))?.unwrap_or_default();
                self.keep_evidence(work, &prepared, record, ink)?
            }
            Ending::Unsigned { .. } => None,
        };
        self.tell_missing_consent(work, job_id, &drawn)?;
        let (customer, unsigned, note) = match ending {
            Ending::Signed(record) => (Some(record), None, None),
            Ending::Unsigned { reason, note } => (None, Some(reason), Some(note)),
        };
        let sealed = SignedWorkOrder {
            number,
            revision: 1,
            lang: prepared.lang,
            content_sha256,
            pdf_sha256: kept.sha256,
            pdf_bytes: u32::try_from(kept.bytes).unwrap_or(u32::MAX),
            sealed_at: now,
            customer,
            unsigned,
            evidence_sha256,
            verdict: drawn.verdict,
        };
        work.visit(drawn.visit.id, VisitEdit::Seal(sealed))?;
        let outcome = drawn.visit.close_out.outcome.unwrap_or(Outcome::Fixed);
        let job = need_job(work, job_id)?;
        self.step(work, &job, status_after(outcome), note.as_deref().filter(|note| !note.trim().is_empty()))?;
        work.clear_draft(PREPARED)?;
        Ok(work.clear_draft(&ink::key(job_id))?)
    }

    /// Billable work without consent is recorded all the same, and dispatch is told.
    fn tell_missing_consent(&self, work: &mut Work<'_>, job_id: Id, drawn: &Drawn) -> Result<()> {
        let state = drawn.verdict.as_ref().map(|verdict| consent_state(verdict, drawn.visit.consent.as_ref()));
        if matches!(state, Some(ConsentState::NoConsent | ConsentState::Exceeded)) {
            let visit_id = drawn.visit.id;
            work.notice(visit_id, Some(job_id), Notice::NoConsent { visit_id })?;
        }
        Ok(())
    }
}
