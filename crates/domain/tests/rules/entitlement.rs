//! R13–R19: one visit's work and every promise that bears on it to who pays for each line.

use feltbok_domain::{
    entitlement::{
        AgreementClaimed, AgreementTemplate, Attribution, Claim, ClaimedPart, Lot, PartVerdict, Rates, TimeVerdict,
        decide, terms::Terms,
    },
    work_type::WorkType,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Answers;

#[derive(Deserialize)]
struct Case {
    registered_on: Date,
    work_type: WorkType,
    attribution: Attribution,
    factory_warranty_until: Option<Date>,
    agreement: Option<Agreement>,
    prepaid_lots: Vec<Lot>,
    labour_minutes: Vec<u32>,
    travel_minutes: Vec<u32>,
    parts: Vec<ClaimedPart>,
    rates: Rates,
    remote: bool,
    expect: Value,
}

#[derive(Deserialize)]
struct Agreement {
    template: AgreementTemplate,
    signed: bool,
    suspended: bool,
    from: Date,
    until: Date,
    #[serde(default)]
    covers_attributions: Vec<Attribution>,
}

impl From<Agreement> for AgreementClaimed {
    fn from(agreement: Agreement) -> Self {
        AgreementClaimed {
            signed: agreement.signed,
            suspended: agreement.suspended,
            from: agreement.from,
            until: agreement.until,
            lists_equipment: true,
            terms: Terms { covers_attributions: agreement.covers_attributions, ..agreement.template.terms() },
        }
    }
}

pub fn answers(case: &Value) -> Answers {
    let case = Case::deserialize(case).map_err(|error| error.to_string())?;
    let verdict = decide(&Claim {
        registered_on: case.registered_on,
        work_type: case.work_type,
        attribution: case.attribution,
        remote: case.remote,
        factory_warranty_until: case.factory_warranty_until,
        agreement: case.agreement.map(AgreementClaimed::from),
        prepaid_lots: case.prepaid_lots,
        labour_minutes: case.labour_minutes,
        travel_minutes: case.travel_minutes,
        parts: case.parts,
        rates: case.rates,
    });
    let actual = json!({
        "labour": verdict.labour.as_ref().map(time),
        "travel": verdict.travel.as_ref().map(time),
        "parts": verdict.parts.iter().map(part).collect::<Vec<Value>>(),
        "prepaid_debits": verdict.prepaid_debits,
        "net": verdict.net,
        "vat": verdict.vat,
        "gross": verdict.gross,
        "needs_consent": verdict.needs_consent,
    });
    Ok((case.expect, actual))
}

fn time(verdict: &TimeVerdict) -> Value {
    json!({
        "covered_by": verdict.covered_by,
        "rule": verdict.rule,
        "reason": verdict.reason,
        "billed_minutes": verdict.billed_minutes,
        "prepaid_minutes": verdict.prepaid_minutes,
    })
}

fn part(verdict: &PartVerdict) -> Value {
    json!({ "covered_by": verdict.covered_by, "rule": verdict.rule, "reason": verdict.reason })
}
