//! Certificates and receipts.

use async_trait::async_trait;
use feltbok_domain::{
    ids::Id,
    model::{Company, Visit},
};
use jiff::Timestamp;

use super::{
    Database, Engine, Row, SqlRows, SqlStore,
    identity::{from_ms, time_at},
    jobs::Reader,
    params,
};
use crate::{
    StoreError, StoreResult, TabletActor, UserActor,
    api::{
        Authority, DocumentKey, Doubt, Finding, KnownDocument, Receipt, RevokedCertificate, StoredFile,
        TabletCertificate, TrustStore, UnreceivedDocument,
    },
    rows::OfficeRows,
    work::doubt_notice,
};

#[async_trait]
impl<E: Engine> TrustStore for SqlStore<E> {
    async fn authority(&self, company_id: Id) -> StoreResult<Option<Authority>> {
        self.read(company_id, move |tx| authority(tx, company_id)).await
    }

    async fn timestamp_url(&self, company_id: Id) -> StoreResult<Option<String>> {
        self.read(company_id, move |tx| {
            let company: Option<Company> = Reader::new(tx, company_id).find(Some(company_id))?;
            Ok(company.and_then(|company| company.timestamp_url))
        })
        .await
    }

    async fn keep_authority(&self, company_id: Id, made: Authority, at: Timestamp) -> StoreResult<Authority> {
        self.write(company_id, move |tx| {
            tx.execute(
                "INSERT INTO authority (company_id, root, receipt, made_ms) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (company_id) DO NOTHING",
                params![company_id, made.root, made.receipt, at.as_millisecond()],
            )?;
            authority(tx, company_id)?.ok_or(StoreError::NotFound)
        })
        .await
    }

    async fn document_key(&self, company_id: Id, tablet_id: Id) -> StoreResult<DocumentKey> {
        self.read(company_id, move |tx| {
            let found = tx.first(
                "SELECT document_key, revoked_ms,
                            (SELECT MIN(issued_ms) FROM certificate AS c
                             WHERE c.company_id = ?1 AND c.tablet_id = ?2)
                     FROM tablet WHERE company_id = ?1 AND id = ?2",
                params![company_id, tablet_id],
                |row| {
                    Ok(DocumentKey {
                        key: row.get(0)?,
                        revoked_at: row.get::<Option<i64>>(1)?.map(from_ms),
                        certified_at: row.get::<Option<i64>>(2)?.map(from_ms),
                    })
                },
            )?;
            found.ok_or(StoreError::NotFound)
        })
        .await
    }

    async fn tablet_certificate(&self, tablet: &TabletActor) -> StoreResult<Option<TabletCertificate>> {
        let (company_id, tablet_id) = (tablet.company_id, tablet.tablet_id);
        self.read(company_id, move |tx| {
            tx.first(
                "SELECT serial, der, issued_ms, until_ms FROM certificate
                     WHERE company_id = ?1 AND tablet_id = ?2 ORDER BY issued_ms DESC, serial LIMIT 1",
                params![company_id, tablet_id],
                |row| {
                    Ok(TabletCertificate {
                        serial: row.get(0)?,
                        tablet_id,
                        der: row.get(1)?,
                        issued_at: time_at(row, 2)?,
                        until: time_at(row, 3)?,
                    })
                },
            )
        })
        .await
    }

