//! The evidence of the customer's signature, sealed to the company's key before it is kept (ADR 11).

use feltbok_domain::model::SignatureRecord;
use feltbok_protocol::{
    evidence::{Evidence, EvidenceStroke, MEDIA_TYPE},
    file::FileRole,
};
use feltbok_tablet_store::Work;

use super::{
    certificate::{DocumentChain, SETTING},
    ink::Ink,
    prepare::Prepared,
};
use crate::{error::Result, tablet::Open};

impl Open {
    /// Keeps the evidence with the files that go to the office; its SHA-256. `None` while the company's key is not
    /// known: then nobody could open it.
    pub(super) fn keep_evidence(
        &self,
        work: &mut Work<'_>,
        prepared: &Prepared,
        signature: &SignatureRecord,
        ink: Ink,
    ) -> Result<Option<String>> {
        let chain: Option<DocumentChain> = work.setting(SETTING)?;
        let Some(key) = chain.and_then(|chain| chain.evidence_key) else { return Ok(None) };
        let evidence = self.evidence(work, prepared, signature, ink)?;
        let sealed = match evidence.seal(&key) {
            Ok(sealed) => sealed,
            Err(error) => {
                tracing::error!(%error, "the evidence could not be sealed; the work order stands without it");
                return Ok(None);
            }
        };
        let kept = self.store.keep_file(&sealed)?;
        work.add_file(&kept, FileRole::Signature, MEDIA_TYPE, prepared.job_id)?;
        Ok(Some(kept.sha256))
    }

    fn evidence(
        &self,
        work: &Work<'_>,
        prepared: &Prepared,
        signature: &SignatureRecord,
        ink: Ink,
    ) -> Result<Evidence> {
        let company = work.company()?;
        let consent = company
            .and_then(|us| us.consent_texts.into_iter().find(|consent| consent.version == signature.consent_version));
        let mut dynamics = ink.dynamics.into_iter();
        let strokes = signature
            .strokes
            .iter()
            .map(|points| EvidenceStroke { points: points.clone(), dynamics: dynamics.next().unwrap_or_default() });
        Ok(Evidence {
            number: prepared.number.clone(),
            revision: 1,
            content_sha256: prepared.content_sha256.clone(),
            shown_at: prepared.at,
            signed_at: signature.at,
            clock_offset_ms: work.clock_offset_ms(),
            lang: prepared.lang,
            consent_version: signature.consent_version,
            consent_text: consent.map(|consent| consent.text).unwrap_or_default(),
            tablet_id: self.enrolment.tablet_id,
            tablet_code: self.enrolment.tablet_code.clone(),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            name: signature.name.clone(),
            role: signature.role.clone(),
            typed: signature.typed,
            aspect: signature.aspect,
            strokes: strokes.collect(),
        })
    }
}
