//! One transaction from begin to commit, again where the database asks for it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use deadpool_postgres::{Object, Pool};
use feltbok_domain::ids::Id;
use tokio::runtime::Handle;
use tokio_postgres::error::SqlState;

use super::{database::PgDatabase, failed};
use crate::{StoreError, StoreResult, sql::Database};

/// How often a transaction is tried that the database could not fit in between others.
const TRIES_MAX: u32 = 12;

/// What a transaction may see and do.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Read(Id),
    Write(Id),
    /// Beside the company's writers, and without waiting for the disk.
    WriteAside(Id),
    /// Names of companies and who signs in under an address.
    LookUp,
}

impl Kind {
    /// Everything before the first statement, in one round trip.
    fn begin(self) -> String {
        let company = |id: Id| format!("SELECT set_config('feltbok.company', '{id}', true)");
        match self {
            Kind::Read(id) => format!("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {}", company(id)),
            // Writers of one company take turns at its epoch row, so that what a rule has read still holds when it
            // writes. An update, not a lock: databases with snapshots only notice an update.
            Kind::Write(id) => format!(
                "BEGIN ISOLATION LEVEL READ COMMITTED; {}; UPDATE epoch SET since_ms = since_ms WHERE company_id = '{id}'",
                company(id)
            ),
            Kind::WriteAside(id) => {
                format!("BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = off; {}", company(id))
            }
            Kind::LookUp => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
                             SELECT set_config('feltbok.lookup', 'on', true)"
                .to_owned(),
        }
    }
}

/// Runs `work` on a blocking thread, because rules are written without waiting.
pub(super) async fn run<T: Send + 'static>(
    pool: &Pool,
    kind: Kind,
    work: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
) -> StoreResult<T> {
    let (pool, handle) = (pool.clone(), Handle::current());
    let done = tokio::task::spawn_blocking(move || {
        let mut tries = 0;
        loop {
            tries += 1;
            let client = handle.block_on(pool.get()).map_err(failed)?;
            match attempt(&handle, client, kind, &work) {
                Err((_, Some(state))) if may_try_again(&state) && tries < TRIES_MAX => {
                    tracing::debug!(tries, state = state.code(), "the transaction is tried again");
                    handle.block_on(tokio::time::sleep(Duration::from_millis(2 << tries.min(8))));
                }
                done => return done.map_err(|(error, _)| error),
            }
        }
    });
    done.await.map_err(|error| StoreError::Database(format!("a transaction failed: {error}")))?
}

fn may_try_again(state: &SqlState) -> bool {
    *state == SqlState::T_R_SERIALIZATION_FAILURE || *state == SqlState::T_R_DEADLOCK_DETECTED
}

type Failed = (StoreError, Option<SqlState>);

fn attempt<T>(
    handle: &Handle,
    client: Object,
    kind: Kind,
    work: &impl Fn(&dyn Database) -> StoreResult<T>,
) -> Result<T, Failed> {
    let plain =
        |sql: &str| handle.block_on(client.batch_execute(sql)).map_err(|error| (failed(&error), error.code().cloned()));
    let database = PgDatabase::new(handle, &client);
    let done = plain(&kind.begin()).and_then(|()| {
        let worked = catch_unwind(AssertUnwindSafe(|| work(&database)))
            .unwrap_or_else(|_| Err(StoreError::Database("the transaction panicked and was undone".into())));
        worked.map_err(|error| (error, database.state()))
    });
    match done {
        Ok(value) => plain("COMMIT").map(|()| value),
        Err(failed) => {
            // A connection that cannot even roll back is broken, and the pool finds that out.
            let _ = plain("ROLLBACK");
            Err(failed)
        }
    }
}
