//! The rows of one company in one transaction; records here, the rest a file a subject.

mod feeds;
mod ledger;
mod office;
mod results;

use std::{cell::Cell, collections::BTreeMap, fmt::Write};

use feltbok_domain::{ids::Id, job_life::JobStatus};
use feltbok_protocol::record::RecordKind;

use crate::{
    StoreError, StoreResult,
    api::{LocationKind, StockLocation},
    rows::{Column, Columns, FieldRev, RecordRow, RecordRows, RecordWrite, Rows},
    sql::{Database, Row, Value, params, value::ToValue},
};

/// How many rows a statement writes or looks up, so that they share its cost. Few sizes, because databases keep what they
/// made of each statement.
const ROWS_AT_ONCE: [usize; 3] = [50, 10, 1];

/// Rows of one company; every statement names it.
pub(crate) struct SqlRows<'t> {
    database: &'t dyn Database,
    company_id: Id,
    part: Cell<Part>,
}

/// A part of the transaction that can be undone alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    /// Nothing was written in it yet: the database has not been asked for it.
    Wanted,
    Begun,
}

impl<'t> SqlRows<'t> {
    pub fn new(database: &'t dyn Database, company_id: Id) -> Self {
        SqlRows { database, company_id, part: Cell::new(Part::None) }
    }

    /// Every statement that writes goes through here, or calls [`SqlRows::begin_part`] before.
    fn run(&self, sql: &str, values: &[Value]) -> StoreResult<usize> {
        self.begin_part()?;
        self.database.execute(sql, values)
    }

    /// Writes rows of values with as few statements as their sizes allow: `before`, their places, `after`.
    fn run_many(&self, before: &str, rows: Vec<Vec<Value>>, after: &str) -> StoreResult<()> {
        let columns = rows.first().map_or(0, Vec::len);
        let mut rows = rows.into_iter();
        while let Some(size) = size_of_next(rows.len()) {
            let values: Vec<Value> = rows.by_ref().take(size).flatten().collect();
            self.run(&format!("{before} VALUES {} {after}", holes(size, columns)), &values)?;
        }
        Ok(())
    }

    /// What a statement that ends in a column finds for many ids in it; its `?1` is the company.
    fn collect_of<T>(
        &self,
        before: &str,
        mut ids: &[Id],
        mut read: impl FnMut(&Row) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        let mut found = Vec::new();
        while let Some(size) = size_of_next(ids.len()) {
            let (some, rest) = ids.split_at(size);
            let values: Vec<Value> = std::iter::once(&self.company_id).chain(some).map(ToValue::to_value).collect();
            let places: Vec<String> = (2..size + 2).map(|hole| format!("?{hole}")).collect();
            found.extend(self.collect(&format!("{before} IN ({})", places.join(", ")), &values, &mut read)?);
            ids = rest;
        }
        Ok(found)
    }

    fn begin_part(&self) -> StoreResult<()> {
        if self.part.get() == Part::Wanted {
            self.database.execute("SAVEPOINT part", &[])?;
            self.part.set(Part::Begun);
        }
        Ok(())
    }

    fn first<T>(
        &self,
        sql: &str,
        values: &[Value],
        read: impl FnOnce(&Row) -> StoreResult<T>,
    ) -> StoreResult<Option<T>> {
        self.database.first(sql, values, read)
    }

    fn collect<T>(&self, sql: &str, values: &[Value], read: impl FnMut(&Row) -> StoreResult<T>) -> StoreResult<Vec<T>> {
        self.database.collect(sql, values, read)
    }
}

/// How many of those left the next statement takes; `None` when none are left.
fn size_of_next(left: usize) -> Option<usize> {
    ROWS_AT_ONCE.into_iter().find(|size| *size <= left)
}

/// The places of so many rows of values: `(?1, ?2), (?3, ?4)`.
fn holes(rows: usize, columns: usize) -> String {
    let mut holes = String::new();
    for hole in 0..rows * columns {
        let before = match (hole, hole % columns) {
            (0, _) => "(",
            (_, 0) => "), (",
            _ => ", ",
        };
        let _ = write!(holes, "{before}?{}", hole + 1);
    }
    holes.push(')');
    holes
}

fn from_json<T: serde::de::DeserializeOwned>(what: &str, body: &str) -> StoreResult<T> {
    serde_json::from_str(body).map_err(|error| StoreError::Corrupt { what: what.to_owned(), why: error.to_string() })
}

/// The unit variant of a word.
fn from_word<T: serde::de::DeserializeOwned>(what: &str, word: &str) -> StoreResult<T> {
    serde_json::from_value(word.into())
        .map_err(|error| StoreError::Corrupt { what: what.to_owned(), why: error.to_string() })
}

fn record_row(row: &Row) -> StoreResult<RecordRow> {
    Ok(RecordRow { id: row.get(0)?, rev: row.get(1)?, body: row.get(2)? })
}

impl ToValue for Column {
    fn to_value(&self) -> Value {
        match self {
            Column::Id(id) => id.to_value(),
            Column::Text(text) => text.to_value(),
            Column::Int(value) => value.to_value(),
        }
    }
}

