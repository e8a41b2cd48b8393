//! One PostgreSQL transaction behind the seam of [`crate::sql`].

use std::{cell::RefCell, error::Error};

use bytes::BytesMut;
use deadpool_postgres::Object;
use feltbok_domain::ids::Id;
use tokio::runtime::Handle;
use tokio_postgres::{
    Error as PgError, Statement,
    error::SqlState,
    types::{FromSql, IsNull, ToSql, Type, to_sql_checked},
};

use super::failed;
use crate::{
    StoreError, StoreResult,
    sql::{Database, Row, Value},
};

pub(super) struct PgDatabase<'c> {
    handle: &'c Handle,
    client: &'c Object,
    /// What the last error was called by the database.
    state: RefCell<Option<SqlState>>,
}

impl<'c> PgDatabase<'c> {
    pub fn new(handle: &'c Handle, client: &'c Object) -> Self {
        PgDatabase { handle, client, state: RefCell::default() }
    }

    pub fn state(&self) -> Option<SqlState> {
        self.state.borrow().clone()
    }

    fn note(&self, error: PgError) -> StoreError {
        self.state.replace(error.code().cloned());
        failed(error)
    }

    fn prepare(&self, sql: &str) -> StoreResult<Statement> {
        self.handle.block_on(self.client.prepare_cached(&numbered(sql))).map_err(|error| self.note(error))
    }
}

impl Database for PgDatabase<'_> {
    fn query(&self, sql: &str, values: &[Value]) -> StoreResult<Vec<Row>> {
        let statement = self.prepare(sql)?;
        let rows = self.handle.block_on(self.client.query(&statement, &given(values)));
        let rows = rows.map_err(|error| self.note(error))?;
        rows.iter()
            .map(|row| {
                let columns = (0..row.len()).map(|index| row.try_get::<_, Read>(index).map(|read| read.0));
                Ok(Row::new(columns.collect::<Result<Vec<_>, _>>().map_err(|error| self.note(error))?))
            })
            .collect()
    }

    fn execute(&self, sql: &str, values: &[Value]) -> StoreResult<usize> {
        let statement = self.prepare(sql)?;
        let changed = self.handle.block_on(self.client.execute(&statement, &given(values)));
        let changed = changed.map_err(|error| self.note(error))?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }
}

fn given(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// `?1` as `$1`. No statement has a question mark anywhere else.
fn numbered(sql: &str) -> String {
    sql.replace('?', "$")
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => return Ok(IsNull::Yes),
            Value::Id(id) => out.extend_from_slice(id.as_bytes()),
            Value::Text(text) => return text.to_sql(ty, out),
            Value::Bytes(bytes) => out.extend_from_slice(bytes),
            Value::Int(number) => match *ty {
                Type::INT4 => return i32::try_from(*number)?.to_sql(ty, out),
                Type::BOOL => return (*number != 0).to_sql(ty, out),
                _ => return number.to_sql(ty, out),
            },
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A column as it comes.
struct Read(Value);

impl<'a> FromSql<'a> for Read {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Read(match *ty {
            Type::UUID => Value::Id(Id::from_slice(raw)?),
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(ty, raw)?.into()),
            Type::BOOL => Value::Int(bool::from_sql(ty, raw)?.into()),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            _ => Value::Text(String::from_utf8(raw.to_vec())?),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Read(Value::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
