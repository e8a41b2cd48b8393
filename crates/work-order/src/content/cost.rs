//! Who pays for what and why, and what the customer agreed to (R13–R19).

use feltbok_domain::{
    entitlement::{ConsentState, CoveredBy, LineKind, Reason, TimeVerdict, Verdict, consent_state},
    money::{Currency, Minor},
};

use super::{Block, Cell, Column, Fact, Row, Section, Table, Tone, build::Writer};
use crate::{
    messages::fill,
    text::clean::{clean_line, isolate},
};

impl Writer<'_> {
    pub(super) fn cost_sections(&self) -> Vec<Section> {
        self.cost().into_iter().chain(self.consent()).collect()
    }

    /// The summary's last fact.
    pub(super) fn to_pay(&self) -> Option<Fact> {
        let verdict = self.input.verdict.as_ref()?;
        let fact = |label: String, value: String, tone| Some(Fact { label, value, tone });
        if verdict.gross == 0 {
            return fact(self.messages.cost.into(), self.messages.nothing_to_pay.into(), Tone::Good);
        }
        let label = format!("{} ({})", self.messages.to_pay, self.messages.with_vat);
        fact(label, self.format.money(verdict.gross, &verdict.currency), Tone::Attention)
    }

    fn cost(&self) -> Option<Section> {
        let verdict = self.input.verdict.as_ref()?;
        let messages = self.messages;
        let labour =
            verdict.labour.as_ref().map(|time| self.charge_row(messages.labour, time, LineKind::Labour, verdict));
        let travel =
            verdict.travel.as_ref().map(|time| self.charge_row(messages.travel, time, LineKind::Travel, verdict));
        let mut rows: Vec<Row> = labour.into_iter().chain(travel).collect();
        for (index, (part, decided)) in self.input.visit.parts.iter().zip(&verdict.parts).enumerate() {
            let name = isolate(&clean_line(part.name.get(self.input.lang)));
            let count = format!(
                "{} × {}",
                self.format.number(part.quantity),
                self.format.money(part.unit_price, &verdict.currency)
            );
            let line = LineKind::Part { index: u32::try_from(index).unwrap_or(u32::MAX) };
            rows.push(Row::of(vec![
                Cell::with(name, &[count]),
                Cell::of(self.why(decided.covered_by, decided.reason, verdict)),
                Cell::of(self.amount(line, decided.covered_by, verdict)),
            ]));
        }
        if rows.is_empty() {
            return None;
        }
        let columns = vec![
            Column::start(messages.line, 34),
            Column::start(messages.who_pays, 44),
            Column::end(messages.amount, 22),
        ];
        rows.extend(self.totals(verdict));
        let blocks = vec![Block::Table(Table { columns, rows })];
        Some(Section { heading: messages.cost.into(), blocks })
    }

    fn charge_row(&self, label: &str, time: &TimeVerdict, line: LineKind, verdict: &Verdict) -> Row {
        let said = |message: &str, minutes: u32| match minutes {
            0 => String::new(),
            minutes => fill(message, &[("time", &self.format.duration(i64::from(minutes)))]),
        };
        let details = [
            self.format.duration(i64::from(time.recorded_minutes)),
            said(self.messages.prepaid_time, time.prepaid_minutes),
            said(self.messages.billed_time, time.billed_minutes),
        ];
        Row::of(vec![
            Cell::with(label, &details),
            Cell::of(self.why(time.covered_by, time.reason, verdict)),
            Cell::of(self.amount(line, time.covered_by, verdict)),
        ])
    }

    /// What covers a line, or why it is billed, in words; both for what a prepaid account leaves.
    fn why(&self, covered_by: Option<CoveredBy>, reason: Option<Reason>, verdict: &Verdict) -> String {
        let covered = covered_by.map(|by| (self.messages.covered_by)(by).to_owned());
        let billed = reason.map(|reason| {
            let words = (self.messages.billed_because)(reason);
            match verdict.inactive_because.filter(|_| reason == Reason::AgreementInactive) {
                Some(why) => format!("{words} ({})", (self.messages.inactive_because)(why)),
                None => words.to_owned(),
            }
        });
        let sentences: Vec<String> = covered.into_iter().chain(billed).collect();
        sentences.join("\n")
    }

    fn amount(&self, line: LineKind, covered_by: Option<CoveredBy>, verdict: &Verdict) -> String {
        match verdict.lines.iter().find(|known| known.line == line) {
            None if covered_by.is_some() => self.messages.covered.to_owned(),
            known => self.format.money(known.map_or(0, |known| known.net), &verdict.currency),
        }
    }

    fn totals(&self, verdict: &Verdict) -> Vec<Row> {
        let messages = self.messages;
        let row = |label: String, minor: Minor, is_strong| Row {
            cells: vec![Cell::of(label), Cell::default(), Cell::of(self.format.money(minor, &verdict.currency))],
            is_strong,
        };
        if verdict.gross == 0 {
            return vec![row(messages.gross.into(), 0, true)];
        }
        let vat = fill(messages.vat, &[("rate", &self.format.percent(verdict.vat_basis_points))]);
        vec![
            row(messages.net.into(), verdict.net, false),
            row(vat, verdict.vat, false),
            row(messages.gross.into(), verdict.gross, true),
        ]
    }

    fn consent(&self) -> Option<Section> {
        let messages = self.messages;
        let answer = self.input.visit.consent.as_ref();
        let state = self.input.verdict.as_ref().map(|verdict| consent_state(verdict, answer));
        let Some(consent) = answer else {
            let is_missing = state == Some(ConsentState::NoConsent);
            return is_missing.then(|| Section {
                heading: messages.consent.into(),
                blocks: vec![Block::Text { text: messages.consent_missing.into() }],
            });
        };
        let amount = match Currency::new(&consent.currency) {
            Ok(currency) => self.format.money(consent.shown_gross, &currency),
            Err(_) => self.format.number(consent.shown_gross),
        };
        let message = if consent.accepted { messages.consent_given } else { messages.consent_declined };
        let name = isolate(&clean_line(&consent.name));
        let time = self.format.day_and_time(consent.at);
        let mut text = fill(message, &[("name", &name), ("amount", &amount), ("time", &time)]);
        let reason = clean_line(consent.reason.as_deref().unwrap_or_default());
        if !reason.is_empty() {
            text.push(' ');
            text.push_str(&fill(messages.consent_reason, &[("reason", &isolate(&reason))]));
        }
        Some(Section { heading: messages.consent.into(), blocks: vec![Block::Text { text }] })
    }
}
