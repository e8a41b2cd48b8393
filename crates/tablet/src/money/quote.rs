//! The quote: every line with who pays and why, from a verdict.

use feltbok_domain::{
    entitlement::{
        Attribution, CoveredBy, LineKind, Lot, PartVerdict, Reason, Rule, TimeVerdict, Verdict, consent_state,
        terms::Scheme, valid_minutes,
    },
    model::Visit,
    money::Minor,
};
use jiff::Timestamp;

use super::claim::{Stage, rates, verdict};
use crate::{
    job::Dossier,
    views::{ConsentAnswer, QuoteLine, QuoteLineKind, QuoteView, VerdictView},
};

/// The quote under the visit's attribution, or the usual one until it has one.
pub fn quote_view(dossier: &Dossier, stage: Stage, now: Timestamp) -> Option<QuoteView> {
    let chosen = dossier.visit().and_then(|visit| visit.diagnosis.attribution);
    let attribution = chosen.unwrap_or_else(|| super::claim::usual_attribution(dossier.job.work_type));
    let decided = verdict(dossier, attribution, stage, now)?;
    view_of(dossier, &decided, chosen, stage, now)
}

fn view_of(
    dossier: &Dossier,
    verdict: &Verdict,
    attribution: Option<Attribution>,
    stage: Stage,
    now: Timestamp,
) -> Option<QuoteView> {
    let rates = rates(dossier)?;
    let visit = dossier.visit();
    let answer = visit.and_then(|visit| visit.consent.as_ref());
    let mut lines = Vec::new();
    if let Some(labour) = &verdict.labour {
        lines.push(time_line(QuoteLineKind::Labour, LineKind::Labour, labour, rates.labour_per_hour, verdict));
    }
    if let Some(travel) = &verdict.travel {
        lines.push(time_line(QuoteLineKind::Travel, LineKind::Travel, travel, rates.travel_per_hour, verdict));
    }
    lines.extend(visit.into_iter().flat_map(|visit| part_lines(visit, verdict)));
    Some(QuoteView {
        lines,
        net: verdict.net,
        vat: verdict.vat,
        gross: verdict.gross,
        decimals: verdict.currency.shown_decimals(),
        minor_digits: verdict.currency.minor_digits(),
        vat_basis_points: verdict.vat_basis_points,
        currency: verdict.currency.code().to_owned(),
        needs_consent: verdict.needs_consent,
        consent: consent_state(verdict, answer),
        answer: answer.map(|consent| ConsentAnswer {
            accepted: consent.accepted,
            name: consent.name.clone(),
            at: consent.at,
            shown_gross: consent.shown_gross,
            reason: consent.reason.clone(),
        }),
        step_minutes: rates.step_minutes,
        estimated: stage == Stage::Foreseen,
        prepaid_minutes_left: prepaid_left(dossier, now),
        as_of: dossier.as_of,
        attribution,
    })
}

/// Who pays, in one line: the billed reason if anything is billed, else what covers.
pub fn verdict_view(verdict: &Verdict) -> VerdictView {
    let times =
        [&verdict.labour, &verdict.travel].into_iter().flatten().map(|time| (time.covered_by, time.reason, time.rule));
    let parts = verdict.parts.iter().map(|part| (part.covered_by, part.reason, part.rule));
    let decided: Vec<_> = times.chain(parts).collect();
    let billed = decided.iter().find(|(covered_by, reason, _)| covered_by.is_none() || reason.is_some());
    let (covered_by, reason, rule) =
        *billed.or(decided.first()).unwrap_or(&(None, Some(Reason::NotIncluded), Rule::R19));
    VerdictView { covered: !verdict.needs_consent, code: code(covered_by, reason), rule: rule_code(rule) }
}

/// The word for what covers a line or why it is billed, as on the wire.
pub fn code(covered_by: Option<CoveredBy>, reason: Option<Reason>) -> String {
    let word = match (reason, covered_by) {
        (Some(reason), _) => serde_json::to_value(reason),
        (None, Some(covered_by)) => serde_json::to_value(covered_by),
        (None, None) => serde_json::to_value(Reason::NotIncluded),
    };
    word.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

pub fn rule_code(rule: Rule) -> String {
    format!("{rule:?}")
}

/// The verdict on the visit's part at `index`, with its net amount.
pub fn part_verdict(verdict: &Verdict, index: usize) -> Option<(&PartVerdict, Minor)> {
    let part = verdict.parts.get(index)?;
    let line = LineKind::Part { index: u32::try_from(index).ok()? };
    Some((part, amount(verdict, line).0))
}

fn time_line(kind: QuoteLineKind, line: LineKind, time: &TimeVerdict, per_hour: Minor, verdict: &Verdict) -> QuoteLine {
    let (net, vat) = amount(verdict, line);
    QuoteLine {
        kind,
        fitted_id: None,
        name: None,
        number: None,
        quantity: 1,
        minutes: Some(time.recorded_minutes),
        billed_minutes: Some(time.billed_minutes),
        prepaid_minutes: Some(time.prepaid_minutes),
        covered: time.covered_by.is_some(),
        code: code(time.covered_by, time.reason),
        rule: rule_code(time.rule),
        unit_price: per_hour,
        net,
        vat,
    }
}

fn part_lines<'a>(visit: &'a Visit, verdict: &'a Verdict) -> impl Iterator<Item = QuoteLine> + 'a {
    visit.parts.iter().zip(&verdict.parts).enumerate().map(|(index, (part, decided))| {
        let line = LineKind::Part { index: u32::try_from(index).unwrap_or(u32::MAX) };
        let (net, vat) = amount(verdict, line);
        QuoteLine {
            kind: QuoteLineKind::Part,
            fitted_id: Some(part.id),
            name: Some(part.name.clone()),
            number: Some(part.number.clone()),
            quantity: part.quantity,
            minutes: None,
            billed_minutes: None,
            prepaid_minutes: None,
            covered: decided.covered_by.is_some(),
            code: code(decided.covered_by, decided.reason),
            rule: rule_code(decided.rule),
            unit_price: part.unit_price,
            net,
            vat,
        }
    })
}

/// Net and VAT of a line; nothing for a covered one.
fn amount(verdict: &Verdict, line: LineKind) -> (Minor, Minor) {
    verdict.lines.iter().find(|known| known.line == line).map_or((0, 0), |known| (known.net, known.vat))
}

fn prepaid_left(dossier: &Dossier, now: Timestamp) -> Option<u32> {
    let agreement = dossier.agreement.as_ref().filter(|agreement| agreement.terms.scheme == Scheme::Prepaid)?;
    let step = rates(dossier)?.step_minutes;
    Some(valid_minutes(&Lot::all_of(agreement), dossier.local_date(now), step))
}
