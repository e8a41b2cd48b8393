//! Photos by a manifest, and what each says.

use anyhow::{Context, Result};
use feltbok_scan::{GrayFrame, gray_from_image_bytes};
use serde::Deserialize;
use std::path::Path;

pub struct Photo {
    pub set: String,
    pub name: String,
    pub frame: GrayFrame,
    pub expected: Expected,
}

pub enum Expected {
    /// What the list says (nothing: there is no code in it), and what else is truly in view, which is neither a hit
    /// nor wrong.
    Texts { listed: Vec<String>, also: Vec<String> },
    /// Hostile bits mean to each reader what they mean.
    Anything,
}

#[derive(Deserialize)]
struct Row {
    file: String,
    expected: Vec<String>,
    /// Else the first folder of `file`.
    set: Option<String>,
    id: Option<String>,
}

/// What a public list leaves out or has wrong about a photo. Each one that is used is named in the output, because a
/// bench that forgives in silence proves nothing.
#[derive(Deserialize)]
struct Correction {
    file: String,
    /// Instead of the list's own texts.
    expected: Option<Vec<String>>,
    /// Other codes that are in view.
    #[serde(default)]
    also: Vec<String>,
    why: String,
}

const CORRECTIONS: &str = include_str!("../corrections.jsonl");

fn correction(file: &str) -> Result<Option<Correction>> {
    let mut all = CORRECTIONS.lines().map(serde_json::from_str::<Correction>);
    let found = all.find(|line| line.as_ref().map_or(true, |correction| correction.file == file));
    found.transpose().context("corrections.jsonl")
}

/// One after the other, so that a thousand photos need the memory of one.
pub fn listed(manifest: &Path) -> Result<impl Iterator<Item = Result<Photo>>> {
    let folder = manifest.parent().context("a manifest lies in a folder")?.to_owned();
    let text = std::fs::read_to_string(manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let rows: Vec<Row> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).with_context(|| format!("not a manifest's line: {line}")))
        .collect::<Result<_>>()?;
    Ok(rows.into_iter().map(move |row| photo(&folder, row)))
}

fn photo(folder: &Path, row: Row) -> Result<Photo> {
    let path = folder.join(&row.file);
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let frame = gray_from_image_bytes(&bytes).with_context(|| format!("cannot decode {}", path.display()))?;
    let (mut listed, mut also) = (row.expected, Vec::new());
    if let Some(correction) = correction(&row.file)? {
        println!("list corrected: {}: {}", row.file, correction.why);
        listed = correction.expected.unwrap_or(listed);
        also = correction.also;
    }
    let first_folder = row.file.split('/').next().unwrap_or(&row.file).to_owned();
    let set = row.set.unwrap_or(first_folder);
    let set = if listed.is_empty() { format!("{set} (no code)") } else { set };
    Ok(Photo { set, name: row.id.unwrap_or(row.file), frame, expected: Expected::Texts { listed, also } })
}
