//! The same content for other archives: PDF/A-1b by Preflight's judgement, PDF/A-3u with its data inside.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::tools;
use feltbok_domain::lang::Lang;
use feltbok_work_order::*;

fn printed(lang: Lang, archive: Archive) -> (Content, Document) {
    let content = content(&common::input(lang)).unwrap();
    let ink = common::ink(lang);
    let options = RenderOptions { archive, ..RenderOptions::default() };
    let document = render(&content, &Seal::Signed(&ink), options).unwrap();
    tools::check(&document.pdf);
    (content, document)
}

#[test]
fn preflight_finds_the_a_1b_build_valid_in_every_language() {
    for lang in Lang::ALL {
        let (_, document) = printed(lang, Archive::A1b);
        let Some(said) = tools::preflight(&document.pdf) else { return };
        assert!(said.contains("is a valid PDF/A-1b file"), "{}: {said}", lang.tag());
    }
}

/// So that the test above would be seen to fail.
#[test]
fn preflight_finds_the_usual_build_newer_than_a_1b() {
    let (_, document) = printed(Lang::English, Archive::A2u);
    let Some(said) = tools::preflight(&document.pdf) else { return };
    assert!(said.contains("is not a valid PDF/A-1b file") || said.contains("not valid"), "{said}");
}

#[test]
fn every_build_prints_the_same_words() {
    let text = |archive| tools::text_of(&printed(Lang::Ukrainian, archive).1.pdf);
    let usual = text(Archive::A2u);
    assert_eq!(text(Archive::A1b), usual);
    assert_eq!(text(Archive::A3u), usual);
}

#[test]
fn the_a_3u_build_carries_the_content_that_its_hash_is_taken_from() {
    for lang in [Lang::English, Lang::Persian] {
        let (content, document) = printed(lang, Archive::A3u);
        let data = tools::attachment(&document.pdf);
        let read: Content = serde_json::from_slice(&data).unwrap();
        assert_eq!(content_hash(&read), content_hash(&content));
        assert_eq!(String::from_utf8(data).unwrap(), canonical_json(&content));
        let (_, again) = printed(lang, Archive::A3u);
        assert_eq!(again.pdf, document.pdf, "same content, same bytes");
    }
}
