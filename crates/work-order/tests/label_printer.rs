//! Labels as printers get them, and sheets as a scanner sees them: the codes decode from the very dots.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "preview")]

mod common;

use common::tools;
use feltbok_domain::lang::Lang;
use feltbok_work_order::*;
use image::{GrayImage, Luma};

fn sticker(index: usize, lang: Lang) -> Sticker {
    Sticker {
        si: format!("SI-{:06}", 204_810 + index),
        address: format!("HTTPS://FELT.EXAMPLE/S/SI-{:06}-7K2M9QX4RD", 204_810 + index),
        company: common::words::of(lang).company.into(),
        phones: vec!["+47 55 12 34 56".into()],
        mail: "service@felt.example".into(),
        lang,
    }
}

fn at() -> jiff::Timestamp {
    common::at("2026-11-22T08:00:00Z")
}

fn picture(rows: &[Vec<u8>]) -> GrayImage {
    let width = rows[0].len() as u32 * 8;
    GrayImage::from_fn(width, rows.len() as u32, |x, y| {
        let is_dot = rows[y as usize][x as usize / 8] >> (7 - x % 8) & 1 == 1;
        Luma([if is_dot { 0 } else { 255 }])
    })
}

/// The graphic fields of a job, as the printer's language defines them.
fn zpl_pictures(job: &[u8]) -> Vec<GrayImage> {
    let text = std::str::from_utf8(job).unwrap();
    text.split("^GFA,")
        .skip(1)
        .map(|field| {
            let mut parts = field.splitn(4, ',');
            let (bytes, _, a_row) = (parts.next().unwrap(), parts.next(), parts.next().unwrap());
            let (bytes, a_row): (usize, usize) = (bytes.parse().unwrap(), a_row.parse().unwrap());
            let data = parts.next().unwrap().split("^FS").next().unwrap();
            let mut rows: Vec<Vec<u8>> = Vec::new();
            let mut digits = String::new();
            for sign in data.chars() {
                match sign {
                    ':' => rows.push(rows.last().unwrap().clone()),
                    ',' => digits.push_str(&"0".repeat(a_row * 2 - digits.len())),
                    digit => digits.push(digit),
                }
                if digits.len() == a_row * 2 {
                    let byte = |i: usize| u8::from_str_radix(&digits[i * 2..i * 2 + 2], 16).unwrap();
                    rows.push((0..a_row).map(byte).collect());
                    digits.clear();
                }
            }
            assert_eq!((rows.len() * a_row, digits.as_str()), (bytes, ""));
            picture(&rows)
        })
        .collect()
}

fn esc_pos_picture(job: &[u8]) -> GrayImage {
    let raster = job.strip_prefix(b"\x1b@\x1dv0\0").unwrap();
    let number = |at: usize| usize::from(u16::from_le_bytes([raster[at], raster[at + 1]]));
    let (a_row, height) = (number(0), number(2));
    let (data, end) = raster[4..].split_at(a_row * height);
    assert_eq!(end, b"\x1dVB\0", "the label is cut off after its picture");
    picture(&data.chunks(a_row).map(<[u8]>::to_vec).collect::<Vec<_>>())
}

#[test]
fn a_zebra_prints_every_label_with_a_code_that_reads() {
    for (layout, width) in [(StickerLayout::Roll62, 62), (StickerLayout::Label50x30, 50)] {
        for (dots, per_mm) in [(PrinterDots::Eight, 8), (PrinterDots::Twelve, 12)] {
            let stickers = [sticker(1, Lang::English), sticker(2, Lang::Persian)];
            let job = sticker_print_job(&stickers, layout, PrinterLanguage::Zpl, dots, at()).unwrap();
            let text = String::from_utf8(job.clone()).unwrap();
            assert_eq!((text.matches("^XA").count(), text.matches("^XZ").count()), (2, 2));
            assert!(text.contains(&format!("^PW{}", width * per_mm)));
            let read: Vec<String> = zpl_pictures(&job).into_iter().flat_map(tools::codes).collect();
            assert_eq!(read, stickers.map(|one| one.address), "{layout:?} {dots:?}");
        }
    }
}

#[test]
fn a_receipt_printer_prints_the_label_in_every_language() {
    for lang in Lang::ALL {
        let one = [sticker(3, lang)];
        let job =
            sticker_print_job(&one, StickerLayout::Roll62, PrinterLanguage::EscPos, PrinterDots::Eight, at()).unwrap();
        let label = esc_pos_picture(&job);
        assert_eq!(tools::codes(label.clone()), [one[0].address.clone()], "{}", lang.tag());
        // The words stand in the half without the code.
        let words = if lang.is_rtl() { 0..label.width() / 3 } else { label.width() * 2 / 3..label.width() };
        let ink =
            words.flat_map(|x| (0..label.height()).map(move |y| (x, y))).filter(|&(x, y)| label[(x, y)].0[0] == 0);
        assert!(ink.count() > 300, "{}", lang.tag());
    }
}

#[test]
fn the_modules_of_a_printed_code_are_whole_dots() {
    let one = [sticker(4, Lang::English)];
    let job =
        sticker_print_job(&one, StickerLayout::Label50x30, PrinterLanguage::Zpl, PrinterDots::Eight, at()).unwrap();
    let label = zpl_pictures(&job).remove(0);
    // The corner square's upper edge is seven modules wide; the quiet zone before it is white.
    let y = (0..label.height()).find(|&y| (0..label.width() / 2).any(|x| label[(x, y)].0[0] == 0)).unwrap();
    let first = (0..label.width()).find(|&x| label[(x, y)].0[0] == 0).unwrap();
    let run = (first..label.width()).take_while(|&x| label[(x, y)].0[0] == 0).count() as u32;
    assert_eq!(run % 7, 0, "{run} dots");
    let module = run / 7;
    let height = (y..label.height()).take_while(|&y| label[(first, y)].0[0] == 0).count() as u32;
    assert_eq!(height, 7 * module);
}

#[test]
fn label_printers_take_no_sheets() {
    let sheet = StickerLayout::Grid { columns: 3, rows: 8, start: 0, side_margin_mm: 7, top_margin_mm: 13 };
    let job = sticker_print_job(&[sticker(0, Lang::English)], sheet, PrinterLanguage::Zpl, PrinterDots::Eight, at());
    assert!(job.unwrap_err().to_string().contains("layout"));
}

#[test]
fn a_printed_sheet_decodes_from_150_dots_an_inch() {
    let stickers: Vec<Sticker> = (0..24).map(|index| sticker(index, Lang::ALL[index % 5])).collect();
    let sheet = StickerLayout::Grid { columns: 3, rows: 8, start: 0, side_margin_mm: 7, top_margin_mm: 13 };
    let document = sticker_sheet(&stickers, sheet, at()).unwrap();
    // A4 is 8.27 inches wide.
    let drawn = image::load_from_memory(&preview(&document.pdf, 1, 1240).unwrap()).unwrap().into_luma8();
    let mm = drawn.width() as f32 / 210.0;
    let (width, height) = (196.0 / 3.0 * mm, 271.0 / 8.0 * mm);
    for (index, sticker) in stickers.iter().enumerate() {
        let (x, y) = (7.0 * mm + width * (index % 3) as f32, 13.0 * mm + height * (index / 3) as f32);
        let label = image::imageops::crop_imm(&drawn, x as u32, y as u32, width as u32, height as u32).to_image();
        assert_eq!(tools::codes(label), std::slice::from_ref(&sticker.address));
    }
}
