//! Parts: by number, GTIN or any word of their names, fast with 100,000 of them.

use feltbok_domain::{ids::Id, model::Part};
use rusqlite::params;

use super::{Reader, decode, search_text};
use crate::error::StoreError;

/// More hits than this are not ranked: the search says too little.
const RANKED_MAX: usize = 200;

/// What to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartQuery {
    /// Words or their beginnings, in any language; also a number with or without its dashes.
    pub text: String,
    /// Only parts that fit this model, or any.
    pub model: Option<String>,
    pub most: usize,
}

impl Reader<'_> {
    pub fn part(&self, id: Id) -> Result<Option<Part>, StoreError> {
        self.get(id)
    }

    pub fn part_by_number(&self, number: &str) -> Result<Option<Part>, StoreError> {
        let found = self.list("AND json_extract(body, '$.number') COLLATE NOCASE = ?1 LIMIT 1", [number.trim()])?;
        Ok(found.into_iter().next())
    }

    pub fn part_by_gtin(&self, gtin: &str) -> Result<Option<Part>, StoreError> {
        Ok(self.list("AND json_extract(body, '$.gtin') = ?1 LIMIT 1", [gtin.trim()])?.into_iter().next())
    }

    /// Parts with all the words, those whose number or name begins with the text first. No text lists what fits the model.
    pub fn search_parts(&self, query: &PartQuery) -> Result<Vec<Part>, StoreError> {
        let Some(expression) = expression(query) else { return Ok(Vec::new()) };
        let mut statement = self.connection.prepare_cached(
            "SELECT record.body FROM part_search JOIN record ON record.n = part_search.rowid
             WHERE part_search MATCH ?1 ORDER BY part_search.rowid LIMIT ?2",
        )?;
        let most = i64::try_from(query.most.max(RANKED_MAX)).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![expression, most])?;
        let mut parts: Vec<Part> = Vec::new();
        while let Some(row) = rows.next()? {
            parts.push(decode(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
        }
        if let Some(exact) = self.part_by_number(&query.text)?
            && !parts.contains(&exact)
            && fits(&exact, query.model.as_deref())
        {
            parts.push(exact);
        }
        let typed = search_text::compact(&query.text);
        parts.sort_by_cached_key(|part| (rank(part, &typed), part.number.clone()));
        parts.truncate(query.most);
        Ok(parts)
    }

    /// Parts marked on this tablet, by number.
    pub fn favourite_parts(&self) -> Result<Vec<Part>, StoreError> {
        self.used_parts("WHERE favourite = 1 ORDER BY json_extract(body, '$.number')", usize::MAX)
    }

    /// The parts used last on this tablet, newest first.
    pub fn recent_parts(&self, most: usize) -> Result<Vec<Part>, StoreError> {
        self.used_parts("WHERE used_at IS NOT NULL ORDER BY used_at DESC, part_id", most)
    }

    pub fn is_favourite(&self, part_id: Id) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM part_use WHERE part_id = ?1 AND favourite = 1)";
        Ok(self.connection.prepare_cached(sql)?.query_row([part_id.to_string()], |row| row.get(0))?)
    }

    fn used_parts(&self, condition: &str, most: usize) -> Result<Vec<Part>, StoreError> {
        let sql = format!(
            "SELECT body FROM part_use JOIN record ON record.kind = 'part' AND record.id = part_id {condition} LIMIT ?1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = statement.query_map([most], |row| row.get::<_, String>(0))?;
        rows.map(|body| decode(&body?)).collect()
    }
}

/// The full-text expression; `None` when there is nothing to look for. Words are quoted: nothing typed is syntax.
fn expression(query: &PartQuery) -> Option<String> {
    let words = search_text::words(&query.text);
    let typed = words.iter().map(|word| format!("\"{word}\" *"));
    let mut terms: Vec<String> = Vec::new();
    if !words.is_empty() {
        let all_words = typed.collect::<Vec<_>>().join(" AND ");
        let in_one_piece = search_text::compact(&query.text);
        terms.push(format!("({{words}} : ({all_words}) OR {{words}} : (\"{in_one_piece}\" *))"));
    }
    if let Some(model) = &query.model {
        let model = search_text::compact(model);
        terms.push(format!("{{models}} : (\"{model}\" OR \"{}\")", search_text::ANY_MODEL));
    }
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

fn fits(part: &Part, model: Option<&str>) -> bool {
    let Some(model) = model else { return true };
    part.models.is_empty() || part.models.iter().any(|known| search_text::compact(known) == search_text::compact(model))
}

/// 0 for the number itself, 1 for its beginning, 2 for a name that begins so, 3 for the rest.
fn rank(part: &Part, typed: &str) -> u8 {
    let number = search_text::compact(&part.number);
    if number == typed || part.gtin.as_deref() == Some(typed) {
        0
    } else if number.starts_with(typed) {
        1
    } else if part.name.0.values().any(|name| search_text::compact(name).starts_with(typed)) {
        2
    } else {
        3
    }
}