impl RecordRows for SqlRows<'_> {
    fn company_id(&self) -> Id {
        self.company_id
    }

    fn get(&self, kind: RecordKind, id: Id) -> StoreResult<Option<RecordRow>> {
        let sql = format!("SELECT id, rev, body FROM {} WHERE company_id = ?1 AND id = ?2", kind.as_str());
        self.first(&sql, params![self.company_id, id], record_row)
    }

    fn find(&self, kind: RecordKind, column: &'static str, value: Id) -> StoreResult<Vec<RecordRow>> {
        let table = kind.as_str();
        let sql = format!("SELECT id, rev, body FROM {table} WHERE company_id = ?1 AND {column} = ?2 ORDER BY id");
        self.collect(&sql, params![self.company_id, value], record_row)
    }

    fn all(&self, kind: RecordKind) -> StoreResult<Vec<RecordRow>> {
        let sql = format!("SELECT id, rev, body FROM {} WHERE company_id = ?1 ORDER BY id", kind.as_str());
        self.collect(&sql, params![self.company_id], record_row)
    }

    fn job_standing(&self, id: Id) -> StoreResult<Option<(JobStatus, Option<Id>)>> {
        let sql = "SELECT status, technician_id FROM job WHERE company_id = ?1 AND id = ?2";
        let found: Option<(String, Option<Id>)> =
            self.first(sql, params![self.company_id, id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        found.map(|(status, technician)| Ok((from_word("job status", &status)?, technician))).transpose()
    }

    fn put(&self, kind: RecordKind, records: Vec<RecordWrite>) -> StoreResult<()> {
        let mut alike: BTreeMap<Option<Vec<&str>>, Vec<(RecordRow, Columns)>> = BTreeMap::new();
        for RecordWrite { row, columns, changed } in records {
            alike.entry(changed).or_default().push((row, columns));
        }
        for (changed, records) in alike {
            let Some((_, columns)) = records.first() else { continue };
            let names: String = columns.iter().map(|(name, _)| format!(", {name}")).collect();
            let is_set = |name: &&str| changed.as_ref().is_none_or(|changed| changed.contains(name));
            let set = columns.iter().map(|(name, _)| *name).filter(is_set);
            let sets: String = set.map(|name| format!(", {name} = excluded.{name}")).collect();
            let values = |(row, columns): (RecordRow, Columns)| {
                let mut values = vec![self.company_id.to_value(), row.id.to_value(), row.rev.to_value()];
                values.push(Value::Text(row.body));
                values.extend(columns.iter().map(|(_, column)| column.to_value()));
                values
            };
            self.run_many(
                &format!("INSERT INTO {} (company_id, id, rev, body{names})", kind.as_str()),
                records.into_iter().map(values).collect(),
                &format!("ON CONFLICT (company_id, id) DO UPDATE SET rev = excluded.rev, body = excluded.body{sets}"),
            )?;
        }
        Ok(())
    }

    fn put_location(&self, location: &StockLocation) -> StoreResult<()> {
        let kind = match location.kind {
            LocationKind::Depot => "depot",
            LocationKind::Van => "van",
        };
        self.run(
            "INSERT INTO stock_location (company_id, id, name, kind) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (company_id, id) DO UPDATE SET name = excluded.name, kind = excluded.kind",
            params![self.company_id, location.id, location.name, kind],
        )?;
        Ok(())
    }

    fn next_in(&self, series: &str) -> StoreResult<u64> {
        self.begin_part()?;
        let next = self.first(
            "INSERT INTO counter (company_id, series, last) VALUES (?1, ?2, 1)
             ON CONFLICT (company_id, series) DO UPDATE SET last = counter.last + 1 RETURNING last",
            params![self.company_id, series],
            |row| row.get(0),
        )?;
        Ok(next.expect("an upsert returns its row"))
    }

    fn raise_series(&self, series: &str, last: u64) -> StoreResult<()> {
        self.run(
            "INSERT INTO counter (company_id, series, last) VALUES (?1, ?2, ?3)
             ON CONFLICT (company_id, series) DO UPDATE SET last = excluded.last WHERE excluded.last > counter.last",
            params![self.company_id, series, last],
        )?;
        Ok(())
    }

    fn field_rev(&self, kind: RecordKind, id: Id, field: &str) -> StoreResult<Option<FieldRev>> {
        self.first(
            "SELECT rev, by_id, by_name, at_ms FROM field_rev
             WHERE company_id = ?1 AND kind = ?2 AND record_id = ?3 AND field = ?4",
            params![self.company_id, kind.as_str(), id, field],
            |row| Ok(FieldRev { rev: row.get(0)?, by_id: row.get(1)?, by_name: row.get(2)?, at_ms: row.get(3)? }),
        )
    }

    fn set_field_rev(&self, kind: RecordKind, id: Id, field: &str, rev: &FieldRev) -> StoreResult<()> {
        self.run(
            "INSERT INTO field_rev (company_id, kind, record_id, field, rev, by_id, by_name, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (company_id, kind, record_id, field)
             DO UPDATE SET rev = excluded.rev, by_id = excluded.by_id, by_name = excluded.by_name, at_ms = excluded.at_ms",
            params![self.company_id, kind.as_str(), id, field, rev.rev, rev.by_id, rev.by_name, rev.at_ms],
        )?;
        Ok(())
    }
}

impl Rows for SqlRows<'_> {}
