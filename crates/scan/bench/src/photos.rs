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
    /// None: there is no code in it.
    Texts(Vec<String>),
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
    let first_folder = row.file.split('/').next().unwrap_or(&row.file).to_owned();
    let set = row.set.unwrap_or(first_folder);
    let set = if row.expected.is_empty() { format!("{set} (no code)") } else { set };
    Ok(Photo { set, name: row.id.unwrap_or(row.file), frame, expected: Expected::Texts(row.expected) })
}
