//! Sticker sheets: the codes decode from the drawn page, the words fit their label.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::tools;
use feltbok_domain::lang::Lang;
use feltbok_work_order::*;

fn sticker(index: usize, lang: Lang) -> Sticker {
    Sticker {
        si: format!("SI-{:06}", 204_810 + index),
        address: format!("HTTPS://FELT.EXAMPLE/S/SI-{:06}-7K2M9QX4RD", 204_810 + index),
        company: common::words::of(lang).company.into(),
        phones: vec!["+47 55 12 34 56".into(), "+47 55 12 34 57".into()],
        mail: "service@felt.example".into(),
        lang,
    }
}

fn at() -> jiff::Timestamp {
    common::at("2026-11-22T08:00:00Z")
}

const GRID: StickerLayout = StickerLayout::Grid { columns: 3, rows: 8, start: 0, side_margin_mm: 0, top_margin_mm: 4 };

#[test]
fn a_grid_in_five_languages_decodes_whole() {
    let stickers: Vec<Sticker> = (0..30).map(|index| sticker(index, Lang::ALL[index % 5])).collect();
    let document = sticker_sheet(&stickers, GRID, at()).unwrap();
    tools::check(&document.pdf);
    assert_eq!((document.pages, document.warnings.len()), (2, 0));
    let mut read = Vec::new();
    for page in 1..=2 {
        let drawn = tools::draw(&document.pdf, page, 200);
        let (width, height, top) = (drawn.width() / 3, (drawn.height() - 63) / 8, 31);
        for label in 0..24 {
            let (x, y) = (label % 3 * width, top + label / 3 * height);
            read.extend(tools::codes(image::imageops::crop_imm(&drawn, x, y, width, height).to_image()));
        }
    }
    read.sort();
    let mut wanted: Vec<String> = stickers.iter().map(|sticker| sticker.address.clone()).collect();
    wanted.sort();
    assert_eq!(read, wanted);
    let text = tools::text_of(&document.pdf);
    assert!(stickers.iter().all(|sticker| text.contains(&sticker.si)));
    assert!(text.contains("Printer trouble? Scan the code or call us.") || text.contains("Printer trouble?"));
}

#[test]
fn a_begun_sheet_starts_at_the_next_free_label() {
    let layout = StickerLayout::Grid { columns: 2, rows: 2, start: 3, side_margin_mm: 0, top_margin_mm: 0 };
    let document = sticker_sheet(&[sticker(0, Lang::English), sticker(1, Lang::English)], layout, at()).unwrap();
    assert_eq!(document.pages, 2);
    let page = tools::draw(&document.pdf, 1, 60);
    let (middle_x, middle_y) = (page.width() / 2, page.height() / 2);
    assert!(page.enumerate_pixels().all(|(x, y, pixel)| pixel[0] > 200 || (x > middle_x && y > middle_y)));
}

#[test]
fn single_labels_have_a_page_each_and_decode() {
    for layout in [StickerLayout::Roll62, StickerLayout::Label50x30] {
        for lang in Lang::ALL {
            let document = sticker_sheet(&[sticker(1, lang), sticker(2, lang)], layout, at()).unwrap();
            tools::check(&document.pdf);
            assert_eq!(document.pages, 2);
            let read = tools::codes(tools::draw(&document.pdf, 2, 300));
            assert_eq!(read, [sticker(2, lang).address], "{layout:?} {}", lang.tag());
        }
    }
}

#[test]
fn the_shipped_address_makes_the_small_code_that_reads_best() {
    let code = qrcode::QrCode::with_error_correction_level(sticker(0, Lang::English).address, qrcode::EcLevel::Q);
    assert_eq!(code.unwrap().version(), qrcode::Version::Normal(3));
}

#[test]
fn what_does_not_fit_is_named() {
    let tiny = StickerLayout::Grid { columns: 20, rows: 60, start: 0, side_margin_mm: 0, top_margin_mm: 0 };
    assert!(sticker_sheet(&[sticker(0, Lang::English)], tiny, at()).is_err());
    let none = StickerLayout::Grid { columns: 0, rows: 8, start: 0, side_margin_mm: 0, top_margin_mm: 0 };
    assert!(sticker_sheet(&[sticker(0, Lang::English)], none, at()).unwrap_err().to_string().contains("layout"));
    assert!(sticker_sheet(&[], GRID, at()).is_err());
    let mut wordy = sticker(7, Lang::English);
    wordy.company = "Very long name of a company ".repeat(40);
    let error = sticker_sheet(&[wordy], StickerLayout::Label50x30, at()).unwrap_err();
    assert!(error.to_string().contains("SI-204817"), "{error}");
    let mut long = sticker(7, Lang::English);
    long.address = "A".repeat(5_000);
    assert!(sticker_sheet(&[long], GRID, at()).unwrap_err().to_string().contains("QR"));
}

#[test]
fn the_same_stickers_give_the_same_bytes() {
    let sheet = || sticker_sheet(&[sticker(0, Lang::Persian)], GRID, at()).unwrap();
    assert_eq!(sheet(), sheet());
}
