//! Moving companies from one store into another: for the one that has outgrown the embedded database.

use feltbok_domain::ids::Id;

use crate::{
    IdentityStore, PostgresStore, SqliteStore, StoreError, StoreResult,
    sql::{Database, Engine, Value, params},
};

/// What was moved of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transferred {
    pub company: String,
    pub rows: u64,
}

/// One table's rows of a company, in the order of its columns.
struct Table {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

/// Copies every company with all that is the server's of it; what `from` has stays as it is.
///
/// Each company goes over in one transaction, and is held in memory meanwhile. Tablets go on where they were: epoch,
/// numbers and results are the same. Errors: `Refused{company_exists}`, `Database`.
pub async fn transfer(from: &SqliteStore, to: &PostgresStore) -> StoreResult<Vec<Transferred>> {
    let known = to.companies().await?;
    let mut done = Vec::new();
    for (company_id, company) in from.companies().await? {
        if known.iter().any(|(id, _)| *id == company_id) {
            let why = format!("{company} is in the new database already; nothing of it was changed.");
            return Err(StoreError::refused("company_exists", why));
        }
        let tables = from.engine.read(company_id, move |tx| read_tables(tx, company_id)).await?;
        let rows = tables.iter().map(|table| table.rows.len() as u64).sum();
        to.engine.write(company_id, move |tx| tables.iter().try_for_each(|table| write_table(tx, table))).await?;
        done.push(Transferred { company, rows });
    }
    Ok(done)
}

/// In the order in which the tables were made, so that none comes before what it refers to.
fn read_tables(tx: &dyn Database, company_id: Id) -> StoreResult<Vec<Table>> {
    let names: Vec<String> = tx.collect(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'refinery%' AND name NOT LIKE 'sqlite%'
         ORDER BY rowid",
        &[],
        |row| row.get(0),
    )?;
    names.into_iter().map(|name| read_table(tx, company_id, name)).collect()
}

fn read_table(tx: &dyn Database, company_id: Id, name: String) -> StoreResult<Table> {
    let columns: Vec<String> =
        tx.collect("SELECT name FROM pragma_table_info(?1) ORDER BY cid", params![name], |row| row.get(0))?;
    let sql = format!("SELECT {} FROM \"{name}\" WHERE company_id = ?1", quoted(&columns));
    let rows = tx.collect(&sql, params![company_id], |row| {
        (0..columns.len()).map(|index| row.get::<Value>(index)).collect::<StoreResult<Vec<_>>>()
    })?;
    Ok(Table { name, columns, rows })
}

fn write_table(tx: &dyn Database, table: &Table) -> StoreResult<()> {
    let holes: Vec<String> = (1..=table.columns.len()).map(|hole| format!("?{hole}")).collect();
    let sql = format!("INSERT INTO \"{}\" ({}) VALUES ({})", table.name, quoted(&table.columns), holes.join(", "));
    for row in &table.rows {
        tx.execute(&sql, row)?;
    }
    Ok(())
}

fn quoted(columns: &[String]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}
