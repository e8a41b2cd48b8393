//! What nobody should type, send or photograph: a sound document or an error that names the field.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{encoded, id, picture, tools};
use feltbok_domain::lang::{Lang, LocalText};
use feltbok_work_order::*;
use image::ImageFormat;
use jiff::Timestamp;

fn print(input: &WorkOrderInput) -> (Document, String) {
    let content = content(input).unwrap();
    let document = render(&content, &Seal::Draft, RenderOptions::default()).unwrap();
    tools::check(&document.pdf);
    let text = tools::text_of(&document.pdf);
    (document, text)
}

fn with_photo(bytes: Vec<u8>) -> WorkOrderInput {
    let mut input = common::input(Lang::English);
    input.visit.photos.truncate(1);
    input.photos = [(id("photo 0"), bytes)].into();
    input
}

fn photo_error(bytes: Vec<u8>) -> DocumentError {
    let content = content(&with_photo(bytes)).unwrap();
    render(&content, &Seal::Draft, RenderOptions::default()).unwrap_err()
}

#[test]
fn words_of_500_letters_stay_on_the_page() {
    for lang in Lang::ALL {
        let mut input = common::input(lang);
        let word = "W".repeat(500);
        input.customer.name = word.clone();
        input.technician = word.clone();
        input.visit.parts[0].name = LocalText::of(lang, word.clone());
        input.visit.parts[0].number = word.clone();
        input.visit.photos[0].caption = word.clone();
        input.company.name = word;
        let (document, _) = print(&input);
        for page in 1..=document.pages {
            let drawn = tools::draw(&document.pdf, page, 40);
            let edge = drawn.width() - 8;
            let is_clear = drawn.enumerate_pixels().all(|(x, _, pixel)| (8..edge).contains(&x) || pixel[0] > 200);
            assert!(is_clear, "{}: page {page} runs over its edge", lang.tag());
        }
    }
}

#[test]
fn controls_and_overrides_change_nothing_around_them() {
    let mut input = common::input(Lang::English);
    input.visit.diagnosis.note = "before \u{202e}reversed\u{0}\u{7} \u{2066}fenced after".into();
    input.customer.name = "Evil\u{202e} name\u{2028}two".into();
    let (_, text) = print(&input);
    assert!(text.contains("before reversed fenced after"), "{text}");
    assert!(text.contains("Evil name two"));
}

#[test]
fn a_text_of_100_kb_runs_over_pages() {
    let mut input = common::input(Lang::English);
    input.visit.diagnosis.actions = "The rollers were cleaned once more. ".repeat(2_800) + "Last words.";
    let mut long_cell = "Never-ending note. ".repeat(2_000);
    long_cell.push_str("End of note.");
    if let Some(checklist) = &mut input.visit.checklist {
        checklist.answers[1].note = long_cell;
    }
    let (document, text) = print(&input);
    assert!(document.pages > 15);
    assert!(text.contains("Last words.") && text.contains("End of note."));
}

#[test]
fn dates_of_year_1_and_9999_are_written() {
    for lang in Lang::ALL {
        let mut input = common::input(lang);
        input.job.registered_at = "0001-01-02T00:00:00Z".parse().unwrap();
        input.visit.readings[0].at = "9999-12-30T20:00:00Z".parse().unwrap();
        input.visit.parts[0].warranty_until = jiff::civil::date(9999, 12, 31);
        let (_, text) = print(&input);
        assert!(text.contains("9999") || text.contains("۹۹۹۹"), "{}", lang.tag());
    }
    let mut input = common::input(Lang::English);
    input.at = Timestamp::MIN;
    input.visit.readings[0].at = Timestamp::MAX;
    print(&input);
}

#[test]
fn amounts_at_the_end_of_64_bits_are_written_whole() {
    for lang in Lang::ALL {
        let mut input = common::input(lang);
        let verdict = input.verdict.as_mut().unwrap();
        (verdict.net, verdict.vat, verdict.gross) = (i64::MAX, i64::MIN, i64::MAX);
        verdict.lines[0].net = i64::MAX;
        input.visit.parts[0].unit_price = i64::MAX;
        input.visit.parts[0].quantity = u32::MAX;
        print(&input);
    }
}

#[test]
fn characters_without_a_font_are_seen_and_warned_of() {
    let mut input = common::input(Lang::English);
    input.customer.name = "שלום 한국 👍🏽".into();
    let (document, text) = print(&input);
    assert!(text.contains('\u{fffd}'), "{text}");
    let warned = document.warnings.iter().any(|warning| match warning {
        Warning::MissingGlyphs { characters, .. } => characters.contains('ש') && characters.contains('👍'),
        _ => false,
    });
    assert!(warned, "{:?}", document.warnings);
}

#[test]
fn nothing_recorded_is_still_a_document() {
    let mut input = common::input(Lang::Persian);
    let visit = &mut input.visit;
    (visit.times, visit.parts, visit.readings, visit.photos) = Default::default();
    (visit.checklist, visit.consent, visit.satisfaction) = (None, None, None);
    visit.diagnosis = Default::default();
    visit.close_out = Default::default();
    (input.verdict, input.contact, input.equipment, input.sticker_address, input.checklist) = Default::default();
    input.company.data_notice = LocalText::default();
    input.company.consent_texts.clear();
    let (document, _) = print(&input);
    assert_eq!(document.pages, 1);
}

