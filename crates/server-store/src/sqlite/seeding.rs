//! Bulk writing in SQLite.

use async_trait::async_trait;
use feltbok_domain::ids::{self, Id};
use jiff::Timestamp;
use rusqlite::params;

use super::{SqliteStore, rows::SqliteRows};
use crate::{
    StoreResult,
    api::{Moved, Seed, SeedStore},
    work::{Author, Work},
};

#[async_trait]
impl SeedStore for SqliteStore {
    async fn seed(&self, company_id: Id, seed: Seed, at: Timestamp) -> StoreResult<Moved> {
        self.writer
            .write(move |tx| {
                // The first epoch follows from the company and the moment, so that nothing here throws dice.
                let epoch = ids::derived(company_id, &format!("epoch {at}"));
                tx.prepare_cached(
                    "INSERT INTO epoch (company_id, epoch, since_ms) VALUES (?1, ?2, ?3)
                     ON CONFLICT (company_id) DO NOTHING",
                )?
                .execute(params![company_id, epoch, at.as_millisecond()])?;
                let rows = SqliteRows::new(tx, company_id);
                let author = Author { kind: "system", id: company_id, name: "Feltbok".to_owned() };
                let mut work = Work::new(&rows, author, at);
                work.seed(&seed)?;
                work.finish()
            })
            .await
    }
}
