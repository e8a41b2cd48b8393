//! Who pays for which line of a visit, as it was decided when the work order was signed (R13–R19).

use feltbok_domain::{
    entitlement::{LineKind as Decided, PartVerdict, TimeVerdict, Verdict},
    lang::LocalText,
    model::{FittedPart, Visit},
};

use crate::console::views::visit_report::{CoverageLine, CoverageMinutes, CoverageView, LineKind};

/// The verdict of the newest signed revision, line by line.
pub fn coverage(visit: &Visit) -> Option<CoverageView> {
    let verdict = visit.work_orders.iter().rev().find_map(|order| order.verdict.as_ref())?;
    let time = |kind, decided, verdict: &Option<TimeVerdict>, all: &Verdict| {
        verdict.as_ref().map(|time| time_line(kind, time, net_of(all, decided)))
    };
    let mut lines: Vec<CoverageLine> = [
        time(LineKind::Labour, Decided::Labour, &verdict.labour, verdict),
        time(LineKind::Travel, Decided::Travel, &verdict.travel, verdict),
    ]
    .into_iter()
    .flatten()
    .collect();
    lines.extend(
        visit
            .parts
            .iter()
            .zip(&verdict.parts)
            .zip(0_u32..)
            .map(|((part, decided), index)| part_line(part, decided, net_of(verdict, Decided::Part { index }))),
    );
    Some(CoverageView {
        currency: verdict.currency.code().to_owned(),
        lines,
        net: verdict.net,
        vat: verdict.vat,
        gross: verdict.gross,
    })
}

fn net_of(verdict: &Verdict, line: Decided) -> i64 {
    verdict.lines.iter().find(|known| known.line == line).map_or(0, |known| known.net)
}

fn time_line(what: LineKind, time: &TimeVerdict, net: i64) -> CoverageLine {
    CoverageLine {
        what,
        label: LocalText::default(),
        minutes: Some(CoverageMinutes {
            recorded: time.recorded_minutes,
            billed: time.billed_minutes,
            prepaid: time.prepaid_minutes,
        }),
        quantity: None,
        covered_by: time.covered_by,
        reason: time.reason,
        rule: format!("{:?}", time.rule),
        net,
    }
}

fn part_line(part: &FittedPart, decided: &PartVerdict, net: i64) -> CoverageLine {
    let label = part.name.0.iter().map(|(lang, name)| (*lang, format!("{} {name}", part.number))).collect();
    CoverageLine {
        what: LineKind::Part,
        label: LocalText(label),
        minutes: None,
        quantity: Some(part.quantity),
        covered_by: decided.covered_by,
        reason: decided.reason,
        rule: format!("{:?}", decided.rule),
        net,
    }
}