#[test]
fn cmyk_16_bit_grey_transparent_and_webp_pictures_are_printed() {
    let rgb = picture(200, 150, 90);
    let deep = image::DynamicImage::ImageRgb8(rgb.clone()).into_rgb16();
    let mut png16 = std::io::Cursor::new(Vec::new());
    deep.write_to(&mut png16, ImageFormat::Png).unwrap();
    let grey = image::DynamicImage::ImageRgb8(rgb.clone()).into_luma8();
    let mut grey_jpeg = std::io::Cursor::new(Vec::new());
    grey.write_to(&mut grey_jpeg, ImageFormat::Jpeg).unwrap();
    let mut clear = std::io::Cursor::new(Vec::new());
    image::RgbaImage::from_pixel(40, 40, image::Rgba([255, 0, 0, 0])).write_to(&mut clear, ImageFormat::Png).unwrap();
    let pictures = [
        ("16 bit", png16.into_inner()),
        ("grey", grey_jpeg.into_inner()),
        ("clear", clear.into_inner()),
        ("webp", encoded(&rgb, ImageFormat::WebP)),
        ("cmyk", include_bytes!("data/cmyk.jpg").to_vec()),
    ];
    for (name, bytes) in pictures {
        let (document, _) = print(&with_photo(bytes));
        assert_eq!(tools::images(&document.pdf), 1, "{name}");
    }
}

#[test]
fn a_photo_that_is_none_or_is_cut_off_is_named() {
    let whole = common::jpeg(640, 480, 0);
    assert!(photo_error(b"not a picture".to_vec()).to_string().contains("photo 1"));
    assert!(photo_error(Vec::new()).to_string().contains("photo 1"));
    assert!(photo_error(whole[..300].to_vec()).to_string().contains("photo 1"));
    let png = encoded(&picture(64, 64, 0), ImageFormat::Png);
    assert!(photo_error(png[..png.len() / 2].to_vec()).to_string().contains("photo 1"));
    // Cut off in the middle of the picture: either named, or made whole and sound.
    let cut = with_photo(whole[..whole.len() / 2].to_vec());
    match render(&content(&cut).unwrap(), &Seal::Draft, RenderOptions::default()) {
        Ok(document) => tools::check(&document.pdf),
        Err(error) => assert!(error.to_string().contains("photo 1")),
    }
}

#[test]
fn of_a_moving_picture_the_first_one_is_printed_or_the_photo_is_named() {
    let first = |bytes: &[u8]| {
        let (document, _) = print(&with_photo(bytes.to_vec()));
        assert_eq!(tools::images(&document.pdf), 1);
        (1..=document.pages).any(|page| {
            // The grey of its red ground; the green and the blue ones are another.
            tools::draw(&document.pdf, page, 40).pixels().filter(|pixel| pixel[0].abs_diff(83) < 6).count() > 500
        })
    };
    assert!(first(include_bytes!("data/animated.png")), "APNG");
    assert!(first(include_bytes!("data/animated.webp")), "WebP");
    let error = photo_error(include_bytes!("data/animated.gif").to_vec());
    assert!(error.to_string().contains("photo 1"), "{error}");
}

