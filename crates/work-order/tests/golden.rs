//! Thirty-five documents, five languages by seven kinds, held against pictures and texts that a person has looked at.
//!
//! `FELTBOK_GOLDEN=write cargo test -p feltbok-work-order --test golden` writes them anew: look at each before keeping it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "preview")]

mod common;

use std::{collections::BTreeSet, path::PathBuf};

use common::tools;
use feltbok_domain::{
    lang::Lang,
    model::{Consent, Outcome, UnsignedReason},
};
use feltbok_work_order::*;
use image::{GrayImage, ImageEncoder, codecs::png};

/// Pixels across a golden page: letters are 6 pixels high, and the thirty-five documents stay under 3 MB.
const WIDTH: u32 = 560;
/// Pictures are kept in so many greys.
const GREYS: u8 = 16;
/// A pixel that differs by more than this is another pixel.
const NEAR: u8 = 48;
/// Share of other pixels in any 32 × 32 of a page that rounding may bring.
const OTHER_MAX: f64 = 0.02;

const KINDS: [&str; 7] = ["short", "long", "unsigned", "refused", "amended", "photos", "draft"];

fn document(lang: Lang, kind: &str) -> (Content, Document) {
    let mut input = common::input(lang);
    let ink = common::ink(lang);
    let mut seal = Seal::Signed(&ink);
    match kind {
        "short" => {
            let visit = &mut input.visit;
            (visit.parts, visit.photos, visit.readings) = Default::default();
            (visit.checklist, visit.consent, visit.satisfaction) = (None, None, None);
            input.verdict = None;
        }
        "long" => {
            input = common::with_parts(input, 60);
            let actions = format!("{} ", input.visit.diagnosis.actions);
            input.visit.diagnosis.actions = format!("{}\n{}", actions.repeat(12), actions.repeat(6));
        }
        "unsigned" => seal = Seal::Unsigned { reason: UnsignedReason::Absent, note: "", at: ink.at },
        "refused" => {
            let declined = |consent| Consent { accepted: false, ..consent };
            input.visit.consent = input.visit.consent.map(declined);
            input.visit.close_out.outcome = Some(Outcome::WaitingCustomer);
            input.visit.close_out.reason = common::words::of(lang).note.into();
            seal =
                Seal::Unsigned { reason: UnsignedReason::Refused, note: common::words::of(lang).comment, at: ink.at };
        }
        "amended" => {
            input.revision = 2;
            (input.company.logo, input.company.brand_colour) = (Some(common::logo()), Some("#7a1fa2".into()));
            let reason = common::words::of(lang).check_note.into();
            input.corrects = Some(Correction { revision: 1, reason, signed_again: true });
        }
        "draft" => seal = Seal::Draft,
        _ => input = common::with_photos(input, 40),
    }
    let content = content(&input).unwrap();
    let document = render(&content, &seal, RenderOptions::default()).unwrap();
    assert_eq!(document.warnings, [], "{} {kind}", lang.tag());
    (content, document)
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn writes() -> bool {
    std::env::var_os("FELTBOK_GOLDEN").is_some_and(|value| value == "write")
}

fn drawn(pdf: &[u8], page: usize) -> GrayImage {
    let mut picture = image::load_from_memory(&preview(pdf, page, WIDTH).unwrap()).unwrap().into_luma8();
    let step = u16::from(255 / (GREYS - 1));
    picture.pixels_mut().for_each(|pixel| pixel[0] = ((u16::from(pixel[0]) + step / 2) / step * step) as u8);
    picture
}

fn keep(picture: &GrayImage, file: &PathBuf) {
    let mut bytes = Vec::new();
    let encoder = png::PngEncoder::new_with_quality(&mut bytes, png::CompressionType::Best, png::FilterType::NoFilter);
    let (width, height) = picture.dimensions();
    encoder.write_image(picture, width, height, image::ExtendedColorType::L8).unwrap();
    std::fs::write(file, bytes).unwrap();
}

/// The first place where two pictures differ by more than rounding.
fn difference(a: &GrayImage, b: &GrayImage) -> Option<String> {
    if a.dimensions() != b.dimensions() {
        return Some(format!("{:?} against {:?} pixels", a.dimensions(), b.dimensions()));
    }
    const SIDE: u32 = 32;
    let (width, height) = a.dimensions();
    for (top, left) in
        (0..height).step_by(SIDE as usize).flat_map(|y| (0..width).step_by(SIDE as usize).map(move |x| (y, x)))
    {
        let area = (top..(top + SIDE).min(height)).flat_map(|y| (left..(left + SIDE).min(width)).map(move |x| (x, y)));
        let (mut all, mut other) = (0u32, 0u32);
        for (x, y) in area {
            all += 1;
            other += u32::from(a.get_pixel(x, y)[0].abs_diff(b.get_pixel(x, y)[0]) > NEAR);
        }
        if f64::from(other) > f64::from(all) * OTHER_MAX {
            return Some(format!("{other} of {all} pixels at {left},{top}"));
        }
    }
    None
}

/// The pages on which a kind differs from the others; its text is held on all of them.
fn shown(kind: &str, pages: usize) -> Vec<usize> {
    match kind {
        "draft" | "amended" => vec![1],
        "unsigned" | "refused" => vec![pages],
        "short" => (1..=pages).collect(),
        _ => vec![1, pages.div_ceil(2), pages],
    }
}

fn check(lang: Lang) {
    std::fs::create_dir_all(folder()).unwrap();
    for kind in KINDS {
        let (content, document) = document(lang, kind);
        let name = format!("{}-{kind}", lang.tag());
        tools::check(&document.pdf);
        let text = tools::text_of(&document.pdf);
        let file = folder().join(format!("{name}.txt"));
        if writes() {
            std::fs::write(&file, &text).unwrap();
        }
        let golden = std::fs::read_to_string(&file).unwrap();
        for (index, (now, then)) in text.lines().zip(golden.lines()).enumerate() {
            assert_eq!(now, then, "{name}: line {} of the text", index + 1);
        }
        assert_eq!(text, golden, "{name}: the text");
        assert!(text.contains(&content_hash(&content)), "{name}: the content hash is printed (R31)");
        for page in shown(kind, document.pages) {
            let picture = drawn(&document.pdf, page);
            let file = folder().join(format!("{name}-{page}.png"));
            if writes() {
                keep(&picture, &file);
            }
            let golden = image::open(&file).unwrap().into_luma8();
            if let Some(difference) = difference(&picture, &golden) {
                let seen = std::env::temp_dir().join(format!("{name}-{page}.png"));
                keep(&picture, &seen);
                panic!("{name}, page {page} differs: {difference}; drawn now: {}", seen.display());
            }
        }
        assert_eq!(codes_of(&document), codes_asked(&content), "{name}: the codes on the pages");
    }
}

/// What the codes of the first and the last page say.
fn codes_of(document: &Document) -> BTreeSet<String> {
    [1, document.pages].into_iter().flat_map(|page| tools::codes(tools::draw(&document.pdf, page, 150))).collect()
}

/// The machine's number, and where this very content is checked (R34).
fn codes_asked(content: &Content) -> BTreeSet<String> {
    let check = format!("{}{}", common::CHECK, content_hash(content)).to_ascii_uppercase();
    [common::STICKER.to_owned(), check].into()
}

#[test]
fn english() {
    check(Lang::English);
}

#[test]
fn norwegian() {
    check(Lang::NorwegianBokmal);
}

#[test]
fn ukrainian() {
    check(Lang::Ukrainian);
}

#[test]
fn persian() {
    check(Lang::Persian);
}

#[test]
fn chinese() {
    check(Lang::ChineseSimplified);
}

#[test]
fn a_moved_word_is_another_picture() {
    let (_, document) = document(Lang::English, "short");
    let page = drawn(&document.pdf, 1);
    let mut moved = page.clone();
    image::imageops::replace(&mut moved, &image::imageops::crop_imm(&page, 40, 40, 120, 20).to_image(), 43, 40);
    assert!(difference(&page, &page).is_none());
    assert!(difference(&page, &moved).is_some());
}
