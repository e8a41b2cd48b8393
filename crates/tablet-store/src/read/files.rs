//! Files as the sync centre shows them: which wait, how far they have come; and what the store takes up.

use feltbok_domain::ids::Id;
use feltbok_protocol::{file::FileRole, record::RecordKind};
use rusqlite::{Row, params};

use super::Reader;
use crate::{error::StoreError, ids};

/// One file on its way to the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileState {
    pub sha256: String,
    pub role: FileRole,
    pub bytes: u64,
    pub sent_bytes: u64,
    pub is_sent: bool,
    /// The jobs it travels with.
    pub job: Option<Id>,
}

const COLUMNS: &str = "file.sha256, role, bytes, sent_bytes, sent_at IS NOT NULL,
    (SELECT job FROM file_use WHERE file_use.sha256 = file.sha256 ORDER BY job LIMIT 1)";

impl Reader<'_> {
    /// A file that this tablet has named; `None` for one that only the office has.
    pub fn file_state(&self, sha256: &str) -> Result<Option<FileState>, StoreError> {
        Ok(self.file_states("WHERE file.sha256 = ?1", params![sha256])?.into_iter().next())
    }

    /// Every file that is not with the office yet, oldest first.
    pub fn waiting_files(&self) -> Result<Vec<FileState>, StoreError> {
        self.file_states("WHERE sent_at IS NULL ORDER BY added_at, file.sha256", [])
    }

    /// Operations of one job, or of no job, without an answer of the server.
    pub fn unsent_operations_of(&self, job: Option<Id>) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM operation WHERE state <> 'acknowledged' AND job IS ?1";
        let job = job.map(|job| job.to_string());
        let count: i64 = self.connection.prepare_cached(sql)?.query_row([job], |row| row.get(0))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Number and plain bytes of all files that were made here.
    pub fn file_totals(&self) -> Result<(u32, u64), StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT count(*), coalesce(sum(bytes), 0) FROM file")?;
        let (count, bytes): (i64, i64) = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((u32::try_from(count).unwrap_or(u32::MAX), bytes.unsigned_abs()))
    }

    /// How many records of a kind are on this tablet.
    pub fn record_count(&self, kind: RecordKind) -> Result<u32, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT count(*) FROM record WHERE kind = ?1")?;
        let count: i64 = statement.query_row([kind.as_str()], |row| row.get(0))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// The schema's version and the database's size in bytes.
    pub fn database_facts(&self) -> Result<(u32, u64), StoreError> {
        let sql = "SELECT (SELECT coalesce(max(version), 0) FROM refinery_schema_history),
                          (SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size())";
        let (version, bytes): (u32, i64) = self.connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((version, bytes.unsigned_abs()))
    }

    fn file_states(&self, condition: &str, params: impl rusqlite::Params) -> Result<Vec<FileState>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("SELECT {COLUMNS} FROM file {condition}"))?;
        let rows = statement.query_map(params, state)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn state(row: &Row<'_>) -> rusqlite::Result<FileState> {
    Ok(FileState {
        sha256: row.get(0)?,
        role: FileRole::from_word(&row.get::<_, String>(1)?).unwrap_or(FileRole::Photo),
        bytes: row.get::<_, i64>(2)?.unsigned_abs(),
        sent_bytes: row.get::<_, i64>(3)?.unsigned_abs(),
        is_sent: row.get(4)?,
        job: ids::optional_id(row, 5)?,
    })
}
