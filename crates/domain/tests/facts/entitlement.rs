//! R13–R19: each rule, and each word in it that decides something.

use feltbok_domain::{
    entitlement::{
        AgreementClaimed, AgreementTemplate, Attribution, Claim, ClaimedPart, ConsentState, CoveredBy, Inactivity,
        LineKind, Lot, PrepaidDebit, Rates, Reason, Rule, Verdict, amount_of_time, consent_state, decide,
        round_up_to_step,
        terms::{Inclusion, Terms},
    },
    model::{Consent, PartKind},
    money::Currency,
    work_type::WorkType,
};

use crate::{at, on};

/// What a line came to: covered by, rule, reason.
type Answer = (Option<CoveredBy>, Rule, Option<Reason>);

const TODAY: &str = "2026-06-15";

const fn covered(by: CoveredBy, rule: Rule) -> Answer {
    (Some(by), rule, None)
}

const fn billed(rule: Rule, reason: Reason) -> Answer {
    (None, rule, Some(reason))
}

/// An hour of labour and half an hour of travel on a breakdown by the equipment's own fault, without any promise.
fn claim() -> Claim {
    Claim {
        registered_on: on(TODAY),
        work_type: WorkType::BreakdownRepair,
        attribution: Attribution::EquipmentFault,
        remote: false,
        factory_warranty_until: None,
        agreement: None,
        prepaid_lots: Vec::new(),
        labour_minutes: vec![60],
        travel_minutes: vec![30],
        parts: Vec::new(),
        rates: Rates {
            currency: Currency::new("NOK").expect("a currency"),
            labour_per_hour: 120_000,
            travel_per_hour: 60_000,
            vat_basis_points: 2_500,
            step_minutes: 15,
        },
    }
}

fn under(template: AgreementTemplate) -> AgreementClaimed {
    AgreementClaimed {
        signed: true,
        suspended: false,
        from: on("2026-01-01"),
        until: on("2026-12-31"),
        lists_equipment: true,
        terms: template.terms(),
    }
}

fn part(kind: PartKind, replaces_part_warranty_until: Option<&str>) -> ClaimedPart {
    ClaimedPart { kind, qty: 1, unit_price: 10_000, replaces_part_warranty_until: replaces_part_warranty_until.map(on) }
}

fn one_of_each_kind() -> Vec<ClaimedPart> {
    [PartKind::Spare, PartKind::Wear, PartKind::Consumable].map(|kind| part(kind, None)).into()
}

fn labour(verdict: &Verdict) -> Answer {
    let line = verdict.labour.as_ref().expect("labour was recorded");
    (line.covered_by, line.rule, line.reason)
}

fn travel(verdict: &Verdict) -> Answer {
    let line = verdict.travel.as_ref().expect("travel was recorded");
    (line.covered_by, line.rule, line.reason)
}

fn parts(verdict: &Verdict) -> Vec<Answer> {
    verdict.parts.iter().map(|line| (line.covered_by, line.rule, line.reason)).collect()
}

fn check_all(claim: &Claim, expected: Answer) {
    let verdict = decide(claim);
    assert_eq!((labour(&verdict), travel(&verdict)), (expected, expected));
    assert!(parts(&verdict).iter().all(|answer| *answer == expected), "{:?}", parts(&verdict));
}

#[test]
fn r13_bills_somebody_elses_fault_whatever_is_promised() {
    for (attribution, reason) in [
        (Attribution::NetworkDown, Reason::ThirdParty),
        (Attribution::NoSignal, Reason::ThirdParty),
        (Attribution::ConnectedEquipment, Reason::ThirdParty),
        (Attribution::Telephony, Reason::ThirdParty),
        (Attribution::ThirdPartySoftware, Reason::ThirdParty),
        (Attribution::ThirdPartyConsumable, Reason::ThirdParty),
        (Attribution::DriverOrAppSettings, Reason::UserError),
        (Attribution::TraySettings, Reason::UserError),
        (Attribution::NetworkSettingsChanged, Reason::UserError),
        (Attribution::UnauthorisedRepair, Reason::UserError),
        (Attribution::AccidentalDamage, Reason::External),
        (Attribution::ForceMajeure, Reason::External),
    ] {
        let promised = Claim {
            attribution,
            factory_warranty_until: Some(on("2027-01-01")),
            agreement: Some(under(AgreementTemplate::Resident)),
            parts: vec![part(PartKind::Spare, Some("2027-01-01"))],
            ..claim()
        };
        check_all(&promised, billed(Rule::R13, reason));
    }
}

