//! One SQLite transaction behind the seam of [`crate::sql`].

use feltbok_domain::ids::Id;
use rusqlite::{
    Connection, ErrorCode, Statement, params_from_iter,
    types::{ToSql, ToSqlOutput, ValueRef},
};

use crate::{
    StoreError, StoreResult,
    sql::{Database, Row, Value},
};

impl Database for Connection {
    fn query(&self, sql: &str, values: &[Value]) -> StoreResult<Vec<Row>> {
        let mut statement = self.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let read = (0..columns).map(|index| Ok(value(row.get_ref(index)?))).collect::<StoreResult<Vec<_>>>()?;
            found.push(Row::new(read));
        }
        Ok(found)
    }

    fn execute(&self, sql: &str, values: &[Value]) -> StoreResult<usize> {
        let mut statement = self.prepare_cached(sql)?;
        Ok(Statement::execute(&mut statement, params_from_iter(values))?)
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Id(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes())),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

fn value(column: ValueRef<'_>) -> Value {
    match column {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        // No column holds broken numbers; a strict table would refuse one.
        ValueRef::Real(number) => Value::Text(number.to_string()),
        ValueRef::Text(text) => Value::Text(match std::str::from_utf8(text) {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8_lossy(text).into_owned(),
        }),
        ValueRef::Blob(bytes) => Id::from_slice(bytes).map_or_else(|_| Value::Bytes(bytes.to_vec()), Value::Id),
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        /// SQLite could not grow its shared-memory file: the disk is full.
        const SHM_SIZE: i32 = 4874;
        match error.sqlite_error() {
            Some(failure) if failure.code == ErrorCode::DiskFull || failure.extended_code == SHM_SIZE => {
                StoreError::Full
            }
            Some(failure) if failure.code == ErrorCode::ConstraintViolation => {
                StoreError::Contradiction(error.to_string())
            }
            _ => StoreError::Database(error.to_string()),
        }
    }
}
