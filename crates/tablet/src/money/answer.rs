//! The quote on the screen, and the customer's answer to it before the work.

use feltbok_domain::{
    ids::Id,
    model::{Consent, SignatureRecord, VisitEdit},
};

use super::{Stage, quote_view};
use crate::{
    error::Result,
    sign::is_enough,
    tablet::{Open, Tablet},
    views::{AnswerQuote, ErrorCode, QuoteView, TabletError},
};

impl Tablet {
    /// The quote for the visit as it is foreseen.
    ///
    /// Errors: `not_found` also before the company's rates are on the tablet.
    pub fn quote(&self, job_id: Id) -> Result<QuoteView> {
        self.open()?.quote(job_id, self.now())
    }

    /// Records that the customer accepts or declines what the work costs.
    ///
    /// Errors: `signer_missing`, `signature_blank` for an acceptance without ink or typed name, `reason_missing` for a
    /// refusal without one, `quote_changed`, `wrong_state`, `sealed`, `handed_over`.
    pub fn answer_quote(&self, job_id: Id, answer: AnswerQuote) -> Result<QuoteView> {
        check(&answer)?;
        let open = self.open()?;
        let quote = open.quote(job_id, self.now())?;
        if quote.gross != answer.shown_gross {
            return Err(TabletError::new(ErrorCode::QuoteChanged));
        }
        open.change_visit(job_id, |work, visit| {
            let ink = answer.accepted.then(|| SignatureRecord {
                name: answer.name.trim().to_owned(),
                role: answer.role.trim().to_owned(),
                at: work.now(),
                aspect: answer.aspect,
                strokes: answer.strokes.clone(),
                typed: answer.typed,
                consent_version: 0,
            });
            let consent = Consent {
                accepted: answer.accepted,
                name: answer.name.trim().to_owned(),
                at: work.now(),
                shown_gross: quote.gross,
                currency: quote.currency.clone(),
                ink,
                reason: answer.reason.clone(),
            };
            work.visit(visit.id, VisitEdit::Consent(consent))?;
            Ok(())
        })?;
        open.quote(job_id, self.now())
    }
}

impl Open {
    fn quote(&self, job_id: Id, now: jiff::Timestamp) -> Result<QuoteView> {
        quote_view(&self.dossier(job_id)?, Stage::Foreseen, now).ok_or_else(TabletError::not_found)
    }
}

fn check(answer: &AnswerQuote) -> Result<()> {
    if answer.name.trim().is_empty() {
        return Err(TabletError::new(ErrorCode::SignerMissing));
    }
    if answer.accepted && !answer.typed && !is_enough(&answer.strokes) {
        return Err(TabletError::new(ErrorCode::SignatureBlank));
    }
    if !answer.accepted && answer.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
        return Err(TabletError::new(ErrorCode::ReasonMissing));
    }
    Ok(())
}
