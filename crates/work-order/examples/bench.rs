//! Makes one kind of document so many times, for `cargo xtask bench document`, which takes the CPU time from outside.
//!
//! `bench visit|text|plain LANGUAGE TIMES FOLDER`: a visit of two pages with three photos, 16 pages of text, a longer
//! visit without photos.
//! Writes the last one, its content and its photos into FOLDER; TIMES 0 does everything but make it.

#[path = "../tests/common/mod.rs"]
mod common;

use std::path::Path;

use feltbok_domain::lang::Lang;
use feltbok_work_order::*;

/// Paragraphs that fill 16 pages.
const PARAGRAPHS: usize = 690;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [kind, lang, times, folder] = args.as_slice() else { panic!("bench visit|text|plain LANGUAGE TIMES FOLDER") };
    let lang = Lang::ALL.into_iter().find(|known| known.tag() == lang).expect("a language of ours");
    let times: usize = times.parse().expect("a number");
    let mut input = common::input(lang);
    match kind.as_str() {
        "text" => {
            let actions = input.visit.diagnosis.actions.clone();
            input.visit.diagnosis.actions = vec![actions; PARAGRAPHS].join("\n");
            input.visit.photos.clear();
        }
        "plain" => input.visit.photos.clear(),
        _ => {
            // What is left fills two pages.
            (input.checklist, input.visit.checklist, input.visit.satisfaction, input.visit.consent) =
                Default::default();
            input.visit.diagnosis.recommendations.clear();
            (input.visit.readings, input.visit.parts) = Default::default();
            input.company.data_notice = Default::default();
            input.visit.parts.truncate(1);
            for (index, bytes) in input.photos.values_mut().enumerate() {
                *bytes = common::jpeg(1600, 1200, index as u8 * 90);
            }
        }
    }
    let ink = common::ink(lang);
    let mut last = None;
    for _ in 0..times {
        let content = content(&input).expect("the sample is whole");
        last =
            Some(render(&content, &Seal::Signed(&ink), RenderOptions::default()).expect("the sample can be printed"));
    }
    let Some(document) = last else { return };
    println!("{} {}", document.pages, document.pdf.len());
    keep(&input, &document, Path::new(folder));
}

/// The document and what the others make theirs from.
fn keep(input: &WorkOrderInput, document: &Document, folder: &Path) {
    let content = content(input).expect("the sample is whole");
    std::fs::create_dir_all(folder).expect("the folder can be made");
    std::fs::write(folder.join("ours.pdf"), &document.pdf).expect("the file can be written");
    std::fs::write(folder.join("content.json"), canonical_json(&content)).expect("the file can be written");
    for (sha256, bytes) in &content.pictures {
        std::fs::write(folder.join(format!("{sha256}.jpg")), bytes).expect("the file can be written");
    }
}
