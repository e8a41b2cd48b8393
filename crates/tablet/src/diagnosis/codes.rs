//! The codes that are left to choose from: by the machine's category and the code before; lately used ones first.

use std::collections::BTreeMap;

use feltbok_domain::model::{Category, CodeEntry, CodeList};
use feltbok_tablet_store::{Reader, Work};

use crate::{error::Result, views::CodeChoice};

const DRAFT: &str = "recent_codes";
/// Codes of one list that count as lately used.
const RECENT_MAX: usize = 5;

type Recent = BTreeMap<String, Vec<String>>;

/// The choices of one list after the code `before` it.
pub fn choices(
    reader: &Reader<'_>,
    list: CodeList,
    category: Option<Category>,
    before: Option<&str>,
) -> Result<Vec<CodeChoice>> {
    let recent: Recent = reader.draft(DRAFT)?.unwrap_or_default();
    let lately = recent.get(&key(list, category)).cloned().unwrap_or_default();
    let mut entries = reader.codes(list)?;
    entries.retain(|entry| applies(entry, category, before));
    let place = |entry: &CodeEntry| lately.iter().position(|code| *code == entry.code).unwrap_or(usize::MAX);
    entries.sort_by_key(place);
    let choices = entries.into_iter().map(|entry| CodeChoice {
        recent: lately.contains(&entry.code),
        code: entry.code,
        name: entry.name,
    });
    Ok(choices.collect())
}

/// Remembers a code that was chosen.
pub fn note(work: &mut Work<'_>, list: CodeList, category: Option<Category>, code: &str) -> Result<()> {
    let mut recent: Recent = work.draft(DRAFT)?.unwrap_or_default();
    let lately = recent.entry(key(list, category)).or_default();
    lately.retain(|known| known != code);
    lately.insert(0, code.to_owned());
    lately.truncate(RECENT_MAX);
    Ok(work.put_draft(DRAFT, None, &recent)?)
}

fn applies(entry: &CodeEntry, category: Option<Category>, before: Option<&str>) -> bool {
    let fits = category.is_none_or(|category| entry.categories.is_empty() || entry.categories.contains(&category));
    let follows =
        before.is_none_or(|before| entry.parents.is_empty() || entry.parents.iter().any(|code| code == before));
    fits && follows
}

fn key(list: CodeList, category: Option<Category>) -> String {
    format!("{list:?} {category:?}")
}
