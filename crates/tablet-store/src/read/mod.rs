//! Reading: one file per aggregate, every answer as the domain's own types, the tablet's pending edits included.

mod agreements;
mod attention;
mod checklists;
mod codes;
mod company;
mod customers;
mod drafts;
mod equipment;
mod feeds;
mod files;
mod jobs;
mod outbox;
mod parts;
mod passports;
mod readiness;
pub(crate) mod search_text;
mod stock;
mod technicians;
mod visits;

use feltbok_domain::ids::Id;
use feltbok_protocol::record::{RecordKind, Recorded};
use rusqlite::{Connection, OptionalExtension, Params, params};

pub use attention::AttentionItem;
pub use equipment::EquipmentHit;
pub use feeds::Loose;
pub use files::FileState;
pub use parts::PartQuery;
pub use readiness::{Missing, Readiness};
pub use stock::StockLine;

use crate::error::StoreError;

/// Reads from one consistent view of the store.
pub struct Reader<'c> {
    pub(crate) connection: &'c Connection,
}

impl<'c> Reader<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Reader { connection }
    }

    /// A record as it is seen on this tablet.
    pub fn get<T: Recorded>(&self, id: Id) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT body FROM record WHERE kind = ?1 AND id = ?2")?;
        let body: Option<String> =
            statement.query_row(params![T::KIND.as_str(), id.to_string()], |row| row.get(0)).optional()?;
        body.map(|body| decode(&body)).transpose()
    }

    /// A record's body as JSON, whatever its kind: for checks and diagnostics.
    pub fn raw(&self, kind: RecordKind, id: Id) -> Result<Option<serde_json::Value>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT body FROM record WHERE kind = ?1 AND id = ?2")?;
        let body: Option<String> =
            statement.query_row(params![kind.as_str(), id.to_string()], |row| row.get(0)).optional()?;
        body.map(|body| serde_json::from_str(&body))
            .transpose()
            .map_err(|why| StoreError::Unreadable { kind, why: why.to_string() })
    }

    /// A record that must be there.
    ///
    /// Errors: `Missing`.
    pub fn need<T: Recorded>(&self, id: Id) -> Result<T, StoreError> {
        self.get(id)?.ok_or(StoreError::Missing { kind: T::KIND, id })
    }

    /// Records of a kind by a condition on the table `record`, in its order.
    pub(crate) fn list<T: Recorded>(&self, condition: &str, params: impl Params) -> Result<Vec<T>, StoreError> {
        // The kind stands as a literal, so that the partial indexes are found.
        let sql = format!("SELECT body FROM record WHERE kind = '{}' {condition}", T::KIND.as_str());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(decode(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
        }
        Ok(found)
    }

    pub(crate) fn has(&self, kind: RecordKind, id: Id) -> Result<bool, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM record WHERE kind = ?1 AND id = ?2)")?;
        Ok(statement.query_row(params![kind.as_str(), id.to_string()], |row| row.get(0))?)
    }

    pub(crate) fn has_any(&self, kind: RecordKind) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM record WHERE kind = ?1)")?;
        Ok(statement.query_row([kind.as_str()], |row| row.get(0))?)
    }
}

pub(crate) fn decode<T: Recorded>(body: &str) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(|why| StoreError::Unreadable { kind: T::KIND, why: why.to_string() })
}
