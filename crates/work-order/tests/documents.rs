//! Five languages × every kind of ending, judged by programs that did not make them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::tools;
use feltbok_domain::{
    lang::Lang,
    model::{Consent, Outcome, UnsignedReason},
};
use feltbok_work_order::*;

fn render(content: &Content, seal: &Seal) -> Document {
    let document = feltbok_work_order::render(content, seal, RenderOptions::default()).unwrap();
    assert_eq!(document.warnings, [], "{}", content.lang.tag());
    document
}

/// Renders, has the file checked, and gives its text.
fn printed(content: &Content, seal: &Seal) -> (Document, String) {
    let document = render(content, seal);
    tools::check(&document.pdf);
    let text = tools::text_of(&document.pdf);
    assert!(text.contains(&content_hash(content)), "the content hash is printed (R31)");
    (document, text)
}

#[test]
fn a_signed_visit_is_sound_and_small_in_every_language() {
    for lang in Lang::ALL {
        let mut input = common::input(lang);
        let ink = common::ink(lang);
        let (document, text) = printed(&content(&input).unwrap(), &Seal::Signed(&ink));
        assert!((2..=3).contains(&document.pages), "{}: {} pages", lang.tag(), document.pages);
        assert_eq!(text.matches("WO-2026-T7-000417").count(), document.pages, "the number is on every page");
        assert_eq!(text.matches("SI-204817").count(), document.pages + 1, "the SI number is on every page");
        input.visit.photos.clear();
        let (document, _) = printed(&content(&input).unwrap(), &Seal::Signed(&ink));
        assert!(document.pdf.len() <= 60_000, "{}: {} bytes without photos", lang.tag(), document.pdf.len());
    }
}

#[test]
fn two_hundred_parts_repeat_their_header_and_none_is_lost() {
    for lang in Lang::ALL {
        let content = content(&common::with_parts(common::input(lang), 200)).unwrap();
        let (document, text) = printed(&content, &Seal::Draft);
        assert!(document.pages > 6);
        for index in 0..200 {
            assert!(text.contains(&format!("P-{index:05}")), "{}: part {index} is missing", lang.tag());
        }
        let titles = content.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Table(table) if table.rows.len() == 200 => Some(table.columns[0].title.as_str()),
            _ => None,
        });
        let title = titles.into_iter().next().unwrap();
        if !lang.is_rtl() {
            assert!(text.matches(title).count() >= 4, "{}: the header is not repeated", lang.tag());
        }
    }
}

#[test]
fn forty_photos_are_all_on_the_pages() {
    for lang in Lang::ALL {
        let content = content(&common::with_photos(common::input(lang), 40)).unwrap();
        let (document, _) = printed(&content, &Seal::Draft);
        assert_eq!(tools::images(&document.pdf), 40, "{}", lang.tag());
    }
}

#[test]
fn an_unsigned_visit_says_why() {
    let said = [
        (Lang::English, "The customer declined to sign."),
        (Lang::NorwegianBokmal, "Kunden ville ikke signere."),
        (Lang::Ukrainian, "Замовник відмовився підписувати."),
        (Lang::ChineseSimplified, "客户拒绝签字。"),
    ];
    for (lang, words) in said {
        let content = content(&common::input(lang)).unwrap();
        let at = common::ink(lang).at;
        let refused = Seal::Unsigned { reason: UnsignedReason::Refused, note: "", at };
        let (_, text) = printed(&content, &refused);
        assert!(text.contains(words), "{text}");
        let remote = Seal::Unsigned { reason: UnsignedReason::RemoteWork, note: "", at };
        assert!(!tools::text_of(&render(&content, &remote).pdf).contains(words));
    }
}

#[test]
fn a_refused_quote_and_an_open_end_are_told() {
    let mut input = common::input(Lang::English);
    input.visit.consent = input.visit.consent.map(|consent| Consent {
        accepted: false,
        reason: Some("Asks head office first".into()),
        ..consent
    });
    input.visit.close_out.outcome = Some(Outcome::WaitingParts);
    input.visit.close_out.reason = "The drum is ordered".into();
    input.visit.close_out.workaround = "Print on the machine in room 3.20".into();
    input.visit.close_out.loaner_offered = true;
    let (_, text) = printed(&content(&input).unwrap(), &Seal::Draft);
    for words in [
        "Margaret O’Neill declined $268.62 on 22 November 2026, 09:20.",
        "Reason: Asks head office first",
        "Waiting for parts",
        "The drum is ordered",
        "Print on the machine in room 3.20",
        "A replacement machine was offered.",
    ] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
}

