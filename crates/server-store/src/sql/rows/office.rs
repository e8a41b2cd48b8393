//! What dispatch has to look at: notices, conflicts, the audit log, and files that visits name.

use feltbok_domain::ids::Id;

use super::{SqlRows, from_json};
use crate::{
    StoreResult,
    rows::{AuditLine, ConflictRow, NewConflict, NewNotice, OfficeRows},
    sql::params,
};

impl OfficeRows for SqlRows<'_> {
    fn put_notice(&self, notice: &NewNotice<'_>) -> StoreResult<()> {
        // Once resolved it may come up again, with the new content.
        self.run(
            "INSERT INTO notice (company_id, id, kind, job_id, body, by_name, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (company_id, id) DO UPDATE
             SET body = excluded.body, by_name = excluded.by_name, at_ms = excluded.at_ms, resolved_ms = NULL,
                 resolved_by = NULL
             WHERE notice.resolved_ms IS NOT NULL AND excluded.at_ms > notice.resolved_ms",
            params![
                self.company_id,
                notice.id,
                notice.kind,
                notice.job_id,
                notice.body.to_string(),
                notice.by_name,
                notice.at_ms
            ],
        )?;
        Ok(())
    }

    fn resolve_notice(&self, id: Id, by: Id, at_ms: i64) -> StoreResult<bool> {
        let changed = self.run(
            "UPDATE notice SET resolved_ms = ?3, resolved_by = ?4
             WHERE company_id = ?1 AND id = ?2 AND resolved_ms IS NULL",
            params![self.company_id, id, at_ms, by],
        )?;
        Ok(changed > 0)
    }

    fn put_conflict(&self, conflict: &NewConflict<'_>) -> StoreResult<()> {
        self.run(
            "INSERT INTO conflict (company_id, id, kind, record_id, job_id, field, kept, kept_by, kept_at_ms, offered,
                                   offered_by, offered_at_ms, code)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (company_id, id) DO NOTHING",
            params![
                self.company_id,
                conflict.id,
                conflict.kind.as_str(),
                conflict.record_id,
                conflict.job_id,
                conflict.field,
                conflict.kept.to_string(),
                conflict.kept_by,
                conflict.kept_at_ms,
                conflict.offered.to_string(),
                conflict.offered_by,
                conflict.offered_at_ms,
                conflict.code
            ],
        )?;
        Ok(())
    }

    fn open_conflict(&self, id: Id) -> StoreResult<Option<ConflictRow>> {
        let found = self.first(
            "SELECT kind, record_id, field, offered FROM conflict
             WHERE company_id = ?1 AND id = ?2 AND resolved_ms IS NULL",
            params![self.company_id, id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<String>(3)?)),
        )?;
        let Some((kind, record_id, field, offered)) = found else { return Ok(None) };
        Ok(Some(ConflictRow { kind, record_id, field, offered: from_json("conflict", &offered)? }))
    }

    fn close_conflict(&self, id: Id, by: Id, took_offered: bool, at_ms: i64) -> StoreResult<()> {
        self.run(
            "UPDATE conflict SET resolved_ms = ?3, resolved_by = ?4, took_offered = ?5 WHERE company_id = ?1 AND id = ?2",
            params![self.company_id, id, at_ms, by, took_offered],
        )?;
        Ok(())
    }

    fn put_audit(&self, line: &AuditLine<'_>) -> StoreResult<()> {
        self.run(
            "INSERT INTO audit (company_id, id, at_ms, actor_kind, actor_id, actor_name, action, subject, detail)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (company_id, id) DO NOTHING",
            params![
                self.company_id,
                line.id,
                line.at_ms,
                line.actor_kind,
                line.actor_id,
                line.actor_name,
                line.action,
                line.subject,
                line.detail.to_string()
            ],
        )?;
        Ok(())
    }

    fn put_file_ref(&self, sha256: &str, visit_id: Id, role: &str, tablet_id: Id) -> StoreResult<()> {
        self.run(
            "INSERT INTO file_ref (company_id, sha256, visit_id, role, tablet_id, stored)
             VALUES (?1, ?2, ?3, ?4, ?5, CASE WHEN EXISTS (SELECT 1 FROM file WHERE company_id = ?1 AND sha256 = ?2) THEN 1 ELSE 0 END)
             ON CONFLICT (company_id, sha256, visit_id) DO NOTHING",
            params![self.company_id, sha256, visit_id, role, tablet_id],
        )?;
        Ok(())
    }

    fn drop_file_ref(&self, sha256: &str, visit_id: Id) -> StoreResult<()> {
        self.run(
            "DELETE FROM file_ref WHERE company_id = ?1 AND sha256 = ?2 AND visit_id = ?3",
            params![self.company_id, sha256, visit_id],
        )?;
        Ok(())
    }
}
