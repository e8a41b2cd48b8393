//! Writes the sample work orders: `cargo run -p feltbok-work-order --example sample -- FOLDER [TIMES]`.
//!
//! With TIMES each document is made so often, for measuring from outside (`time`, `perf`).

#[path = "../tests/common/mod.rs"]
mod common;

use feltbok_domain::{lang::Lang, model::UnsignedReason};
use feltbok_work_order::*;
use p256::ecdsa::SigningKey;

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(args.next().unwrap_or_else(|| ".".into()));
    let times: usize = args.next().and_then(|times| times.parse().ok()).unwrap_or(1);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for lang in Lang::ALL {
        let ink = common::ink(lang);
        let unsigned = Seal::Unsigned { reason: UnsignedReason::Refused, note: "", at: ink.at };
        for (name, seal) in [("signed", Seal::Signed(&ink)), ("draft", Seal::Draft), ("unsigned", unsigned)] {
            let mut last = None;
            for _ in 0..times {
                let content = content(&common::input(lang)).expect("the sample is whole");
                last = Some(render(&content, &seal, RenderOptions::default()).expect("the sample can be printed"));
            }
            if let Some(document) = last {
                let file = folder.join(format!("{}-{name}.pdf", lang.tag()));
                println!(
                    "{} {} pages {} bytes {:?}",
                    file.display(),
                    document.pages,
                    document.pdf.len(),
                    document.warnings
                );
                std::fs::write(&file, &document.pdf).expect("the file can be written");
                #[cfg(feature = "preview")]
                {
                    let page = feltbok_work_order::preview(&document.pdf, 1, 900).expect("our own pages can be drawn");
                    std::fs::write(file.with_extension("png"), page).expect("the file can be written");
                }
            }
        }
    }
    stickers(&folder);
    signed(&folder);
}

/// A sheet in five languages, and a roll.
fn stickers(folder: &std::path::Path) {
    let sticker = |index: usize| Sticker {
        si: format!("SI-{:06}", 204_810 + index),
        address: format!("HTTPS://FELT.EXAMPLE/S/SI-{:06}-7K2M9QX4RD", 204_810 + index),
        company: common::words::of(Lang::ALL[index % 5]).company.into(),
        phones: vec![common::words::of(Lang::ALL[index % 5]).phone.into()],
        mail: "service@felt.example".into(),
        lang: Lang::ALL[index % 5],
    };
    let all: Vec<Sticker> = (0..24).map(sticker).collect();
    let grid = StickerLayout::Grid { columns: 3, rows: 8, start: 0, side_margin_mm: 0, top_margin_mm: 4 };
    for (name, layout) in [("grid", grid), ("roll62", StickerLayout::Roll62), ("label50x30", StickerLayout::Label50x30)]
    {
        let sheet = sticker_sheet(&all, layout, common::at("2026-11-22T08:00:00Z")).expect("the samples fit");
        std::fs::write(folder.join(format!("stickers-{name}.pdf")), sheet.pdf).expect("the file can be written");
    }
}

/// One document with a signature, and the root to check it with.
fn signed(folder: &std::path::Path) {
    let validity = Validity { from: common::at("2026-01-01T00:00:00Z"), until: common::at("2046-01-01T00:00:00Z") };
    let (root_key, key) = ([5; 32], [6; 32]);
    let root_key = SigningKey::from_slice(&root_key).expect("any small number is a key");
    let key = SigningKey::from_slice(&key).expect("any small number is a key");
    let root = root_certificate("Felt Print Service", &root_key, &[1], validity).expect("the sample is whole");
    let subject = Subject { name: "Tablet T7", key: key.verifying_key(), serial: &[2], validity, revocations: None };
    let own = signer_certificate(&root, &root_key, &subject);
    let chain = [own.expect("the sample is whole"), root.clone()];
    let ink = common::ink(Lang::English);
    let content = content(&common::input(Lang::English)).expect("the sample is whole");
    let document = render(&content, &Seal::Signed(&ink), RenderOptions::default()).expect("the sample can be printed");
    let note = SignatureNote { name: &ink.name, reason: "Work order", place: &content.place, at: ink.at };
    let signed = sign(&document.pdf, &Signer { key: &key, chain: &chain }, &note).expect("our own file can be signed");
    std::fs::write(folder.join("genuine.pdf"), signed).expect("the file can be written");
    std::fs::write(folder.join("root.der"), root).expect("the file can be written");
}
