//! Uploads and files.

use async_trait::async_trait;
use feltbok_domain::ids::Id;
use feltbok_protocol::file::FileRole;
use jiff::Timestamp;

use super::{Database, Engine, Row, SqlStore, identity::time_at, params};
use crate::{
    StoreError, StoreResult, TabletActor, UserActor,
    api::{FileStore, IdentityStore, NewUpload, StoredFile, Upload},
};

#[async_trait]
impl<E: Engine> FileStore for SqlStore<E> {
    async fn begin_upload(&self, tablet: &TabletActor, upload: NewUpload, at: Timestamp) -> StoreResult<Upload> {
        let (company_id, tablet_id) = (tablet.company_id, tablet.tablet_id);
        self.write(company_id, move |tx| {
            let sql = format!("{UPLOAD} AND sha256 = ?3 AND length = ?4 AND expires_ms > ?5");
            let values = params![company_id, tablet_id, upload.sha256, upload.length, at.as_millisecond()];
            if let Some(known) = tx.first(&sql, values, read_upload)? {
                return Ok(known);
            }
            tx.execute(
                "INSERT INTO upload (company_id, id, tablet_id, sha256, role, length, position, made_ms, expires_ms)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8)",
                params![
                    company_id,
                    upload.id,
                    tablet_id,
                    upload.sha256,
                    upload.role.as_str(),
                    upload.length,
                    at.as_millisecond(),
                    upload.expires_at.as_millisecond()
                ],
            )?;
            find_upload(tx, company_id, tablet_id, upload.id, at)
        })
        .await
    }

    async fn upload(&self, tablet: &TabletActor, id: Id, at: Timestamp) -> StoreResult<Upload> {
        let (company_id, tablet_id) = (tablet.company_id, tablet.tablet_id);
        self.read(company_id, move |tx| find_upload(tx, company_id, tablet_id, id, at)).await
    }

    async fn advance_upload(&self, tablet: &TabletActor, id: Id, from: u64, to: u64) -> StoreResult<()> {
        let (company_id, tablet_id) = (tablet.company_id, tablet.tablet_id);
        self.write(company_id, move |tx| {
            let changed = tx.execute(
                "UPDATE upload SET position = ?5
                     WHERE company_id = ?1 AND id = ?2 AND tablet_id = ?3 AND position = ?4 AND length >= ?5",
                params![company_id, id, tablet_id, from, to],
            )?;
            if changed == 1 { Ok(()) } else { Err(StoreError::Stale { rev: from }) }
        })
        .await
    }

    async fn finish_upload(&self, tablet: &TabletActor, id: Id, file: StoredFile, at: Timestamp) -> StoreResult<()> {
        let (company_id, tablet_id) = (tablet.company_id, tablet.tablet_id);
        self.write(company_id, move |tx| {
            tx.execute(
                "INSERT INTO file (company_id, sha256, bytes, media_type, stored_ms) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (company_id, sha256) DO NOTHING",
                params![company_id, file.sha256, file.bytes, file.media_type, at.as_millisecond()],
            )?;
            tx.execute(
                "UPDATE file_ref SET stored = 1 WHERE company_id = ?1 AND sha256 = ?2",
                params![company_id, file.sha256],
            )?;
            forget(tx, company_id, tablet_id, id)
        })
        .await
    }

    async fn drop_upload(&self, tablet: &TabletActor, id: Id) -> StoreResult<()> {
        let (company_id, tablet_id) = (tablet.company_id, tablet.tablet_id);
        self.write(company_id, move |tx| forget(tx, company_id, tablet_id, id)).await
    }

    async fn expire_uploads(&self, at: Timestamp) -> StoreResult<Vec<(Id, Id)>> {
        let mut expired = Vec::new();
        for (company_id, _) in self.companies().await? {
            let gone = self.write(company_id, move |tx| {
                tx.collect(
                    "DELETE FROM upload WHERE company_id = ?1 AND expires_ms <= ?2 RETURNING id",
                    params![company_id, at.as_millisecond()],
                    |row| Ok((company_id, row.get(0)?)),
                )
            });
            expired.extend(gone.await?);
        }
        Ok(expired)
    }

    async fn file_for_tablet(&self, tablet: &TabletActor, sha256: &str) -> StoreResult<StoredFile> {
        let (company_id, tablet_id, sha256) = (tablet.company_id, tablet.tablet_id, sha256.to_owned());
        let feed = feltbok_protocol::feed::FeedId::Tech(tablet.technician_id).to_string();
        self.read(company_id, move |tx| {
            let found = tx.first(
                "SELECT sha256, bytes, media_type FROM file WHERE company_id = ?1 AND sha256 = ?2 AND EXISTS (
                         SELECT 1 FROM file_ref AS r WHERE r.company_id = ?1 AND r.sha256 = ?2 AND (
                             r.tablet_id = ?3 OR EXISTS (
                                 SELECT 1 FROM feed_item AS i WHERE i.company_id = ?1 AND i.feed = ?4
                                    AND i.kind = 'visit' AND i.record_id = r.visit_id AND i.gone = 0)))",
                params![company_id, sha256, tablet_id, feed],
                read_file,
            )?;
            found.ok_or(StoreError::NotFound)
        })
        .await
    }

    async fn file_for_user(&self, user: &UserActor, sha256: &str) -> StoreResult<StoredFile> {
        let (company_id, sha256) = (user.company_id, sha256.to_owned());
        self.read(company_id, move |tx| {
            let sql = "SELECT sha256, bytes, media_type FROM file WHERE company_id = ?1 AND sha256 = ?2";
            let found = tx.first(sql, params![company_id, sha256], read_file)?;
            found.ok_or(StoreError::NotFound)
        })
        .await
    }
}

const UPLOAD: &str = "SELECT id, sha256, role, length, position, expires_ms FROM upload
     WHERE company_id = ?1 AND tablet_id = ?2";

fn find_upload(tx: &dyn Database, company_id: Id, tablet_id: Id, id: Id, at: Timestamp) -> StoreResult<Upload> {
    let sql = format!("{UPLOAD} AND id = ?3 AND expires_ms > ?4");
    let values = params![company_id, tablet_id, id, at.as_millisecond()];
    tx.first(&sql, values, read_upload)?.ok_or(StoreError::NotFound)
}

fn forget(tx: &dyn Database, company_id: Id, tablet_id: Id, id: Id) -> StoreResult<()> {
    let sql = "DELETE FROM upload WHERE company_id = ?1 AND id = ?2 AND tablet_id = ?3";
    tx.execute(sql, params![company_id, id, tablet_id])?;
    Ok(())
}

fn read_upload(row: &Row) -> StoreResult<Upload> {
    let role: String = row.get(2)?;
    Ok(Upload {
        id: row.get(0)?,
        sha256: row.get(1)?,
        // The column holds only words that this program wrote; one of a later version is handled like a photo.
        role: FileRole::from_word(&role).unwrap_or(FileRole::Photo),
        length: row.get(3)?,
        position: row.get(4)?,
        expires_at: time_at(row, 5)?,
    })
}

fn read_file(row: &Row) -> StoreResult<StoredFile> {
    Ok(StoredFile { sha256: row.get(0)?, bytes: row.get(1)?, media_type: row.get(2)? })
}
