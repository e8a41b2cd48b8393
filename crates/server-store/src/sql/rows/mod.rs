//! The rows of one company in one transaction; records here, the rest a file a subject.

mod feeds;
mod ledger;
mod office;
mod results;

use std::cell::Cell;

use feltbok_domain::ids::Id;
use feltbok_protocol::record::RecordKind;

use crate::{
    StoreError, StoreResult,
    api::{LocationKind, StockLocation},
    rows::{Column, Columns, FieldRev, RecordRow, RecordRows, Rows},
    sql::{Database, Row, Value, params, value::ToValue},
};

/// How many rows a statement writes, so that they share its cost. Few sizes, because databases keep what they made of each
/// statement.
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
    fn run_many(&self, before: &str, rows: &[Vec<Value>], after: &str) -> StoreResult<()> {
        for some in batches(rows) {
            let columns = some.first().map_or(0, Vec::len);
            self.run(&format!("{before} VALUES {} {after}", holes(some.len(), columns)), &some.concat())?;
        }
        Ok(())
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

/// Splits what is to be written into as few statements as their sizes allow.
fn batches<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = ROWS_AT_ONCE.into_iter().find(|size| *size <= rows.len())?;
        let (batch, rest) = rows.split_at(size);
        rows = rest;
        Some(batch)
    })
}

/// The places of so many rows of values: `(?1, ?2), (?3, ?4)`.
fn holes(rows: usize, columns: usize) -> String {
    let row = |number: usize| {
        let first = number * columns + 1;
        let holes: Vec<String> = (first..first + columns).map(|hole| format!("?{hole}")).collect();
        format!("({})", holes.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

fn from_json<T: serde::de::DeserializeOwned>(what: &str, body: &str) -> StoreResult<T> {
    serde_json::from_str(body).map_err(|error| StoreError::Corrupt { what: what.to_owned(), why: error.to_string() })
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

    fn put(&self, kind: RecordKind, records: &[(RecordRow, Columns)]) -> StoreResult<()> {
        let Some((_, columns)) = records.first() else { return Ok(()) };
        let names: String = columns.iter().map(|(name, _)| format!(", {name}")).collect();
        let sets: String = columns.iter().map(|(name, _)| format!(", {name} = excluded.{name}")).collect();
        let values = |(row, columns): &(RecordRow, Columns)| {
            let mut values = params![self.company_id, row.id, row.rev, row.body].to_vec();
            values.extend(columns.iter().map(|(_, column)| column.to_value()));
            values
        };
        self.run_many(
            &format!("INSERT INTO {} (company_id, id, rev, body{names})", kind.as_str()),
            &records.iter().map(values).collect::<Vec<_>>(),
            &format!("ON CONFLICT (company_id, id) DO UPDATE SET rev = excluded.rev, body = excluded.body{sets}"),
        )
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
