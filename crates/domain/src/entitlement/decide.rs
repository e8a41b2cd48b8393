//! The rules in their order, first match wins, line by line (R13–R19).

use super::{
    AttributionGroup, Claim, CoveredBy, Inactivity, LineKind, PartVerdict, PrepaidDebit, Reason, Rule, TimeVerdict,
    Verdict,
    billing::{amount_of_part, amount_of_time, invoice_line, round_up_to_step, sum_minutes, total},
    claim::ClaimedPart,
    prepaid, standing,
    terms::{Scheme, Terms},
};
use crate::model::PartKind;

/// Decides who pays for every line of the claim, and what the billable ones come to.
///
/// Pure and total: the same claim has the same verdict on the tablet, on the server and years later.
pub fn decide(claim: &Claim) -> Verdict {
    Case::new(claim).verdict()
}

/// A line of work that is decided on its own.
#[derive(Clone, Copy)]
enum Line<'a> {
    Labour,
    Travel,
    Part(&'a ClaimedPart),
}

/// What a rule says about a line.
#[derive(Clone, Copy)]
struct Decision {
    covered_by: Option<CoveredBy>,
    rule: Rule,
    reason: Option<Reason>,
}

impl Decision {
    fn covered(by: CoveredBy, rule: Rule) -> Self {
        Decision { covered_by: Some(by), rule, reason: None }
    }

    fn billed(rule: Rule, reason: Reason) -> Self {
        Decision { covered_by: None, rule, reason: Some(reason) }
    }
}

/// A claim with what several lines ask about it.
struct Case<'a> {
    claim: &'a Claim,
    /// Labour in whole steps.
    labour_minutes: u32,
    /// What the prepaid account would pay of it, if the rules come to that.
    debits: Vec<PrepaidDebit>,
    inactivity: Option<Inactivity>,
}

impl<'a> Case<'a> {
    fn new(claim: &'a Claim) -> Self {
        let step = claim.rates.step_minutes;
        let labour_minutes = round_up_to_step(sum_minutes(&claim.labour_minutes), step);
        Case {
            claim,
            labour_minutes,
            debits: prepaid::debit(&claim.prepaid_lots, claim.registered_on, labour_minutes, step),
            inactivity: claim
                .agreement
                .as_ref()
                .and_then(|agreement| standing::inactivity(agreement, claim.registered_on)),
        }
    }

    fn decision(&self, line: Line) -> Decision {
        self.not_the_equipments_fault()
            .or_else(|| self.part_warranty(line))
            .or_else(|| self.factory_warranty(line))
            .or_else(|| self.agreement(line))
            .or_else(|| self.prepaid(line))
            .or_else(|| self.free_support(line))
            .unwrap_or_else(|| self.everything_else())
    }

    /// R13: somebody else's fault is billed, unless the agreement names the code.
    fn not_the_equipments_fault(&self) -> Option<Decision> {
        let attribution = self.claim.attribution;
        let is_named = self.claim.agreement.as_ref().is_some_and(|agreement| agreement.terms.names(attribution));
        Reason::of_group(attribution.group()).filter(|_| !is_named).map(|reason| Decision::billed(Rule::R13, reason))
    }

    /// R14: a part replaced within its own warranty; labour and travel when every part of the visit is one.
    fn part_warranty(&self, line: Line) -> Option<Decision> {
        let replaces_warranted =
            |part: &ClaimedPart| part.replaces_part_warranty_until.is_some_and(|end| self.claim.registered_on <= end);
        let holds = match line {
            Line::Part(part) => replaces_warranted(part),
            Line::Labour | Line::Travel => {
                !self.claim.parts.is_empty() && self.claim.parts.iter().all(replaces_warranted)
            }
        };
        (self.is_equipments_fault() && holds).then_some(Decision::covered(CoveredBy::PartWarranty, Rule::R14))
    }

    /// R15: the factory pays labour, travel and spare parts, not wear parts and consumables.
    fn factory_warranty(&self, line: Line) -> Option<Decision> {
        let is_within = self.claim.factory_warranty_until.is_some_and(|end| self.claim.registered_on <= end);
        let includes = match line {
            Line::Labour | Line::Travel => true,
            Line::Part(part) => part.kind == PartKind::Spare,
        };
        (self.is_equipments_fault() && is_within && includes)
            .then_some(Decision::covered(CoveredBy::FactoryWarranty, Rule::R15))
    }

    /// R16: what the active agreement includes.
    fn agreement(&self, line: Line) -> Option<Decision> {
        let includes = self.terms_in_force().ok()?.includes;
        let inclusion = match line {
            Line::Labour => includes.labour,
            Line::Travel => includes.travel,
            Line::Part(part) => includes.part(part.kind),
        };
        inclusion.holds_for(self.claim.work_type).then_some(Decision::covered(CoveredBy::Agreement, Rule::R16))
    }

