//! Writes the sample work orders: `cargo run -p feltbok-work-order --example sample -- FOLDER [TIMES]`.
//!
//! With TIMES each document is made so often, for measuring from outside (`time`, `perf`).

#[path = "../tests/common/mod.rs"]
mod common;

use feltbok_domain::{lang::Lang, model::UnsignedReason};
use feltbok_work_order::{RenderOptions, Seal, content, render};

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
            }
        }
    }
}
