//! From what a frame showed to a machine's SI number, strictly by R1 and R2: nothing that was scanned is ever opened.

use crate::aim::FrameReport;
use feltbok_domain::{
    si::{SiError, SiNumber},
    sticker::StickerForm,
};
use serde::{Deserialize, Serialize};

/// What one scanned code is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ScanOutcome {
    /// A sticker of this company.
    Sticker { number: SiNumber },
    /// A sticker of this kind by another company, with its host.
    ForeignHost { host: String },
    /// Nearly one of ours, refused: a wrong check digit or length. The nearest known numbers help.
    Refused { text: String, error: SiError },
    /// Anything else: shown as text, never opened.
    NotASticker { text: String },
}

/// The outcome to act on, and what else was in view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StickerReading {
    pub outcome: ScanOutcome,
    /// To be offered, in the same order.
    pub others: Vec<ScanOutcome>,
}

/// Judges the codes of a frame. Stickers come before everything else, because a machine bears its maker's codes too;
/// among equals the one nearest the frame's centre comes first. None when no code was read.
pub fn read_sticker(report: &FrameReport, form: &StickerForm) -> Option<StickerReading> {
    let mut outcomes: Vec<ScanOutcome> = Vec::new();
    for code in &report.codes {
        let outcome = read_sticker_text(&code.text, form);
        if !outcomes.contains(&outcome) {
            outcomes.push(outcome);
        }
    }
    // Stable: the order by distance stays within each rank.
    outcomes.sort_by_key(rank);
    let mut outcomes = outcomes.into_iter();
    Some(StickerReading { outcome: outcomes.next()?, others: outcomes.collect() })
}

/// Judges one text: scanned by a phone's own scanner or a wedge scanner, or typed.
pub fn read_sticker_text(text: &str, form: &StickerForm) -> ScanOutcome {
    match form.read(text) {
        Ok(number) => ScanOutcome::Sticker { number },
        Err(SiError::ForeignHost { host }) => ScanOutcome::ForeignHost { host },
        Err(SiError::NotSi) => ScanOutcome::NotASticker { text: text.to_owned() },
        Err(error @ (SiError::CheckDigit | SiError::Length)) => ScanOutcome::Refused { text: text.to_owned(), error },
    }
}

fn rank(outcome: &ScanOutcome) -> u8 {
    match outcome {
        ScanOutcome::Sticker { .. } => 0,
        ScanOutcome::Refused { .. } => 1,
        ScanOutcome::ForeignHost { .. } => 2,
        ScanOutcome::NotASticker { .. } => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        code::{CodeKind, SeenCode},
        geometry::Quad,
    };
    use feltbok_domain::si::SiFormat;

    fn form() -> StickerForm {
        StickerForm { host: "service.example".into(), format: SiFormat::default(), patterns: vec![] }
    }

    fn report(texts: &[&str]) -> FrameReport {
        let code = |text: &&str| SeenCode {
            text: (*text).to_owned(),
            corners: Quad::rectangle(0.0, 0.0, 9.0, 9.0),
            kind: CodeKind::Qr,
        };
        FrameReport { codes: texts.iter().map(code).collect(), hint: None, guide: None }
    }

    fn number() -> SiNumber {
        SiFormat::default().with_check_digit("12345").unwrap()
    }

    #[test]
    fn a_sticker_is_read_before_the_makers_code_nearer_the_centre() {
        let sticker = format!("HTTPS://SERVICE.EXAMPLE/S/{}-7K2M9QX4TB", number());
        let reading = read_sticker(&report(&["https://maker.example/MX-2651", &sticker]), &form()).unwrap();
        assert_eq!(reading.outcome, ScanOutcome::Sticker { number: number() });
        let others = vec![ScanOutcome::NotASticker { text: "https://maker.example/MX-2651".into() }];
        assert_eq!(reading.others, others);
    }

    #[test]
    fn a_sticker_of_another_company_says_so() {
        let text = format!("HTTPS://OTHER.EXAMPLE/S/{}-7K2M9QX4TB", number());
        assert_eq!(read_sticker_text(&text, &form()), ScanOutcome::ForeignHost { host: "other.example".into() });
    }

    #[test]
    fn a_wrong_check_digit_is_refused_with_its_reason() {
        let good = number().to_string();
        let last = good.chars().last().unwrap().to_digit(10).unwrap();
        let wrong = format!("{}{}", &good[..good.len() - 1], (last + 1) % 10);
        let refused = ScanOutcome::Refused { text: wrong.clone(), error: SiError::CheckDigit };
        assert_eq!(read_sticker_text(&wrong, &form()), refused);
    }

    #[test]
    fn hostile_texts_are_only_text() {
        for text in ["javascript:alert(1)", "tel:+4790000000", "WIFI:S:office;;", "\u{202e}gpj.exe", ""] {
            assert_eq!(read_sticker_text(text, &form()), ScanOutcome::NotASticker { text: text.into() });
        }
    }

    #[test]
    fn nothing_seen_is_no_reading() {
        assert_eq!(read_sticker(&report(&[]), &form()), None);
    }
}