#[test]
fn r13_lets_a_code_through_that_the_agreement_names() {
    let naming = |template: AgreementTemplate| {
        let terms = Terms { covers_attributions: vec![Attribution::NetworkDown], ..template.terms() };
        let agreement = AgreementClaimed { terms, ..under(template) };
        Claim { attribution: Attribution::NetworkDown, agreement: Some(agreement), ..claim() }
    };
    check_all(&naming(AgreementTemplate::FullService), covered(CoveredBy::Agreement, Rule::R16));
    check_all(&naming(AgreementTemplate::None), billed(Rule::R19, Reason::NoAgreement));
    let other = Claim { attribution: Attribution::NoSignal, ..naming(AgreementTemplate::FullService) };
    check_all(&other, billed(Rule::R13, Reason::ThirdParty));
    // Let through is not the equipment's own fault: no warranty pays.
    let warranted = Claim {
        factory_warranty_until: Some(on("2027-01-01")),
        parts: vec![part(PartKind::Spare, Some("2027-01-01"))],
        ..naming(AgreementTemplate::FullService)
    };
    check_all(&warranted, covered(CoveredBy::Agreement, Rule::R16));
}

#[test]
fn r14_covers_the_part_and_the_visit_when_every_part_is_warranted() {
    let warranted = Claim { parts: vec![part(PartKind::Wear, Some(TODAY)); 2], ..claim() };
    check_all(&warranted, covered(CoveredBy::PartWarranty, Rule::R14));
}

#[test]
fn r14_covers_only_the_warranted_one_of_mixed_parts() {
    let mixed = Claim { parts: vec![part(PartKind::Spare, Some(TODAY)), part(PartKind::Spare, None)], ..claim() };
    let verdict = decide(&mixed);
    let no_agreement = billed(Rule::R19, Reason::NoAgreement);
    assert_eq!(parts(&verdict), [covered(CoveredBy::PartWarranty, Rule::R14), no_agreement]);
    assert_eq!((labour(&verdict), travel(&verdict)), (no_agreement, no_agreement));
}

#[test]
fn r14_needs_a_part_a_warranty_that_lasts_and_the_equipments_own_fault() {
    let no_agreement = billed(Rule::R19, Reason::NoAgreement);
    check_all(&claim(), no_agreement);
    check_all(&Claim { parts: vec![part(PartKind::Spare, Some("2026-06-14"))], ..claim() }, no_agreement);
    for attribution in [Attribution::NoFaultFound, Attribution::PlannedWork] {
        check_all(&Claim { attribution, parts: vec![part(PartKind::Spare, Some(TODAY))], ..claim() }, no_agreement);
    }
}

#[test]
fn r14_goes_before_the_factory_warranty_and_the_agreement() {
    let promised = Claim {
        factory_warranty_until: Some(on(TODAY)),
        agreement: Some(under(AgreementTemplate::FullService)),
        parts: vec![part(PartKind::Spare, Some(TODAY))],
        ..claim()
    };
    check_all(&promised, covered(CoveredBy::PartWarranty, Rule::R14));
}

#[test]
fn r15_covers_labour_travel_and_spare_parts_only() {
    let new_machine = Claim { factory_warranty_until: Some(on(TODAY)), parts: one_of_each_kind(), ..claim() };
    let verdict = decide(&new_machine);
    let factory = covered(CoveredBy::FactoryWarranty, Rule::R15);
    let no_agreement = billed(Rule::R19, Reason::NoAgreement);
    assert_eq!((labour(&verdict), travel(&verdict)), (factory, factory));
    assert_eq!(parts(&verdict), [factory, no_agreement, no_agreement]);
    let toner = Claim { attribution: Attribution::ConsumableOriginal, parts: Vec::new(), ..new_machine };
    check_all(&toner, factory);
}