    async fn keep_certificate(&self, company_id: Id, certificate: TabletCertificate) -> StoreResult<()> {
        self.write(company_id, move |tx| {
            tx.execute(
                "INSERT INTO certificate (company_id, serial, tablet_id, der, issued_ms, until_ms)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    company_id,
                    certificate.serial,
                    certificate.tablet_id,
                    certificate.der,
                    certificate.issued_at.as_millisecond(),
                    certificate.until.as_millisecond()
                ],
            )?;
            Ok(())
        })
        .await
    }

    async fn revoked_certificates(&self, company_id: Id) -> StoreResult<Vec<RevokedCertificate>> {
        self.read(company_id, move |tx| {
            tx.collect(
                "SELECT c.serial, t.revoked_ms FROM tablet AS t
                 JOIN certificate AS c ON c.company_id = t.company_id AND c.tablet_id = t.id
                 WHERE t.company_id = ?1 AND t.revoked_ms IS NOT NULL ORDER BY c.serial",
                params![company_id],
                |row| Ok(RevokedCertificate { serial: row.get(0)?, at: time_at(row, 1)? }),
            )
        })
        .await
    }

    async fn unreceived_documents(
        &self,
        company_id: Id,
        since: Timestamp,
        limit: u32,
    ) -> StoreResult<Vec<UnreceivedDocument>> {
        self.read(company_id, move |tx| {
            let rows = tx.collect(
                "SELECT r.sha256, r.visit_id, v.job_id, r.tablet_id, p.name, f.stored_ms, v.body
                 FROM file_ref AS r
                 JOIN file AS f ON f.company_id = r.company_id AND f.sha256 = r.sha256
                 JOIN visit AS v ON v.company_id = r.company_id AND v.id = r.visit_id
                 JOIN technician AS p ON p.company_id = v.company_id AND p.id = v.technician_id
                 WHERE r.company_id = ?1 AND r.role = 'document' AND r.stored = 1 AND f.stored_ms >= ?2
                   AND NOT EXISTS (SELECT 1 FROM receipt AS k WHERE k.company_id = ?1 AND k.sha256 = r.sha256)
                 ORDER BY f.stored_ms, r.sha256 LIMIT ?3",
                params![company_id, since.as_millisecond(), limit],
                |row| {
                    let body: String = row.get(6)?;
                    Ok((body, row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, time_at(row, 5)?))
                },
            )?;
            let mut found = Vec::new();
            for row in rows {
                let (body, sha256, visit_id, job_id, tablet_id, technician, stored_at): (
                    String,
                    String,
                    Id,
                    Id,
                    Id,
                    String,
                    Timestamp,
                ) = row;
                found.extend(unreceived(&body, sha256, visit_id, (job_id, tablet_id), technician, stored_at)?);
            }
            Ok(found)
        })
        .await
    }

    async fn keep_receipt(
        &self,
        company_id: Id,
        receipt: Receipt,
        doubt: Option<Doubt>,
        at: Timestamp,
    ) -> StoreResult<()> {
        self.write(company_id, move |tx| {
            if put_receipt(tx, company_id, &receipt)?
                && let Some(doubt) = &doubt
            {
                SqlRows::new(tx, company_id).put_notice(&doubt_notice(&receipt, doubt, at))?;
            }
            Ok(())
        })
        .await
    }

    async fn receipts_to_countersign(&self, company_id: Id, since: Timestamp, limit: u32) -> StoreResult<Vec<Receipt>> {
        self.read(company_id, move |tx| {
            let sql = format!(
                "{RECEIPT} WHERE company_id = ?1 AND copy_sha256 IS NULL AND finding <> 'altered' AND received_ms >= ?2
                 ORDER BY received_ms, sha256 LIMIT ?3"
            );
            tx.collect(&sql, params![company_id, since.as_millisecond(), limit], read_receipt)
        })
        .await
    }

    async fn keep_copy(
        &self,
        company_id: Id,
        sha256: &str,
        copy: StoredFile,
        stamped_at: Option<Timestamp>,
        at: Timestamp,
    ) -> StoreResult<()> {
        let sha256 = sha256.to_owned();
        self.write(company_id, move |tx| {
            tx.execute(
                "INSERT INTO file (company_id, sha256, bytes, media_type, stored_ms)
                     VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (company_id, sha256) DO NOTHING",
                params![company_id, copy.sha256, copy.bytes, copy.media_type, at.as_millisecond()],
            )?;
            tx.execute(
                "UPDATE receipt SET copy_sha256 = ?3, stamped_ms = ?4
                     WHERE company_id = ?1 AND sha256 = ?2 AND copy_sha256 IS NULL",
                params![company_id, sha256, copy.sha256, stamped_at.map(Timestamp::as_millisecond)],
            )?;
            Ok(())
        })
        .await
    }

    async fn receipts(&self, user: &UserActor, job_id: Id) -> StoreResult<Vec<Receipt>> {
        let company_id = user.company_id;
        self.read(company_id, move |tx| {
            let sql = format!(
                "{RECEIPT} WHERE company_id = ?1 AND visit_id IN
                     (SELECT id FROM visit WHERE company_id = ?1 AND job_id = ?2) ORDER BY number, revision"
            );
            tx.collect(&sql, params![company_id, job_id], read_receipt)
        })
        .await
    }

    async fn known_document(&self, company_id: Id, sha256: &str) -> StoreResult<Option<KnownDocument>> {
        let sha256 = sha256.to_owned();
        self.read(company_id, move |tx| {
            for column in ["sha256", "copy_sha256", "content_sha256"] {
                let sql = format!("{RECEIPT} WHERE company_id = ?1 AND {column} = ?2 ORDER BY revision DESC LIMIT 1");
                let found = tx.first(&sql, params![company_id, sha256], read_receipt)?;
                let Some(receipt) = found else { continue };
                let newest = tx.first(
                    "SELECT MAX(revision) FROM receipt WHERE company_id = ?1 AND number = ?2",
                    params![company_id, receipt.number],
                    |row| row.get(0),
                )?;
                let newest_revision = newest.unwrap_or(receipt.revision);
                return Ok(Some(KnownDocument { receipt, newest_revision }));
            }
            Ok(None)
        })
        .await
    }
}

