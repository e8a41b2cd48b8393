//! Records: the server's version, and on top of it what this tablet's own edits make of it.

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    operation::{Edit, Operation},
    record::RecordKind,
};
use feltbok_sync::integrate;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::{error::StoreError, work::outbox};

/// A record as stored.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub rev: u64,
    pub server_body: Option<Value>,
    pub local_body: Option<Value>,
}

impl Stored {
    /// What people see.
    pub fn body(&self) -> Option<&Value> {
        self.local_body.as_ref().or(self.server_body.as_ref())
    }
}

/// An edit that is not yet in the server's version.
pub(crate) struct Pending {
    pub n: i64,
    pub edit: Edit,
}

pub(crate) fn load(connection: &Connection, kind: RecordKind, id: Id) -> Result<Option<Stored>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT rev, server_body, local_body FROM record WHERE kind = ?1 AND id = ?2")?;
    let found = statement
        .query_row(params![kind.as_str(), id.to_string()], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, Option<String>>(2)?))
        })
        .optional()?;
    let Some((rev, server, local)) = found else { return Ok(None) };
    Ok(Some(Stored { rev: rev.unsigned_abs(), server_body: json(kind, server)?, local_body: json(kind, local)? }))
}

/// Sets what people see of a record, making it where there is none; `None` shows the server's version.
pub(crate) fn set_local(
    connection: &Connection,
    kind: RecordKind,
    id: Id,
    local: Option<&Value>,
) -> Result<(), StoreError> {
    let (kind, id) = (kind.as_str(), id.to_string());
    match local {
        None => connection
            .prepare_cached("UPDATE record SET local_body = NULL WHERE kind = ?1 AND id = ?2")?
            .execute(params![kind, id])?,
        Some(body) => connection
            .prepare_cached(
                "INSERT INTO record (kind, id, local_body) VALUES (?1, ?2, ?3)
                 ON CONFLICT (kind, id) DO UPDATE SET local_body = excluded.local_body",
            )?
            .execute(params![kind, id, body.to_string()])?,
    };
    Ok(())
}

/// Edits of a record that the server's version does not show yet, oldest first.
pub(crate) fn pending(connection: &Connection, kind: RecordKind, id: Id) -> Result<Vec<Pending>, StoreError> {
    let sql = format!("SELECT {}, n FROM operation WHERE entity = ?1 AND shown = 0 ORDER BY n", outbox::COLUMNS);
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([id.to_string()], |row| Ok((row.get(outbox::AFTER)?, outbox::operation(row)?)))?;
    let mut edits = Vec::new();
    for row in rows {
        let (n, operation): (i64, Operation) = row?;
        match operation.edit() {
            Ok(edit) if integrate::target(&edit) == Some(kind) => edits.push(Pending { n, edit }),
            Ok(_) => {}
            // An older app cannot show what a newer one recorded, but it keeps and sends it.
            Err(unknown) => tracing::warn!(error = %unknown, "a pending operation cannot be shown"),
        }
    }
    Ok(edits)
}

/// Makes what people see anew: the server's version with the pending edits on top.
pub(crate) fn refresh(connection: &Connection, kind: RecordKind, id: Id) -> Result<(), StoreError> {
    let stored = load(connection, kind, id)?;
    let server = stored.as_ref().and_then(|stored| stored.server_body.clone());
    let edits = pending(connection, kind, id)?;
    let shown = integrate::replay(id, server.clone(), edits.iter().map(|pending| &pending.edit));
    match (server, shown) {
        // Made here and not in any feed yet: what is there is all there is.
        (None, None) => Ok(()),
        (server, shown) if server == shown => set_local(connection, kind, id, None),
        (_, shown) => set_local(connection, kind, id, shown.as_ref()),
    }
}

fn json(kind: RecordKind, text: Option<String>) -> Result<Option<Value>, StoreError> {
    text.map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|why| StoreError::Unreadable { kind, why: why.to_string() })
}
