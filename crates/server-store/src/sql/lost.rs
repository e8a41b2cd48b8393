//! Lost tablets and their sealed parts.

use std::collections::BTreeMap;

use async_trait::async_trait;
use feltbok_domain::ids::Id;
use feltbok_protocol::{lost::Erased, wire_error::code};
use jiff::Timestamp;
use serde_json::json;

use super::{
    Database, Engine, SqlRows, SqlStore, author,
    identity::{TABLET, from_ms, tablet_actor, time_at},
    params,
};
use crate::{
    StoreError, StoreResult, TabletActor, UserActor,
    api::{ErasedSummary, Loss, LostStore, LostSummary, PARTS_MAX, Sealed, SealedPart, SecretHash},
    work::{Author, Work, demand_dispatch},
};

#[async_trait]
impl<E: Engine> LostStore for SqlStore<E> {
    async fn give_for_lost(&self, user: &UserActor, tablet_id: Id, at: Timestamp) -> StoreResult<()> {
        demand_dispatch(user)?;
        let user = user.clone();
        self.write(user.company_id, move |tx| {
            let changed = tx.execute(
                "UPDATE tablet SET lost_ms = ?3, lost_by = ?4, revoked_ms = COALESCE(revoked_ms, ?3)
                     WHERE company_id = ?1 AND id = ?2 AND lost_ms IS NULL",
                params![user.company_id, tablet_id, at.as_millisecond(), user.user_id],
            )?;
            if changed == 0 {
                times(tx, user.company_id, tablet_id)?;
                return Err(StoreError::refused("lost_already", "Somebody gave this tablet for lost already."));
            }
            let rows = SqlRows::new(tx, user.company_id);
            Work::new(&rows, author(&user), at).audit("tablet.lost", Some(tablet_id), json!({}))
        })
        .await
    }

    async fn found(&self, user: &UserActor, tablet_id: Id, at: Timestamp) -> StoreResult<()> {
        demand_dispatch(user)?;
        let user = user.clone();
        self.write(user.company_id, move |tx| {
            let changed = tx.execute(
                "UPDATE tablet SET lost_ms = NULL, lost_by = NULL
                     WHERE company_id = ?1 AND id = ?2 AND lost_ms IS NOT NULL AND order_given_ms IS NULL",
                params![user.company_id, tablet_id],
            )?;
            if changed == 0 {
                return Err(match times(tx, user.company_id, tablet_id)?.lost_ms {
                    Some(_) => StoreError::refused("tablet_heard", "The tablet has heard of it and erases itself."),
                    None => StoreError::refused("not_lost", "This tablet is not given for lost."),
                });
            }
            let rows = SqlRows::new(tx, user.company_id);
            Work::new(&rows, author(&user), at).audit("tablet.found", Some(tablet_id), json!({}))
        })
        .await
    }

    async fn loss(&self, company_id: Id, token_hash: SecretHash) -> StoreResult<Loss> {
        self.read(company_id, move |tx| {
            let sql = format!("{TABLET} WHERE t.company_id = ?1 AND t.token_hash = ?2");
            let tablet = tx.first(&sql, params![company_id, token_hash], tablet_actor)?.ok_or(StoreError::NotFound)?;
            let times = times(tx, company_id, tablet.tablet_id)?;
            Ok(Loss { tablet, is_lost: times.lost_ms.is_some(), is_delivered: times.delivered_ms.is_some() })
        })
        .await
    }

    async fn hand_out_order(&self, tablet: &TabletActor, at: Timestamp) -> StoreResult<Timestamp> {
        let (company_id, tablet_id) = (tablet.company_id, tablet.tablet_id);
        self.write(company_id, move |tx| {
            tx.execute(
                "UPDATE tablet SET order_given_ms = ?3
                     WHERE company_id = ?1 AND id = ?2 AND lost_ms IS NOT NULL AND order_given_ms IS NULL",
                params![company_id, tablet_id, at.as_millisecond()],
            )?;
            times(tx, company_id, tablet_id)?.lost_ms.map(from_ms).ok_or(StoreError::NotFound)
        })
        .await
    }

    async fn has_part(&self, tablet: &TabletActor, sha256: &str) -> StoreResult<bool> {
        let (company_id, tablet_id, sha256) = (tablet.company_id, tablet.tablet_id, sha256.to_owned());
        self.read(company_id, move |tx| {
            let sql = "SELECT 1 FROM sealed_part
                 WHERE company_id = ?1 AND tablet_id = ?2 AND sha256 = ?3 AND received_ms IS NOT NULL";
            Ok(tx.first(sql, params![company_id, tablet_id, sha256], |_| Ok(()))?.is_some())
        })
        .await
    }