#[test]
fn more_than_100_megapixels_are_refused_before_they_are_decoded() {
    let mut huge = common::jpeg(64, 64, 0);
    let frame = huge.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    huge[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    let error = photo_error(huge);
    assert!(error.to_string().contains("megapixels"), "{error}");
}

#[test]
fn a_missing_photo_an_unknown_zone_and_a_bad_logo_are_named() {
    let mut input = common::input(Lang::English);
    input.photos.clear();
    assert_eq!(content(&input).unwrap_err(), DocumentError::PictureMissing { field: "photo 1".into() });
    let mut input = common::input(Lang::English);
    input.time_zone = "Europe/Atlantis".into();
    assert!(content(&input).unwrap_err().to_string().contains("time_zone"));
    let mut input = common::input(Lang::English);
    input.company.logo = Some("no base64 !".into());
    let content = content(&input).unwrap();
    let error = render(&content, &Seal::Draft, RenderOptions::default()).unwrap_err();
    assert!(error.to_string().contains("company.logo"));
}

#[test]
fn a_blank_or_broken_signature_is_refused() {
    let content = content(&common::input(Lang::English)).unwrap();
    let refuse = |change: &dyn Fn(&mut feltbok_domain::model::SignatureRecord)| {
        let mut ink = common::ink(Lang::English);
        change(&mut ink);
        let error = render(&content, &Seal::Signed(&ink), RenderOptions::default()).unwrap_err();
        assert_eq!(error.code(), "document_ink");
    };
    refuse(&|ink| ink.strokes.clear());
    refuse(&|ink| ink.strokes = vec![vec![[0.5, 0.5]]]);
    refuse(&|ink| ink.strokes[0][0][0] = f64::NAN);
    refuse(&|ink| ink.aspect = 0.0);
    refuse(&|ink| ink.strokes = vec![vec![[0.1, 0.1]; 60_000]]);
    refuse(&|ink| (ink.typed, ink.name) = (true, " \u{202e}".into()));
}

#[test]
fn where_a_photo_was_taken_is_not_in_the_document() {
    let plain = common::jpeg(320, 240, 30);
    let mut exif =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS-SECRET-PLACE".to_vec();
    let mut photo = plain[..2].to_vec();
    photo.extend([0xff, 0xe1]);
    photo.extend((exif.len() as u16 + 2).to_be_bytes());
    photo.append(&mut exif);
    photo.extend(&plain[2..]);
    let (document, _) = print(&with_photo(photo));
    assert!(!document.pdf.windows(10).any(|bytes| bytes == b"GPS-SECRET"), "the location is in the document");
    assert!(document.pdf.windows(200).any(|bytes| bytes == &plain[plain.len() - 250..plain.len() - 50]));
    // Orientation 6: a wide photo stands upright on the page.
    let page = document.pages;
    let drawn = (1..=page).map(|page| tools::draw(&document.pdf, page, 50)).max_by_key(dark).unwrap();
    let (mut left, mut right, mut top, mut bottom) = (u32::MAX, 0, u32::MAX, 0);
    for (x, y, pixel) in drawn.enumerate_pixels() {
        if (55..80).contains(&pixel[0]) && y > 40 && y + 50 < drawn.height() {
            (left, right) = (left.min(x), right.max(x));
            (top, bottom) = (top.min(y), bottom.max(y));
        }
    }
    assert!(right > left && bottom > top);
}

fn dark(picture: &image::GrayImage) -> usize {
    picture.pixels().filter(|pixel| (50..90).contains(&pixel[0])).count()
}

fn with_logo(logo: String) -> Result<Document, DocumentError> {
    let mut input = common::input(Lang::English);
    input.company.logo = Some(logo);
    render(&content(&input).unwrap(), &Seal::Draft, RenderOptions::default())
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn a_logo_is_printed_as_outlines_or_pixel_by_pixel() {
    let plain = common::input(Lang::English).visit.photos.len();
    let drawn = with_logo(common::logo()).unwrap();
    tools::check(&drawn.pdf);
    assert_eq!(tools::images(&drawn.pdf), plain, "an SVG stays a drawing");
    let page = tools::draw_colours(&drawn.pdf, 1, 100);
    let head = || page.enumerate_pixels().filter(|(_, y, _)| *y < 160).map(|(_, _, pixel)| pixel.0);
    let near = |a: [u8; 3], b: [u8; 3]| a.iter().zip(b).all(|(a, b)| a.abs_diff(b) < 6);
    for colour in [[0x7a, 0x1f, 0xa2], [0x8d, 0x8d, 0x8d], [0x0b, 0x7a, 0x3b]] {
        assert!(head().filter(|&pixel| near(pixel, colour)).count() > 40, "{colour:?} is not at the head");
    }
    let png = encoded(&picture(300, 100, 200), ImageFormat::Png);
    let drawn = with_logo(base64_of(&png)).unwrap();
    tools::check(&drawn.pdf);
    assert_eq!(tools::images(&drawn.pdf), plain + 1);
}

#[test]
fn a_logo_that_would_not_come_out_as_it_looks_is_named() {
    let svg = |inside: &str| {
        base64_of(format!(r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>"##).as_bytes())
    };
    let gradient = r##"<linearGradient id="g"><stop stop-color="red"/><stop offset="1"/></linearGradient><path fill="url(#g)" d="M0 0h9v9z"/>"##;
    let cases = [
        svg("<text y='9'>Felt</text>"),
        svg(gradient),
        svg("<clipPath id='c'><path d='M0 0h4v9H0z'/></clipPath><g clip-path='url(#c)'><path d='M0 0h9v9H0z'/></g>"),
        svg(""),
        svg("<path d='M0 0h9v9H0z'"),
        svg(&format!("<path d='M0 0h9v9H0z{}'/>", "m1 1l2 2l-2 2z".repeat(20_000))),
        base64_of(b"no picture"),
        "no base64 !".to_owned(),
    ];
    for logo in cases {
        let error = with_logo(logo.clone()).unwrap_err().to_string();
        assert!(error.starts_with("company.logo:"), "{error}");
        assert_eq!(check_logo(&logo).unwrap_err().to_string(), error);
    }
}

#[test]
fn a_language_whose_fonts_lack_a_letter_still_gets_its_number_and_a_warning() {
    // Fonts are part of the program; what can be missing is a letter, in any field and any language.
    for lang in Lang::ALL {
        let mut input = common::input(lang);
        input.site.city = "\u{1f3e0}\u{10900}".into();
        let (document, text) = print(&input);
        assert!(text.contains(&input.number) && !document.warnings.is_empty(), "{}", lang.tag());
    }
}