#[test]
fn r15_ends_on_its_last_day_and_needs_the_equipments_own_fault() {
    let no_agreement = billed(Rule::R19, Reason::NoAgreement);
    check_all(&Claim { factory_warranty_until: Some(on("2026-06-14")), ..claim() }, no_agreement);
    for attribution in [Attribution::NoFaultFound, Attribution::PlannedWork] {
        check_all(&Claim { attribution, factory_warranty_until: Some(on(TODAY)), ..claim() }, no_agreement);
    }
}

#[test]
fn r15_goes_before_the_agreement_and_leaves_it_the_wear_parts() {
    let both = Claim {
        factory_warranty_until: Some(on(TODAY)),
        agreement: Some(under(AgreementTemplate::FullService)),
        parts: one_of_each_kind(),
        ..claim()
    };
    let verdict = decide(&both);
    assert_eq!(labour(&verdict), covered(CoveredBy::FactoryWarranty, Rule::R15));
    let expected = [
        covered(CoveredBy::FactoryWarranty, Rule::R15),
        covered(CoveredBy::Agreement, Rule::R16),
        billed(Rule::R19, Reason::NotIncluded),
    ];
    assert_eq!(parts(&verdict), expected);
}

/// Labour, travel, spare, wear, consumable: which of them the template covers.
fn check_template(template: AgreementTemplate, work_type: WorkType, expected: [bool; 5]) {
    let verdict = decide(&Claim { agreement: Some(under(template)), work_type, parts: one_of_each_kind(), ..claim() });
    let mut lines = vec![labour(&verdict), travel(&verdict)];
    lines.extend(parts(&verdict));
    let answers = expected.map(|is_covered| {
        if is_covered { covered(CoveredBy::Agreement, Rule::R16) } else { billed(Rule::R19, Reason::NotIncluded) }
    });
    assert_eq!(lines, answers, "{template:?} on {work_type:?}");
}

#[test]
fn r16_covers_what_the_template_includes() {
    use AgreementTemplate::*;
    use WorkType::{BreakdownRepair, Installation, PmVisit, RemoteAssistance};
    check_template(FullService, BreakdownRepair, [true, true, true, true, false]);
    check_template(FullServiceConsumables, BreakdownRepair, [true; 5]);
    check_template(LabourOnly, BreakdownRepair, [true, true, false, false, false]);
    check_template(Resident, BreakdownRepair, [true; 5]);
    check_template(Preventive, PmVisit, [true, true, false, true, false]);
    check_template(Preventive, BreakdownRepair, [true, true, false, false, false]);
    check_template(Preventive, RemoteAssistance, [false; 5]);
    check_template(Preventive, Installation, [false; 5]);
}

#[test]
fn r16_covers_work_that_is_nobodys_fault() {
    for attribution in [Attribution::NoFaultFound, Attribution::PlannedWork] {
        let planned = Claim { attribution, agreement: Some(under(AgreementTemplate::FullService)), ..claim() };
        check_all(&planned, covered(CoveredBy::Agreement, Rule::R16));
    }
}

#[test]
fn r16_needs_an_agreement_that_is_in_force() {
    let check = |change: fn(&mut AgreementClaimed), expected: Option<Inactivity>| {
        let mut agreement = under(AgreementTemplate::FullService);
        change(&mut agreement);
        let claim = Claim { agreement: Some(agreement), ..claim() };
        let answer = match expected {
            Some(_) => billed(Rule::R19, Reason::AgreementInactive),
            None => covered(CoveredBy::Agreement, Rule::R16),
        };
        check_all(&claim, answer);
        assert_eq!(decide(&claim).inactive_because, expected);
    };
    check(|agreement| agreement.signed = false, Some(Inactivity::Unsigned));
    check(|agreement| agreement.suspended = true, Some(Inactivity::Suspended));
    check(|agreement| agreement.lists_equipment = false, Some(Inactivity::EquipmentNotListed));
    check(|agreement| agreement.from = on("2026-06-16"), Some(Inactivity::NotStarted));
    check(|agreement| agreement.from = on(TODAY), None);
    check(|agreement| agreement.until = on("2026-06-14"), Some(Inactivity::Ended));
    check(|agreement| agreement.until = on(TODAY), None);
}

