//! Hits and CPU time per set and decoder, over any lists of photos with their expected texts, in one run.

mod cpu;
mod decoders;
mod hostile;
mod photos;
mod table;

use anyhow::{Result, bail};
use clap::Parser;
use std::path::PathBuf;

use decoders::Decoder;
use photos::Photo;
use table::Table;

/// A manifest has one JSON object a line: `{"file": "set/photo.png", "expected": ["text", …]}`; files are relative to
/// it, an empty `expected` is a photo without a code.
#[derive(Parser)]
#[command(name = "cargo xtask bench scan --")]
struct Arguments {
    /// Lists of photos; none: those of FELTBOK_SCAN_MANIFESTS, separated by `:`.
    manifests: Vec<PathBuf>,
    /// Only these decoders.
    #[arg(long = "decoder")]
    decoders: Vec<String>,
    /// As well this many seeded hostile frames, which hold no code.
    #[arg(long, default_value_t = 0)]
    hostile: u64,
    /// Names every photo that was not read, or read wrongly, or took longer than this many milliseconds.
    #[arg(long)]
    list_misses: bool,
    #[arg(long, default_value_t = 40)]
    slow_ms: u64,
}

fn main() -> Result<()> {
    let mut arguments = Arguments::parse();
    if arguments.manifests.is_empty() {
        let listed = std::env::var("FELTBOK_SCAN_MANIFESTS").unwrap_or_default();
        arguments.manifests = listed.split(':').filter(|path| !path.is_empty()).map(PathBuf::from).collect();
    }
    if arguments.manifests.is_empty() && arguments.hostile == 0 {
        bail!("name a manifest of photos: cargo xtask bench scan -- photos/manifest.jsonl");
    }
    let mut decoders = decoders::all();
    if !arguments.decoders.is_empty() {
        decoders.retain(|decoder| arguments.decoders.iter().any(|name| name == decoder.name()));
    }
    let mut table = Table::default();
    for manifest in &arguments.manifests {
        for photo in photos::listed(manifest)? {
            measure(&photo?, &mut decoders, &arguments, &mut table)?;
        }
    }
    for seed in 0..arguments.hostile {
        measure(&hostile::photo(seed), &mut decoders, &arguments, &mut table)?;
    }
    table.print(&decoders.iter().map(|decoder| decoder.name()).collect::<Vec<_>>());
    Ok(())
}

fn measure(
    photo: &Photo,
    decoders: &mut [Box<dyn Decoder>],
    arguments: &Arguments,
    table: &mut Table,
) -> Result<()> {
    for (order, decoder) in decoders.iter_mut().enumerate() {
        let run = decoder.read(&photo.frame)?;
        let verdict = table.add(photo, order, &run);
        let is_slow = run.costs.iter().any(|cost| cost.as_millis() >= u128::from(arguments.slow_ms));
        if arguments.list_misses && (verdict.is_missed || verdict.is_wrong || is_slow) {
            println!("{} {} {} {:.1?} {:?}", decoder.name(), photo.set, photo.name, run.costs, run.texts);
        }
    }
    Ok(())
}