#[test]
fn a_correction_names_the_revision_it_replaces() {
    let mut input = common::input(Lang::English);
    input.revision = 2;
    input.corrects = Some(Correction { revision: 1, reason: "Wrong part number".into(), signed_again: false });
    let (_, text) = printed(&content(&input).unwrap(), &Seal::Draft);
    assert!(text.contains("Replaces revision 1. Wrong part number. Not signed again by the customer."), "{text}");
    assert!(text.contains("Revision 2"));
}

#[test]
fn the_qr_on_the_page_reads_as_the_sticker() {
    for lang in [Lang::English, Lang::Persian] {
        let document = render(&content(&common::input(lang)).unwrap(), &Seal::Draft);
        assert_eq!(tools::codes(tools::draw(&document.pdf, 1, 200)), [common::STICKER]);
    }
}

#[test]
fn the_code_beside_the_fingerprint_leads_to_the_check_of_that_very_content() {
    for lang in [Lang::English, Lang::Persian] {
        let mut input = common::input(lang);
        input.sticker_address = None;
        input.check_address = Some("https://felt.example/w/".into());
        let content = content(&input).unwrap();
        let document = render(&content, &Seal::Draft);
        let found: Vec<String> =
            (1..=document.pages).flat_map(|page| tools::codes(tools::draw(&document.pdf, page, 200))).collect();
        assert_eq!(found, [format!("HTTPS://FELT.EXAMPLE/W/{}", content_hash(&content).to_ascii_uppercase())]);
        assert!(tools::text_of(&document.pdf).contains("https://felt.example/w"));
        let form = feltbok_domain::sticker::StickerForm {
            host: "felt.example".into(),
            format: feltbok_domain::si::SiFormat::default(),
            patterns: vec!["https://felt.example/{si}".into()],
        };
        assert_eq!(form.read(&found[0]), Err(feltbok_domain::si::SiError::NotSi), "it is no sticker (R2)");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_and_another_content_another_hash() {
    let ink = common::ink(Lang::Persian);
    let first = content(&common::input(Lang::Persian)).unwrap();
    let second = content(&common::input(Lang::Persian)).unwrap();
    assert_eq!(content_hash(&first), content_hash(&second));
    assert_eq!(render(&first, &Seal::Signed(&ink)), render(&second, &Seal::Signed(&ink)));
    let mut changed = common::input(Lang::Persian);
    changed.visit.readings[0].value += 1;
    assert_ne!(content_hash(&first), content_hash(&content(&changed).unwrap()));
    let mut photo = common::input(Lang::Persian);
    photo.photos.insert(common::id("photo 0"), common::jpeg(640, 480, 7));
    assert_ne!(content_hash(&first), content_hash(&content(&photo).unwrap()), "photos are part of what is signed");
}

#[test]
fn the_hash_is_fixed_before_the_signature_and_the_same_after_it() {
    let content = content(&common::input(Lang::English)).unwrap();
    let hash = content_hash(&content);
    let ink = common::ink(Lang::English);
    for seal in [Seal::Draft, Seal::Signed(&ink)] {
        let (_, text) = printed(&content, &seal);
        assert!(text.contains(&hash));
    }
    let stored: Content = serde_json::from_str(&canonical_json(&content)).unwrap();
    assert_eq!(content_hash(&stored), hash, "the stored content gives the same hash again");
}

#[test]
fn letter_paper_and_a_logo_fit() {
    let mut input = common::input(Lang::English);
    let logo = common::encoded(&common::picture(300, 90, 120), image::ImageFormat::Png);
    input.company.logo = Some(base64::Engine::encode(&base64::engine::general_purpose::STANDARD, logo));
    let content = content(&input).unwrap();
    let options = RenderOptions { paper: Paper::Letter, ..RenderOptions::default() };
    let document = feltbok_work_order::render(&content, &Seal::Draft, options).unwrap();
    tools::check(&document.pdf);
    let page = tools::draw(&document.pdf, 1, 72);
    assert_eq!((page.width(), page.height()), (612, 792));
    assert_eq!(tools::images(&document.pdf), 4);
}

#[test]
fn pages_are_tagged_for_readers_that_do_not_look() {
    let ink = common::ink(Lang::Persian);
    let document = render(&content(&common::input(Lang::Persian)).unwrap(), &Seal::Signed(&ink));
    let tree = tools::structure(&document.pdf);
    let count = |what: &str| tree.lines().filter(|line| line.trim_start().starts_with(what)).count();
    assert_eq!((tree.lines().next(), count("H1")), (Some("Document"), 1), "{tree}");
    // Photos, two codes, the ink.
    assert_eq!(count("Figure"), 3 + 2 + 1, "{tree}");
    assert_eq!(count("Table"), 5, "{tree}");
    assert_eq!(count("TH"), count("/Scope /Column"), "{tree}");
    assert!(count("Sect") > 8 && count("TD") > count("TH"), "{tree}");
}