#[test]
fn changed_terms_decide_like_shipped_ones() {
    let mut agreement = under(AgreementTemplate::LabourOnly);
    agreement.terms.includes.travel = Inclusion::Never;
    agreement.terms.includes.spare = Inclusion::Always;
    agreement.terms.work_types = Some(vec![WorkType::PmVisit]);
    let covered_work =
        Claim { work_type: WorkType::PmVisit, agreement: Some(agreement), parts: one_of_each_kind(), ..claim() };
    let verdict = decide(&covered_work);
    assert_eq!(labour(&verdict), covered(CoveredBy::Agreement, Rule::R16));
    assert_eq!(travel(&verdict), billed(Rule::R19, Reason::NotIncluded));
    assert_eq!(parts(&verdict)[0], covered(CoveredBy::Agreement, Rule::R16));
    check_all(&Claim { work_type: WorkType::BreakdownRepair, ..covered_work }, billed(Rule::R19, Reason::NotIncluded));
}

fn prepaid(lots: &[u32], labour_minutes: u32) -> Verdict {
    let lot = |minutes: &u32| Lot { bought: on("2026-01-01"), expires: on("2026-12-31"), minutes: *minutes };
    decide(&Claim {
        agreement: Some(under(AgreementTemplate::Prepaid)),
        prepaid_lots: lots.iter().map(lot).collect(),
        labour_minutes: vec![labour_minutes],
        parts: one_of_each_kind(),
        ..claim()
    })
}

#[test]
fn r17_debits_labour_in_whole_steps_and_bills_the_rest() {
    let enough = prepaid(&[600], 61);
    assert_eq!(labour(&enough), covered(CoveredBy::Prepaid, Rule::R17));
    assert_eq!(enough.prepaid_debits, [PrepaidDebit { lot: 0, minutes: 75 }]);
    let line = enough.labour.as_ref().expect("labour");
    assert_eq!((line.recorded_minutes, line.prepaid_minutes, line.billed_minutes), (61, 75, 0));

    let some = prepaid(&[40, 20], 61);
    assert_eq!(labour(&some), (Some(CoveredBy::Prepaid), Rule::R17, Some(Reason::PrepaidExhausted)));
    assert_eq!(some.prepaid_debits, [PrepaidDebit { lot: 0, minutes: 30 }, PrepaidDebit { lot: 1, minutes: 15 }]);
    let line = some.labour.as_ref().expect("labour");
    assert_eq!((line.prepaid_minutes, line.billed_minutes), (45, 30));
    assert_eq!(some.lines[0].net, amount_of_time(30, 120_000));

    let none = prepaid(&[10, 14], 61);
    assert_eq!(labour(&none), billed(Rule::R17, Reason::PrepaidExhausted));
    assert!(none.prepaid_debits.is_empty());
    assert_eq!(none.labour.map(|line| (line.prepaid_minutes, line.billed_minutes)), Some((0, 75)));
}

#[test]
fn r17_leaves_travel_and_parts_billable() {
    let verdict = prepaid(&[600], 60);
    let not_included = billed(Rule::R19, Reason::NotIncluded);
    assert_eq!(travel(&verdict), not_included);
    assert_eq!(parts(&verdict), [not_included; 3]);
}

#[test]
fn r17_debits_nothing_for_labour_that_something_else_decides() {
    let lots = vec![Lot { bought: on("2026-01-01"), expires: on("2026-12-31"), minutes: 600 }];
    let account = Claim { agreement: Some(under(AgreementTemplate::Prepaid)), prepaid_lots: lots, ..claim() };
    let user_error = Claim { attribution: Attribution::TraySettings, ..account.clone() };
    let warranted = Claim { factory_warranty_until: Some(on(TODAY)), ..account.clone() };
    let suspended = Claim {
        agreement: Some(AgreementClaimed { suspended: true, ..under(AgreementTemplate::Prepaid) }),
        ..account.clone()
    };
    let without_agreement = Claim { agreement: None, ..account.clone() };
    let full_service = Claim { agreement: Some(under(AgreementTemplate::FullService)), ..account.clone() };
    let idle = Claim { labour_minutes: vec![0, 0], ..account };
    for claim in [user_error, warranted, suspended, without_agreement, full_service, idle] {
        let verdict = decide(&claim);
        assert!(verdict.prepaid_debits.is_empty(), "{claim:?}");
        assert_eq!(verdict.labour.map_or(0, |line| line.prepaid_minutes), 0);
    }
}

