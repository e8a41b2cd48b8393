//! Hits and CPU time per set and decoder, over any list of photos with their expected texts.
//!
//! `cargo run --release -p feltbok-scan --example bench -- MANIFEST… [--decoder NAME]… [--list-misses]`
//!
//! A manifest has one JSON object a line: `{"file": "set/photo.png", "expected": ["text", …]}`; files are relative to
//! it. An empty `expected` is a photo without a code. `FELTBOK_SCAN_MANIFESTS` (separated by `:`) stands for no arguments.

use feltbok_scan::{Aim, GrayFrame, ScanSettings, Stopwatch, gray_from_image_bytes};
use std::{
    collections::{BTreeMap, HashSet},
    path::{Path, PathBuf},
    time::Duration,
};

/// CPU time of this thread: other programs on the machine do not count.
struct CpuStopwatch;

impl Stopwatch for CpuStopwatch {
    fn reading(&self) -> Duration {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
    }
}

struct Photo {
    set: String,
    name: String,
    frame: GrayFrame,
    expected: Vec<String>,
}

const DECODERS: [&str; 6] = ["rqrr", "rxing", "feltbok", "feltbok-1", "feltbok-3", "feltbok-6"];

/// Texts of one photo and what each frame cost.
struct Run {
    texts: Vec<String>,
    costs: Vec<Duration>,
}

fn run(decoder: &str, frame: &GrayFrame) -> Run {
    match decoder {
        "rqrr" => timed(|| rqrr_alone(frame)),
        "rxing" => timed(|| rxing_alone(frame)),
        "feltbok" => {
            let settings = ScanSettings { budget: Duration::from_secs(60), ..ScanSettings::default() };
            let mut aim = Aim::with_stopwatch(settings, Box::new(CpuStopwatch));
            timed(|| aim.still(frame).codes.into_iter().map(|code| code.text).collect())
        }
        _ => {
            let frames = decoder.rsplit('-').next().and_then(|n| n.parse().ok()).expect("feltbok-N");
            let mut aim = Aim::with_stopwatch(ScanSettings::default(), Box::new(CpuStopwatch));
            let mut all = Run { texts: Vec::new(), costs: Vec::new() };
            for _ in 0..frames {
                let one = timed(|| aim.frame(frame).codes.into_iter().map(|code| code.text).collect());
                all.costs.extend(one.costs);
                all.texts = one.texts;
                if !all.texts.is_empty() {
                    break;
                }
            }
            all
        }
    }
}

fn timed(read: impl FnOnce() -> Vec<String>) -> Run {
    let started = CpuStopwatch.reading();
    let texts = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_default();
    Run { texts, costs: vec![CpuStopwatch.reading() - started] }
}

fn rxing_alone(frame: &GrayFrame) -> Vec<String> {
    let mut hints = rxing::DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some(HashSet::from([rxing::BarcodeFormat::QR_CODE])),
        ..Default::default()
    };
    let (width, height) = (frame.width() as u32, frame.height() as u32);
    rxing::helpers::detect_in_luma_slice_with_hints(frame.pixels(), width, height, None, &mut hints)
        .map(|result| vec![result.getText().to_owned()])
        .unwrap_or_default()
}

fn rqrr_alone(frame: &GrayFrame) -> Vec<String> {
    let (width, pixels) = (frame.width(), frame.pixels());
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, frame.height(), |x, y| pixels[y * width + x]);
    picture
        .detect_grids()
        .iter()
        .filter_map(|grid| {
            let mut bytes = Vec::new();
            grid.decode_to(&mut bytes).ok()?;
            Some(String::from_utf8(bytes).unwrap_or_else(|e| e.into_bytes().into_iter().map(char::from).collect()))
        })
        .collect()
}

fn photos(manifest: &Path) -> Vec<Photo> {
    let folder = manifest.parent().expect("a manifest lies in a folder");
    let lines = std::fs::read_to_string(manifest).expect("the manifest can be read");
    lines.lines().filter(|line| !line.trim().is_empty()).filter_map(|line| photo(folder, line)).collect()
}

fn photo(folder: &Path, line: &str) -> Option<Photo> {
    let row: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
    let file = row["file"].as_str().expect("`file` names the photo");
    let texts = row["expected"].as_array().map(Vec::as_slice).unwrap_or_default();
    let expected: Vec<String> = texts.iter().filter_map(|t| t.as_str()).map(str::to_owned).collect();
    let set = row["set"].as_str().unwrap_or_else(|| file.split('/').next().unwrap_or(file));
    let set = if expected.is_empty() { format!("{set} (no code)") } else { set.to_owned() };
    let name = row["id"].as_str().unwrap_or(file).to_owned();
    let bytes = std::fs::read(folder.join(file)).expect("the photo is where the manifest says");
    match gray_from_image_bytes(&bytes) {
        Ok(frame) => Some(Photo { set, name, frame, expected }),
        Err(error) => {
            eprintln!("{file}: {error}");
            None
        }
    }
}

#[derive(Default)]
struct Tally {
    photos: usize,
    hits: usize,
    wrong: usize,
    costs: Vec<Duration>,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut manifests, mut decoders, mut list_misses) = (Vec::new(), Vec::new(), false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--decoder" => decoders.extend(arguments.next()),
            "--list-misses" => list_misses = true,
            _ => manifests.push(PathBuf::from(argument)),
        }
    }
    if manifests.is_empty() {
        let listed = std::env::var("FELTBOK_SCAN_MANIFESTS").unwrap_or_default();
        manifests = listed.split(':').filter(|path| !path.is_empty()).map(PathBuf::from).collect();
    }
    if decoders.is_empty() {
        decoders = DECODERS.map(str::to_owned).to_vec();
    }
    std::panic::set_hook(Box::new(|_| {}));
    let mut tallies: BTreeMap<(String, usize), Tally> = BTreeMap::new();
    for photo in manifests.iter().flat_map(|manifest| photos(manifest)) {
        for (order, decoder) in decoders.iter().enumerate() {
            let run = run(decoder, &photo.frame);
            let is_expected = |text: &String| photo.expected.iter().any(|e| same_text(e, text));
            let tally = tallies.entry((photo.set.clone(), order)).or_default();
            tally.photos += 1;
            tally.hits += usize::from(run.texts.iter().any(is_expected));
            let wrong = run.texts.iter().any(|text| !is_expected(text));
            tally.wrong += usize::from(wrong);
            tally.costs.extend(&run.costs);
            if list_misses && (wrong || run.texts.is_empty() && !photo.expected.is_empty()) {
                println!("{decoder} {} {:?} {:?}", photo.name, run.costs, run.texts);
            }
        }
    }
    println!("| set | decoder | read | of | wrong | median ms | p95 ms | max ms |\n|---|---|--:|--:|--:|--:|--:|--:|");
    for ((set, order), mut tally) in tallies {
        tally.costs.sort();
        let at = |share: f64| tally.costs[((tally.costs.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        let decoder = &decoders[order];
        let (hits, photos, wrong) = (tally.hits, tally.photos, tally.wrong);
        println!(
            "| {set} | {decoder} | {hits} | {photos} | {wrong} | {:.1} | {:.1} | {:.1} |",
            at(0.5),
            at(0.95),
            at(1.0)
        );
    }
}

/// Line ends and invisible separators differ between decoders.
fn same_text(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
    plain(a) == plain(b)
}