    async fn keep_part(&self, tablet: &TabletActor, part: SealedPart, at: Timestamp) -> StoreResult<()> {
        let (company_id, tablet_id) = (tablet.company_id, tablet.tablet_id);
        self.write(company_id, move |tx| {
            let times = times(tx, company_id, tablet_id)?;
            if times.lost_ms.is_none() || times.delivered_ms.is_some() {
                return Err(StoreError::NotFound);
            }
            let sql = "SELECT COUNT(*) FROM sealed_part WHERE company_id = ?1 AND tablet_id = ?2";
            let known: Option<u64> = tx.first(sql, params![company_id, tablet_id], |row| row.get(0))?;
            if known.unwrap_or_default() >= PARTS_MAX as u64 {
                return Err(StoreError::refused(code::TOO_LARGE, "The tablet has sealed too many parts."));
            }
            tx.execute(
                "INSERT INTO sealed_part (company_id, tablet_id, sha256, is_work, received_ms)
                     VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (company_id, tablet_id, sha256)
                     DO UPDATE SET is_work = excluded.is_work, received_ms = excluded.received_ms
                     WHERE sealed_part.received_ms IS NULL",
                params![company_id, tablet_id, part.sha256, part.is_work, at.as_millisecond()],
            )?;
            Ok(())
        })
        .await
    }

    async fn note_erased(&self, tablet: &TabletActor, erased: Erased, at: Timestamp) -> StoreResult<Vec<String>> {
        let tablet = tablet.clone();
        self.write(tablet.company_id, move |tx| {
            let times = times(tx, tablet.company_id, tablet.tablet_id)?;
            let lost_ms = times.lost_ms.ok_or(StoreError::NotFound)?;
            if times.delivered_ms.is_none() {
                note_parts(tx, &tablet, &erased.parts)?;
                note_notice(tx, &tablet, &erased, (lost_ms, at))?;
                if !times.is_erased {
                    let rows = SqlRows::new(tx, tablet.company_id);
                    let name = tablet.technician_name.clone();
                    let author = Author { kind: "tablet", id: tablet.tablet_id, name };
                    let detail = json!({ "operations": erased.operations, "files": erased.files });
                    Work::new(&rows, author, at).audit("tablet.erased", Some(tablet.tablet_id), detail)?;
                }
            }
            let missing = missing(tx, tablet.company_id, tablet.tablet_id)?;
            if missing.is_empty() {
                tx.execute(
                    "UPDATE tablet SET delivered_ms = ?3
                         WHERE company_id = ?1 AND id = ?2 AND delivered_ms IS NULL",
                    params![tablet.company_id, tablet.tablet_id, at.as_millisecond()],
                )?;
            }
            Ok(missing)
        })
        .await
    }

    async fn sealed(&self, user: &UserActor, tablet_id: Id) -> StoreResult<Sealed> {
        demand_dispatch(user)?;
        let company_id = user.company_id;
        self.read(company_id, move |tx| {
            let is_told = times(tx, company_id, tablet_id)?.is_erased;
            let parts = tx.collect(
                "SELECT sha256, is_work FROM sealed_part
                 WHERE company_id = ?1 AND tablet_id = ?2 AND received_ms IS NOT NULL
                 ORDER BY position IS NULL, position, received_ms, sha256",
                params![company_id, tablet_id],
                |row| Ok(SealedPart { sha256: row.get(0)?, is_work: row.get(1)? }),
            )?;
            let is_whole = is_told && missing(tx, company_id, tablet_id)?.is_empty();
            Ok(Sealed { parts, is_whole })
        })
        .await
    }

    async fn note_taken_in(
        &self,
        user: &UserActor,
        tablet_id: Id,
        parts: Vec<String>,
        at: Timestamp,
    ) -> StoreResult<()> {
        demand_dispatch(user)?;
        let company_id = user.company_id;
        self.write(company_id, move |tx| {
            for sha256 in &parts {
                tx.execute(
                    "UPDATE sealed_part SET taken_in_ms = ?4
                         WHERE company_id = ?1 AND tablet_id = ?2 AND sha256 = ?3 AND taken_in_ms IS NULL",
                    params![company_id, tablet_id, sha256, at.as_millisecond()],
                )?;
            }
            Ok(())
        })
        .await
    }
}

/// What the tablet's row says of its loss.
struct Times {
    lost_ms: Option<i64>,
    delivered_ms: Option<i64>,
    is_erased: bool,
}

/// Errors: `NotFound` when there is no such tablet.
fn times(tx: &dyn Database, company_id: Id, tablet_id: Id) -> StoreResult<Times> {
    let sql = "SELECT lost_ms, delivered_ms, erased_ms IS NOT NULL FROM tablet WHERE company_id = ?1 AND id = ?2";
    let found = tx.first(sql, params![company_id, tablet_id], |row| {
        Ok(Times { lost_ms: row.get(0)?, delivered_ms: row.get(1)?, is_erased: row.get(2)? })
    })?;
    found.ok_or(StoreError::NotFound)
}