#[test]
fn r18_covers_the_labour_of_remote_work_only() {
    let support = |remote| {
        decide(&Claim {
            agreement: Some(under(AgreementTemplate::FreeSupport)),
            remote,
            parts: one_of_each_kind(),
            ..claim()
        })
    };
    let not_included = billed(Rule::R19, Reason::NotIncluded);
    let remote = support(true);
    assert_eq!(labour(&remote), covered(CoveredBy::FreeSupport, Rule::R18));
    assert_eq!(travel(&remote), not_included);
    assert_eq!(parts(&remote), [not_included; 3]);
    assert_eq!(labour(&support(false)), not_included);
}

#[test]
fn r18_is_no_gift_to_other_agreements() {
    let mut agreement = under(AgreementTemplate::LabourOnly);
    agreement.terms.includes.labour = Inclusion::Never;
    let verdict = decide(&Claim { agreement: Some(agreement), remote: true, ..claim() });
    assert_eq!(labour(&verdict), billed(Rule::R19, Reason::NotIncluded));
}

#[test]
fn r18_ends_with_its_period() {
    let ended = AgreementClaimed { until: on("2026-06-14"), ..under(AgreementTemplate::FreeSupport) };
    let late = Claim { agreement: Some(ended), remote: true, ..claim() };
    check_all(&late, billed(Rule::R19, Reason::AgreementInactive));
}

#[test]
fn r19_names_the_reason() {
    check_all(&claim(), billed(Rule::R19, Reason::NoAgreement));
    for (signed, suspended) in [(true, false), (false, false), (true, true)] {
        let ad_hoc = AgreementClaimed { signed, suspended, ..under(AgreementTemplate::None) };
        let claim = Claim { agreement: Some(ad_hoc), ..claim() };
        check_all(&claim, billed(Rule::R19, Reason::NoAgreement));
        assert_eq!(decide(&claim).inactive_because, None);
    }
}

#[test]
fn minutes_are_summed_and_then_rounded_up() {
    let verdict = decide(&Claim { labour_minutes: vec![8, 7, 1], travel_minutes: vec![8, 7, 0], ..claim() });
    let minutes = |line: Option<feltbok_domain::entitlement::TimeVerdict>| {
        line.map(|line| (line.recorded_minutes, line.billed_minutes))
    };
    assert_eq!(minutes(verdict.labour), Some((16, 30)));
    assert_eq!(minutes(verdict.travel), Some((15, 15)));
    let nothing = decide(&Claim { labour_minutes: vec![0, 0], travel_minutes: Vec::new(), ..claim() });
    assert_eq!((nothing.labour, nothing.travel, nothing.needs_consent), (None, None, false));
    assert_eq!([0, 1, 15, 16].map(|minutes| round_up_to_step(minutes, 15)), [0, 15, 15, 30]);
    assert_eq!(round_up_to_step(7, 0), 7);
    assert_eq!(round_up_to_step(u32::MAX, 60) % 60, 0);
}

#[test]
fn amounts_and_vat_round_half_up_per_line() {
    let mut odd = claim();
    odd.rates.labour_per_hour = 10_002;
    odd.rates.travel_per_hour = 2;
    odd.rates.vat_basis_points = 1_000;
    odd.labour_minutes = vec![15];
    odd.travel_minutes = vec![15];
    odd.parts = vec![ClaimedPart { qty: 3, unit_price: 5, ..part(PartKind::Spare, None) }];
    let verdict = decide(&odd);
    let lines: Vec<(LineKind, i64, i64)> = verdict.lines.iter().map(|line| (line.line, line.net, line.vat)).collect();
    // 10002/4 = 2500.5; 2/4 = 0.5; VAT of 2501 = 250.1, of 1 = 0.1, of 15 = 1.5.
    assert_eq!(lines, [(LineKind::Labour, 2_501, 250), (LineKind::Travel, 1, 0), (LineKind::Part { index: 0 }, 15, 2)]);
    assert_eq!((verdict.net, verdict.vat, verdict.gross), (2_517, 252, 2_769));
}

