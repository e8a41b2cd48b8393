//! The preview draws the document's own pages as other viewers do.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "preview")]

mod common;

use common::tools;
use feltbok_domain::lang::Lang;
use feltbok_work_order::*;

/// Mean difference of two pictures of one size, 0 to 255.
fn difference(a: &image::GrayImage, b: &image::GrayImage) -> f64 {
    let sum: u64 = a.pixels().zip(b.pixels()).map(|(a, b)| u64::from(a[0].abs_diff(b[0]))).sum();
    sum as f64 / f64::from(a.width() * a.height())
}

#[test]
fn the_first_and_last_page_look_as_poppler_draws_them_in_every_language() {
    for lang in Lang::ALL {
        let content = content(&common::input(lang)).unwrap();
        let document = render(&content, &Seal::Signed(&common::ink(lang)), RenderOptions::default()).unwrap();
        assert_eq!(page_count(&document.pdf).unwrap(), document.pages);
        for page in [1, document.pages] {
            let other = tools::draw(&document.pdf, page, 100);
            let ours = preview(&document.pdf, page, other.width()).unwrap();
            let ours = image::load_from_memory(&ours).unwrap().into_luma8();
            assert_eq!(ours.width(), other.width());
            let size = (other.width(), other.height().min(ours.height()));
            let cut = |picture: &image::GrayImage| image::imageops::crop_imm(picture, 0, 0, size.0, size.1).to_image();
            let blur = |picture: &image::GrayImage| image::imageops::blur(&cut(picture), 2.0);
            let difference = difference(&blur(&ours), &blur(&other));
            assert!(difference < 2.0, "{} page {page}: {difference}", lang.tag());
        }
    }
}

#[test]
fn the_qr_decodes_from_the_preview() {
    let content = content(&common::input(Lang::English)).unwrap();
    let document = render(&content, &Seal::Draft, RenderOptions::default()).unwrap();
    let page = preview(&document.pdf, 1, 1600).unwrap();
    assert_eq!(tools::codes(image::load_from_memory(&page).unwrap().into_luma8()), [common::STICKER]);
}

#[test]
fn a_page_that_is_not_there_and_a_file_that_is_no_pdf_are_errors() {
    let content = content(&common::input(Lang::English)).unwrap();
    let document = render(&content, &Seal::Draft, RenderOptions::default()).unwrap();
    assert!(preview(&document.pdf, 0, 100).is_err());
    assert!(preview(&document.pdf, 99, 100).is_err());
    assert!(preview(b"no pdf", 1, 100).is_err());
}
