//! Bulk writing.

use async_trait::async_trait;
use feltbok_domain::ids::{self, Id};
use jiff::Timestamp;

use super::{Engine, SqlRows, SqlStore, params};
use crate::{
    StoreResult,
    api::{Moved, Seed, SeedStore},
    work::{Author, Work},
};

#[async_trait]
impl<E: Engine> SeedStore for SqlStore<E> {
    async fn seed(&self, company_id: Id, seed: Seed, at: Timestamp) -> StoreResult<Moved> {
        self.write(company_id, move |tx| {
            // The first epoch follows from the company and the moment, so that nothing here throws dice.
            let epoch = ids::derived(company_id, &format!("epoch {at}"));
            tx.execute(
                "INSERT INTO epoch (company_id, epoch, since_ms) VALUES (?1, ?2, ?3)
                     ON CONFLICT (company_id) DO NOTHING",
                params![company_id, epoch, at.as_millisecond()],
            )?;
            let rows = SqlRows::new(tx, company_id);
            let author = Author { kind: "system", id: company_id, name: "Feltbok".to_owned() };
            let mut work = Work::new(&rows, author, at);
            work.seed(&seed)?;
            work.finish()
        })
        .await
    }
}
