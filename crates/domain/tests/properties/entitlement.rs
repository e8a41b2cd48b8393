//! R13–R19: whatever is promised, a covered line costs nothing, and the sums agree.

use feltbok_domain::{
    entitlement::{
        AgreementClaimed, AgreementTemplate, Attribution, Claim, ClaimedPart, CoveredBy, LineKind, Lot, Rates,
        TimeVerdict, decide, round_up_to_step,
    },
    model::PartKind,
    money::Currency,
    work_type::WorkType,
};
use jiff::{
    Span,
    civil::{Date, date},
};
use proptest::prelude::*;

fn any_day() -> impl Strategy<Value = Date> {
    (-20_i64..20).prop_map(|days| date(2026, 6, 15).saturating_add(Span::new().days(days)))
}

fn any_agreement() -> impl Strategy<Value = AgreementClaimed> {
    let named = prop::collection::vec(prop::sample::select(&Attribution::ALL[..]), 0..3);
    let template = prop::sample::select(&AgreementTemplate::ALL[..]);
    (
        template,
        named,
        any_day(),
        any_day(),
        prop::bool::weighted(0.9),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.9),
    )
        .prop_map(|(template, covers_attributions, from, until, signed, suspended, lists_equipment)| {
            let mut terms = template.terms();
            terms.covers_attributions = covers_attributions;
            AgreementClaimed { signed, suspended, from, until, lists_equipment, terms }
        })
}

fn any_part() -> impl Strategy<Value = ClaimedPart> {
    let kind = prop::sample::select(&[PartKind::Spare, PartKind::Wear, PartKind::Consumable][..]);
    (kind, 1_u32..4, 0_i64..200_000, prop::option::of(any_day())).prop_map(|(kind, qty, unit_price, until)| {
        ClaimedPart { kind, qty, unit_price, replaces_part_warranty_until: until }
    })
}

fn any_rates() -> impl Strategy<Value = Rates> {
    (0_i64..200_000, 0_i64..200_000, 0_u32..3_000, 0_u32..61).prop_map(
        |(labour_per_hour, travel_per_hour, vat_basis_points, step_minutes)| Rates {
            currency: Currency::new("UAH").expect("a currency"),
            labour_per_hour,
            travel_per_hour,
            vat_basis_points,
            step_minutes,
        },
    )
}

fn any_claim() -> impl Strategy<Value = Claim> {
    let lot =
        (any_day(), any_day(), 0_u32..200).prop_map(|(bought, expires, minutes)| Lot { bought, expires, minutes });
    let minutes = || prop::collection::vec(0_u32..90, 0..4);
    let what = (
        any_day(),
        prop::sample::select(&WorkType::ALL[..]),
        prop::sample::select(&Attribution::ALL[..]),
        any::<bool>(),
        prop::option::of(any_day()),
        prop::option::of(any_agreement()),
    );
    let lines =
        (prop::collection::vec(lot, 0..4), minutes(), minutes(), prop::collection::vec(any_part(), 0..4), any_rates());
    (what, lines).prop_map(
        |(
            (registered_on, work_type, attribution, remote, factory_warranty_until, agreement),
            (prepaid_lots, labour_minutes, travel_minutes, parts, rates),
        )| Claim {
            registered_on,
            work_type,
            attribution,
            remote,
            factory_warranty_until,
            agreement,
            prepaid_lots,
            labour_minutes,
            travel_minutes,
            parts,
            rates,
        },
    )
}

/// Covered time is not billed, billed and prepaid time is all of it, in whole steps and less than one too much.
fn check_time(line: Option<&TimeVerdict>, recorded: &[u32], step_minutes: u32) -> Result<(), TestCaseError> {
    let sum: u32 = recorded.iter().sum();
    let Some(line) = line else {
        prop_assert_eq!(sum, 0);
        return Ok(());
    };
    let step = step_minutes.max(1);
    prop_assert_eq!(line.recorded_minutes, sum);
    match line.covered_by {
        Some(CoveredBy::Prepaid) => prop_assert!(line.prepaid_minutes > 0),
        Some(_) => prop_assert_eq!((line.billed_minutes, line.prepaid_minutes), (0, 0)),
        None => prop_assert!(line.prepaid_minutes == 0 && line.reason.is_some()),
    }
    if matches!(line.covered_by, None | Some(CoveredBy::Prepaid)) {
        let rounded = line.billed_minutes + line.prepaid_minutes;
        prop_assert!(rounded >= sum && rounded < sum + step && rounded.is_multiple_of(step));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn a_covered_line_is_never_billed(claim in any_claim()) {
        let verdict = decide(&claim);
        check_time(verdict.labour.as_ref(), &claim.labour_minutes, claim.rates.step_minutes)?;
        check_time(verdict.travel.as_ref(), &claim.travel_minutes, claim.rates.step_minutes)?;
        for line in &verdict.lines {
            let covered_by = match line.line {
                LineKind::Labour => verdict.labour.as_ref().and_then(|time| time.covered_by),
                LineKind::Travel => verdict.travel.as_ref().and_then(|time| time.covered_by),
                LineKind::Part { index } => verdict.parts[usize::try_from(index).expect("small")].covered_by,
            };
            let is_rest_of_prepaid = covered_by == Some(CoveredBy::Prepaid) && line.line == LineKind::Labour;
            prop_assert!(covered_by.is_none() || is_rest_of_prepaid, "{:?}", line);
            prop_assert!(line.net != 0);
        }
        prop_assert_eq!(verdict.parts.len(), claim.parts.len());
        prop_assert_eq!(verdict.needs_consent, !verdict.lines.is_empty());
    }

    #[test]
    fn totals_are_the_sums_of_their_lines(claim in any_claim()) {
        let verdict = decide(&claim);
        prop_assert_eq!(verdict.net, verdict.lines.iter().map(|line| line.net).sum::<i64>());
        prop_assert_eq!(verdict.vat, verdict.lines.iter().map(|line| line.vat).sum::<i64>());
        prop_assert_eq!(verdict.gross, verdict.net + verdict.vat);
    }

    #[test]
    fn debits_are_what_the_account_pays_and_no_lot_gives_more_than_it_has(claim in any_claim()) {
        let verdict = decide(&claim);
        let paid = verdict.labour.as_ref().map_or(0, |time| time.prepaid_minutes);
        prop_assert_eq!(verdict.prepaid_debits.iter().map(|debit| debit.minutes).sum::<u32>(), paid);
        for debit in &verdict.prepaid_debits {
            let lot = claim.prepaid_lots[usize::try_from(debit.lot).expect("small")];
            prop_assert!(debit.minutes > 0 && debit.minutes <= lot.minutes);
            prop_assert!(debit.minutes.is_multiple_of(claim.rates.step_minutes.max(1)));
            prop_assert!(lot.bought <= claim.registered_on && claim.registered_on <= lot.expires);
        }
    }

    #[test]
    fn a_rounded_total_is_never_under_the_raw_one_and_less_than_a_step_over(minutes in 0_u32..1_000_000, step in 1_u32..240) {
        let rounded = round_up_to_step(minutes, step);
        prop_assert!(rounded >= minutes && rounded - minutes < step && rounded.is_multiple_of(step));
    }
}