/// The tablet's list, in place of one that it told before.
fn note_parts(tx: &dyn Database, tablet: &TabletActor, parts: &[String]) -> StoreResult<()> {
    let (company_id, tablet_id) = (tablet.company_id, tablet.tablet_id);
    tx.execute(
        "DELETE FROM sealed_part WHERE company_id = ?1 AND tablet_id = ?2 AND received_ms IS NULL",
        params![company_id, tablet_id],
    )?;
    for (position, sha256) in (0_i64..).zip(parts) {
        tx.execute(
            "INSERT INTO sealed_part (company_id, tablet_id, sha256, position, is_work) VALUES (?1, ?2, ?3, ?4, 0)
                 ON CONFLICT (company_id, tablet_id, sha256) DO UPDATE SET position = excluded.position",
            params![company_id, tablet_id, sha256, position],
        )?;
    }
    Ok(())
}

fn note_notice(
    tx: &dyn Database,
    tablet: &TabletActor,
    erased: &Erased,
    (lost_ms, at): (i64, Timestamp),
) -> StoreResult<()> {
    // Its clock may be wrong; what cannot be is not believed.
    let erased_ms = erased.erased_at.as_millisecond().max(lost_ms).min(at.as_millisecond().max(lost_ms));
    tx.execute(
        "UPDATE tablet SET erased_ms = COALESCE(erased_ms, ?3), erased_operations = ?4, erased_files = ?5,
                           erased_unreadable = ?6, order_given_ms = COALESCE(order_given_ms, ?7), backlog = 0
             WHERE company_id = ?1 AND id = ?2",
        params![
            tablet.company_id,
            tablet.tablet_id,
            erased_ms,
            erased.operations,
            erased.files,
            erased.unreadable,
            at.as_millisecond()
        ],
    )?;
    Ok(())
}

fn missing(tx: &dyn Database, company_id: Id, tablet_id: Id) -> StoreResult<Vec<String>> {
    let sql = "SELECT sha256 FROM sealed_part
         WHERE company_id = ?1 AND tablet_id = ?2 AND received_ms IS NULL ORDER BY position";
    tx.collect(sql, params![company_id, tablet_id], |row| row.get(0))
}

/// Every lost tablet of the company.
pub(super) fn lost_tablets(tx: &dyn Database, company_id: Id) -> StoreResult<BTreeMap<Id, LostSummary>> {
    let sql = "SELECT t.id, t.lost_ms, u.name, t.order_given_ms, t.erased_ms, t.erased_operations, t.erased_files,
                t.erased_unreadable
         FROM tablet AS t LEFT JOIN \"user\" AS u ON u.company_id = t.company_id AND u.id = t.lost_by
         WHERE t.company_id = ?1 AND t.lost_ms IS NOT NULL";
    let lost = tx.collect(sql, params![company_id], |row| {
        let number = |index| row.get::<Option<u32>>(index).map(Option::unwrap_or_default);
        let erased_ms: Option<i64> = row.get(4)?;
        let (operations, files, unreadable) = (number(5)?, number(6)?, number(7)?);
        let summary = LostSummary {
            at: time_at(row, 1)?,
            by_name: row.get::<Option<String>>(2)?.unwrap_or_default(),
            heard_at: row.get::<Option<i64>>(3)?.map(from_ms),
            erased: erased_ms.map(|ms| ErasedSummary { at: from_ms(ms), operations, files, unreadable }),
            parts: 0,
            parts_received: 0,
            parts_taken_in: 0,
            taken_in_at: None,
        };
        Ok((row.get(0)?, summary))
    })?;
    let mut lost: BTreeMap<Id, LostSummary> = lost.into_iter().collect();
    let sql = "SELECT tablet_id, COUNT(*), COUNT(received_ms), COUNT(taken_in_ms), MAX(taken_in_ms)
         FROM sealed_part WHERE company_id = ?1 GROUP BY tablet_id";
    let counts = tx.collect(sql, params![company_id], |row| {
        let id: Id = row.get(0)?;
        Ok((id, (row.get(1)?, row.get(2)?, row.get(3)?), row.get::<Option<i64>>(4)?))
    })?;
    for (id, (parts, received, taken_in), taken_in_ms) in counts {
        if let Some(summary) = lost.get_mut(&id) {
            (summary.parts, summary.parts_received, summary.parts_taken_in) = (parts, received, taken_in);
            summary.taken_in_at = taken_in_ms.map(from_ms);
        }
    }
    Ok(lost)
}