#[test]
fn a_line_of_nothing_is_no_line_and_asks_no_consent() {
    let mut free = claim();
    free.rates.labour_per_hour = 0;
    free.rates.travel_per_hour = 0;
    free.parts = vec![ClaimedPart { unit_price: 0, ..part(PartKind::Spare, None) }];
    let verdict = decide(&free);
    assert_eq!(labour(&verdict), billed(Rule::R19, Reason::NoAgreement));
    assert!(verdict.lines.is_empty() && !verdict.needs_consent);
    free.parts = vec![ClaimedPart { unit_price: 1, ..part(PartKind::Spare, None) }];
    assert!(decide(&free).needs_consent);
    let promised = Claim { agreement: Some(under(AgreementTemplate::Resident)), ..claim() };
    assert!(!decide(&promised).needs_consent);
}

#[test]
fn absurd_amounts_are_held_at_the_end_of_the_range() {
    let huge = ClaimedPart { qty: u32::MAX, unit_price: i64::MAX, ..part(PartKind::Spare, None) };
    let verdict = decide(&Claim { parts: vec![huge; 2], labour_minutes: vec![u32::MAX; 2], ..claim() });
    assert_eq!((verdict.net, verdict.gross), (i64::MAX, i64::MAX));
}

#[test]
fn consent_covers_what_the_customer_saw() {
    let verdict = decide(&claim());
    let answer = |accepted, shown_gross, currency: &str| Consent {
        accepted,
        name: "Kari".into(),
        at: at("2026-06-15T08:00:00Z"),
        shown_gross,
        currency: currency.into(),
        ink: None,
        reason: None,
    };
    let state = |consent: Option<Consent>| consent_state(&verdict, consent.as_ref());
    assert_eq!(state(Some(answer(true, verdict.gross, "NOK"))), ConsentState::Given);
    assert_eq!(state(Some(answer(true, verdict.gross - 1, "NOK"))), ConsentState::Exceeded);
    assert_eq!(state(Some(answer(true, verdict.gross, "IRR"))), ConsentState::Exceeded);
    assert_eq!(state(Some(answer(false, verdict.gross, "NOK"))), ConsentState::NoConsent);
    assert_eq!(state(None), ConsentState::NoConsent);
    let covered = decide(&Claim { agreement: Some(under(AgreementTemplate::FullService)), ..claim() });
    assert_eq!(consent_state(&covered, None), ConsentState::NotNeeded);
}

#[test]
fn the_shipped_templates_are_told_apart_by_their_keys() {
    for template in AgreementTemplate::ALL {
        assert_eq!(serde_json::to_value(template).expect("a string"), template.key());
        let terms = template.terms();
        assert_eq!(terms.template, template.key());
        assert!((1..=12).contains(&terms.part_warranty_months) && terms.pm_visits_a_year <= 12);
        let text = serde_json::to_string(&terms).expect("terms serialise");
        assert_eq!(serde_json::from_str::<Terms>(&text).expect("and read back"), terms);
    }
    assert_eq!((AgreementTemplate::Prepaid.months(), AgreementTemplate::FreeSupport.months()), (Some(12), Some(6)));
}

#[test]
fn an_agreement_may_have_its_own_rates_and_increment() {
    let ad_hoc = claim().rates;
    let mut terms = AgreementTemplate::LabourOnly.terms();
    assert_eq!(terms.rates_or(&ad_hoc), ad_hoc);
    terms.step_minutes = Some(30);
    assert_eq!(terms.rates_or(&ad_hoc), Rates { step_minutes: 30, ..ad_hoc.clone() });
    terms.rates = Some(Rates { labour_per_hour: 1, ..ad_hoc.clone() });
    assert_eq!(terms.rates_or(&ad_hoc), Rates { step_minutes: 30, labour_per_hour: 1, ..ad_hoc });
}