const RECEIPT: &str = "SELECT sha256, visit_id, tablet_id, number, revision, content_sha256, sealed_ms, received_ms,
     finding, why, copy_sha256, stamped_ms FROM receipt";

fn read_receipt(row: &Row) -> StoreResult<Receipt> {
    let finding: String = row.get(8)?;
    let no_finding = || StoreError::Corrupt { what: "receipt".into(), why: format!("no finding {finding:?}") };
    Ok(Receipt {
        sha256: row.get(0)?,
        visit_id: row.get(1)?,
        tablet_id: row.get(2)?,
        number: row.get(3)?,
        revision: row.get(4)?,
        content_sha256: row.get(5)?,
        sealed_at: time_at(row, 6)?,
        received_at: time_at(row, 7)?,
        finding: Finding::from_word(&finding).ok_or_else(no_finding)?,
        why: row.get(9)?,
        copy_sha256: row.get(10)?,
        stamped_at: row.get::<Option<i64>>(11)?.map(from_ms),
    })
}

/// Whether it is new.
fn put_receipt(tx: &dyn Database, company_id: Id, receipt: &Receipt) -> StoreResult<bool> {
    let added = tx.execute(
        "INSERT INTO receipt (company_id, sha256, visit_id, tablet_id, number, revision, content_sha256, sealed_ms,
                                  received_ms, finding, why, copy_sha256, stamped_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (company_id, sha256) DO NOTHING",
        params![
            company_id,
            receipt.sha256,
            receipt.visit_id,
            receipt.tablet_id,
            receipt.number,
            receipt.revision,
            receipt.content_sha256,
            receipt.sealed_at.as_millisecond(),
            receipt.received_at.as_millisecond(),
            receipt.finding.as_str(),
            receipt.why,
            receipt.copy_sha256,
            receipt.stamped_at.map(Timestamp::as_millisecond)
        ],
    )?;
    Ok(added == 1)
}

fn authority(tx: &dyn Database, company_id: Id) -> StoreResult<Option<Authority>> {
    tx.first("SELECT root, receipt FROM authority WHERE company_id = ?1", params![company_id], |row| {
        Ok(Authority { root: row.get(0)?, receipt: row.get(1)? })
    })
}

/// The sealed revision of the visit that names the file.
fn unreceived(
    body: &str,
    sha256: String,
    visit_id: Id,
    (job_id, tablet_id): (Id, Id),
    technician: String,
    stored_at: Timestamp,
) -> StoreResult<Option<UnreceivedDocument>> {
    let visit: Visit = serde_json::from_str(body)
        .map_err(|error| StoreError::Corrupt { what: format!("visit {visit_id}"), why: error.to_string() })?;
    let sealed = visit.work_orders.into_iter().find(|sealed| sealed.pdf_sha256 == sha256);
    Ok(sealed.map(|sealed| UnreceivedDocument {
        sha256,
        visit_id,
        job_id,
        tablet_id,
        technician,
        number: sealed.number,
        revision: sealed.revision,
        content_sha256: sealed.content_sha256,
        sealed_at: sealed.sealed_at,
        stored_at,
    }))
}
