//! The store on PostgreSQL: a pool of connections, one company's writers in turn, rows of other companies out of reach.
//!
//! Connections work under a role that owns nothing, and every table forces row-level security: a statement that forgot
//! its company would find nothing. Correctness rests on transactions alone, so several servers may share a database.

mod database;
mod schema;
mod tls;
mod transaction;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use feltbok_domain::ids::Id;

use crate::{
    StoreError, StoreResult,
    sql::{Database, Engine, SqlStore},
};
use transaction::{Kind, run};

/// Connections of one server process.
const CONNECTIONS: usize = 16;
/// The role under which every statement of the server runs.
const ROLE: &str = "feltbok_app";

/// The server's data in a PostgreSQL database.
pub type PostgresStore = SqlStore<Postgres>;

/// The connections to the database.
#[derive(Clone)]
pub struct Postgres {
    pool: Pool,
}

impl PostgresStore {
    /// Connects, and brings schema, role and policies up to date.
    ///
    /// The URL is that of the tables' owner; another machine's database is spoken to by checked TLS only, as the URL's
    /// `sslmode` and `sslrootcert` say it (see [`tls`]).
    ///
    /// Errors: `NewerSchema` when a newer program wrote the schema; `Database`.
    pub async fn connect(url: &str) -> StoreResult<PostgresStore> {
        let (config, tls) = tls::read(url)?;
        schema::bring_up(&config, &tls).await?;
        let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(config, tls, manager))
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(
                    async move { client.batch_execute(&format!("SET ROLE {ROLE}")).await.map_err(HookError::Backend) },
                )
            }))
            .build()
            .map_err(failed)?;
        Ok(PostgresStore { engine: Postgres { pool } })
    }
}

impl Engine for Postgres {
    async fn write<T: Send + 'static>(
        &self,
        company_id: Id,
        work: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        run(&self.pool, Kind::Write(company_id), work).await
    }

    async fn write_aside<T: Send + 'static>(
        &self,
        company_id: Id,
        work: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        run(&self.pool, Kind::WriteAside(company_id), work).await
    }

    async fn read<T: Send + 'static>(
        &self,
        company_id: Id,
        read: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        run(&self.pool, Kind::Read(company_id), read).await
    }

    async fn look_up<T: Send + 'static>(
        &self,
        read: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        run(&self.pool, Kind::LookUp, read).await
    }
}

/// The class of errors that say that a constraint does not hold.
const INTEGRITY: &str = "23";

fn failed(error: impl std::error::Error) -> StoreError {
    let code = error.source().and_then(|cause| cause.downcast_ref::<tokio_postgres::error::DbError>());
    if code.is_some_and(|cause| *cause.code() == tokio_postgres::error::SqlState::DISK_FULL) {
        return StoreError::Full;
    }
    // The cause says what happened; the outer error often only where.
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    let what = format!("{error}{cause}");
    match code {
        Some(cause) if cause.code().code().starts_with(INTEGRITY) => StoreError::Contradiction(what),
        _ => StoreError::Database(what),
    }
}