    /// R17: the prepaid account pays labour as far as it goes.
    fn prepaid(&self, line: Line) -> Option<Decision> {
        let terms = self.terms_in_force().ok()?;
        if terms.scheme != Scheme::Prepaid || !matches!(line, Line::Labour) {
            return None;
        }
        let paid = self.debited_minutes();
        Some(Decision {
            covered_by: (paid > 0).then_some(CoveredBy::Prepaid),
            rule: Rule::R17,
            reason: (paid < self.labour_minutes).then_some(Reason::PrepaidExhausted),
        })
    }

    /// R18: free support pays the labour of remote work.
    fn free_support(&self, line: Line) -> Option<Decision> {
        let terms = self.terms_in_force().ok()?;
        (terms.scheme == Scheme::FreeSupport && matches!(line, Line::Labour) && self.claim.remote)
            .then_some(Decision::covered(CoveredBy::FreeSupport, Rule::R18))
    }

    /// R19: everything else is billed, with the reason.
    fn everything_else(&self) -> Decision {
        Decision::billed(Rule::R19, self.terms_in_force().err().unwrap_or(Reason::NotIncluded))
    }

    /// The terms that count for this work, or why none do.
    fn terms_in_force(&self) -> Result<&'a Terms, Reason> {
        let terms = match &self.claim.agreement {
            Some(agreement) if agreement.terms.scheme != Scheme::AdHoc => &agreement.terms,
            _ => return Err(Reason::NoAgreement),
        };
        if self.inactivity.is_some() {
            return Err(Reason::AgreementInactive);
        }
        if terms.covers_work(self.claim.work_type) { Ok(terms) } else { Err(Reason::NotIncluded) }
    }

    fn is_equipments_fault(&self) -> bool {
        self.claim.attribution.group() == AttributionGroup::Equipment
    }

    fn debited_minutes(&self) -> u32 {
        self.debits.iter().map(|debit| debit.minutes).sum()
    }

    fn verdict(self) -> Verdict {
        let labour = self.labour();
        let travel = self.travel();
        let decisions: Vec<Decision> = self.claim.parts.iter().map(|part| self.decision(Line::Part(part))).collect();
        let rates = &self.claim.rates;
        let part_lines =
            (0..).zip(&self.claim.parts).zip(&decisions).filter(|(_, decision)| decision.covered_by.is_none());
        let lines: Vec<_> =
            [(LineKind::Labour, &labour, rates.labour_per_hour), (LineKind::Travel, &travel, rates.travel_per_hour)]
                .into_iter()
                .filter_map(|(kind, time, per_hour)| {
                    invoice_line(kind, amount_of_time(time.as_ref()?.billed_minutes, per_hour), rates)
                })
                .chain(part_lines.filter_map(|((index, part), _)| {
                    invoice_line(LineKind::Part { index }, amount_of_part(part), rates)
                }))
                .collect();
        let net = total(lines.iter().map(|line| line.net));
        let vat = total(lines.iter().map(|line| line.vat));
        let is_inactive = self.terms_in_force() == Err(Reason::AgreementInactive);
        Verdict {
            prepaid_debits: if labour.as_ref().is_some_and(|time| time.prepaid_minutes > 0) {
                self.debits
            } else {
                Vec::new()
            },
            labour,
            travel,
            parts: decisions.into_iter().map(PartVerdict::from).collect(),
            inactive_because: self.inactivity.filter(|_| is_inactive),
            needs_consent: !lines.is_empty(),
            lines,
            currency: rates.currency.clone(),
            vat_basis_points: rates.vat_basis_points,
            net,
            vat,
            gross: total([net, vat].into_iter()),
        }
    }

    fn labour(&self) -> Option<TimeVerdict> {
        let decision = self.decision(Line::Labour);
        let prepaid = if decision.covered_by == Some(CoveredBy::Prepaid) { self.debited_minutes() } else { 0 };
        time_verdict(&self.claim.labour_minutes, self.labour_minutes, decision, prepaid)
    }

    fn travel(&self) -> Option<TimeVerdict> {
        let recorded = &self.claim.travel_minutes;
        let minutes = round_up_to_step(sum_minutes(recorded), self.claim.rates.step_minutes);
        time_verdict(recorded, minutes, self.decision(Line::Travel), 0)
    }
}

/// The verdict on a sum of time; `None` when nothing was recorded.
fn time_verdict(recorded: &[u32], minutes: u32, decision: Decision, prepaid_minutes: u32) -> Option<TimeVerdict> {
    let is_covered_whole = matches!(decision.covered_by, Some(by) if by != CoveredBy::Prepaid);
    (minutes > 0).then(|| TimeVerdict {
        covered_by: decision.covered_by,
        rule: decision.rule,
        reason: decision.reason,
        recorded_minutes: sum_minutes(recorded),
        billed_minutes: if is_covered_whole { 0 } else { minutes - prepaid_minutes },
        prepaid_minutes,
    })
}

impl From<Decision> for PartVerdict {
    fn from(decision: Decision) -> Self {
        PartVerdict { covered_by: decision.covered_by, rule: decision.rule, reason: decision.reason }
    }
}
