//! What was read and what it cost, and the table of it.

use std::{collections::BTreeMap, time::Duration};

use crate::{decoders::Run, photos::{Expected, Photo}};

/// By set and place of the decoder.
#[derive(Default)]
pub struct Table(BTreeMap<(String, usize), Tally>);

#[derive(Default)]
struct Tally {
    photos: usize,
    hits: usize,
    wrong: usize,
    panics: usize,
    costs: Vec<Duration>,
}

pub struct Verdict {
    pub is_missed: bool,
    pub is_wrong: bool,
}

impl Table {
    pub fn add(&mut self, photo: &Photo, decoder: usize, run: &Run) -> Verdict {
        let is_expected = |text: &String| match &photo.expected {
            Expected::Texts { listed, .. } => listed.iter().any(|expected| same_text(expected, text)),
            Expected::Anything => true,
        };
        let is_in_view = |text: &String| match &photo.expected {
            Expected::Texts { also, .. } => also.iter().any(|other| same_text(other, text)),
            Expected::Anything => true,
        };
        let has_code = matches!(&photo.expected, Expected::Texts { listed, .. } if !listed.is_empty());
        let is_hit = run.texts.iter().any(is_expected);
        let is_wrong = run.texts.iter().any(|text| !is_expected(text) && !is_in_view(text));
        let tally = self.0.entry((photo.set.clone(), decoder)).or_default();
        tally.photos += 1;
        tally.hits += usize::from(is_hit);
        tally.wrong += usize::from(is_wrong);
        tally.panics += usize::from(run.panicked);
        tally.costs.extend(&run.costs);
        Verdict { is_missed: has_code && !is_hit, is_wrong }
    }

    pub fn print(self, decoders: &[&str]) {
        println!("| set | decoder | read | of | wrong | panics | median ms | p95 ms | max ms |");
        println!("|---|---|--:|--:|--:|--:|--:|--:|--:|");
        for ((set, decoder), mut tally) in self.0 {
            tally.costs.sort();
            let at = |share: f64| {
                let place = (tally.costs.len().saturating_sub(1) as f64 * share) as usize;
                tally.costs.get(place).map_or(0.0, |cost| cost.as_secs_f64() * 1e3)
            };
            println!(
                "| {set} | {} | {} | {} | {} | {} | {:.1} | {:.1} | {:.1} |",
                decoders[decoder],
                tally.hits,
                tally.photos,
                tally.wrong,
                tally.panics,
                at(0.5),
                at(0.95),
                at(1.0)
            );
        }
    }
}

/// Line ends and invisible separators differ between decoders.
fn same_text(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
    plain(a) == plain(b)
}
