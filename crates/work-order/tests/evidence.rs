//! The page of evidence: everything of it can be read, the strokes are drawn, what is no drawing is named.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{at, tools, words};
use feltbok_domain::lang::Lang;
use feltbok_work_order::*;

fn evidence(lang: Lang) -> SignatureEvidence {
    let wave = |row: f64| (0..40).map(|i| [f64::from(i) / 40.0, row + 0.1 * (f64::from(i) / 4.0).sin()]).collect();
    let dynamics: Vec<[f64; 2]> = (0..40).map(|i| [f64::from(i) * 25.0, 0.25 + f64::from(i) / 80.0]).collect();
    SignatureEvidence {
        company: words::of(lang).company.into(),
        number: "WO-2026-T7-000417".into(),
        revision: 1,
        content_sha256: "c0".repeat(32),
        evidence_sha256: "e1".repeat(32),
        shown_at: at("2026-11-22T09:10:00.250Z"),
        signed_at: at("2026-11-22T09:12:30.500Z"),
        clock_offset_ms: -1_250,
        consent_version: 3,
        consent_text: "Jeg bekrefter arbeidet.".into(),
        tablet: "T7".into(),
        app_version: "0.1.0".into(),
        name: "Kari Nordmann".into(),
        role: "Office manager".into(),
        typed: false,
        aspect: 2.5,
        strokes: vec![
            PenStroke { points: wave(0.3), dynamics: dynamics.clone() },
            PenStroke { points: wave(0.7), dynamics },
        ],
        lang,
        time_zone: "Europe/Oslo".into(),
        paper: Paper::A4,
    }
}

/// Dark or coloured points of a page.
fn drawn_points(pdf: &[u8]) -> usize {
    tools::draw(pdf, 1, 60).pixels().filter(|pixel| pixel.0[0] < 160).count()
}

#[test]
fn the_page_says_everything_in_five_languages() {
    for lang in Lang::ALL {
        let document = evidence_page(&evidence(lang), at("2026-11-23T08:00:00Z")).unwrap();
        tools::check(&document.pdf);
        assert_eq!((document.pages, document.warnings.len()), (1, 0), "{lang:?}");
        let text = tools::text_of(&document.pdf);
        let told = [
            "WO-2026-T7-000417",
            &"c0".repeat(32),
            &"e1".repeat(32),
            "2026-11-22T09:12:30.500Z",
            "2026-11-22T09:12:29.250Z",
        ];
        for told in told {
            assert!(text.contains(told), "{lang:?}: {told} in {text}");
        }
    }
}

#[test]
fn the_strokes_are_drawn_and_counted_with_time_and_pressure() {
    let whole = evidence_page(&evidence(Lang::English), at("2026-11-23T08:00:00Z")).unwrap().pdf;
    let text = tools::text_of(&whole);
    assert!(text.contains("0.975") && text.contains("49%"), "{text}");
    let mut bare = evidence(Lang::English);
    bare.strokes.iter_mut().for_each(|stroke| stroke.points.truncate(2));
    let bare = evidence_page(&bare, at("2026-11-23T08:00:00Z")).unwrap().pdf;
    assert!(drawn_points(&whole) > drawn_points(&bare) + 100, "{} {}", drawn_points(&whole), drawn_points(&bare));
}

#[test]
fn without_times_and_pressure_and_with_a_typed_name_the_page_says_so() {
    let mut still = evidence(Lang::English);
    still.strokes.iter_mut().for_each(|stroke| stroke.dynamics.clear());
    let text = tools::text_of(&evidence_page(&still, at("2026-11-23T08:00:00Z")).unwrap().pdf);
    assert!(text.contains("Times and pressure were not recorded."), "{text}");
    let typed = SignatureEvidence { typed: true, strokes: Vec::new(), ..still };
    let text = tools::text_of(&evidence_page(&typed, at("2026-11-23T08:00:00Z")).unwrap().pdf);
    assert!(text.contains("Signed by typing the name"), "{text}");
}

#[test]
fn what_is_no_drawing_and_a_wrong_zone_are_named() {
    let at = at("2026-11-23T08:00:00Z");
    let mut broken = evidence(Lang::English);
    broken.strokes[1].points[3] = [f64::NAN, 0.1];
    assert!(matches!(evidence_page(&broken, at), Err(DocumentError::Ink { field: "evidence.strokes", .. })));
    let elsewhere = SignatureEvidence { time_zone: "Europe/Nowhere".into(), ..evidence(Lang::English) };
    assert!(matches!(evidence_page(&elsewhere, at), Err(DocumentError::TimeZone { .. })));
}
