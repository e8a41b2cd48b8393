//! The store in SQL that both databases understand: written once, run by either.
//!
//! Placeholders are `?1`, `?2`, …; a truth is 0 or 1; every key starts with `company_id`. What a database does in its
//! own way (connections, transactions, retries) stands behind [`Engine`] and [`Database`].

mod console;
mod enrolment;
mod files;
mod identity;
mod jobs;
mod lost;
mod rows;
mod seeding;
mod sync;
mod trust;
pub(crate) mod value;

use std::future::Future;

use feltbok_domain::ids::Id;
use jiff::Timestamp;

use crate::{
    StoreResult, UserActor,
    api::{Moved, Written},
    work::{Author, Work},
};
pub(crate) use rows::SqlRows;
pub(crate) use value::{Row, Value, params, row_of};

/// One transaction of one database. Calls block.
pub(crate) trait Database {
    fn query(&self, sql: &str, values: &[Value]) -> StoreResult<Vec<Row>>;
    /// Gives the number of rows changed.
    fn execute(&self, sql: &str, values: &[Value]) -> StoreResult<usize>;
}

impl dyn Database + '_ {
    pub fn first<T>(
        &self,
        sql: &str,
        values: &[Value],
        read: impl FnOnce(&Row) -> StoreResult<T>,
    ) -> StoreResult<Option<T>> {
        self.query(sql, values)?.first().map(read).transpose()
    }

    pub fn collect<T>(
        &self,
        sql: &str,
        values: &[Value],
        read: impl FnMut(&Row) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        self.query(sql, values)?.iter().map(read).collect()
    }
}

/// A database with its connections. Work may be run again when the database asks for it, so it only reads what it has.
pub(crate) trait Engine: Clone + Send + Sync + 'static {
    /// Runs `work` in a transaction of one company, which is kept only if it ends well. Transactions of a company
    /// that write happen one after the other.
    fn write<T: Send + 'static>(
        &self,
        company_id: Id,
        work: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> impl Future<Output = StoreResult<T>> + Send;

    /// Runs `work` in a transaction of one company that takes no turn among its writers and may be lost with the power:
    /// for what no rule reads and what comes again.
    fn write_aside<T: Send + 'static>(
        &self,
        company_id: Id,
        work: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> impl Future<Output = StoreResult<T>> + Send {
        self.write(company_id, work)
    }

    /// A look at one committed moment of a company's data.
    fn read<T: Send + 'static>(
        &self,
        company_id: Id,
        read: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> impl Future<Output = StoreResult<T>> + Send;

    /// A look at the names of all companies, or who signs in under an address; nothing else is open to it.
    fn look_up<T: Send + 'static>(
        &self,
        read: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> impl Future<Output = StoreResult<T>> + Send;
}

/// The server's data in a database.
#[derive(Clone)]
#[allow(private_bounds, reason = "engines are made here only")]
pub struct SqlStore<E: Engine> {
    pub(crate) engine: E,
}

#[allow(private_bounds, reason = "engines are made here only")]
impl<E: Engine> SqlStore<E> {
    /// Work of a company by an author, then the feeds that it touched: one transaction.
    async fn work<T: Send + 'static>(
        &self,
        company_id: Id,
        author: Author,
        at: Timestamp,
        work: impl Fn(&mut Work<'_>) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<(T, Moved)> {
        let whole = move |database: &dyn Database| {
            let rows = SqlRows::new(database, company_id);
            let mut doing = Work::new(&rows, author.clone(), at);
            let value = work(&mut doing)?;
            Ok((value, doing.finish()?))
        };
        self.engine.write(company_id, whole).await
    }

    /// Work of a user of the console.
    async fn user_work<T: Send + 'static>(
        &self,
        user: &UserActor,
        at: Timestamp,
        work: impl Fn(&mut Work<'_>) -> StoreResult<(T, u64)> + Send + 'static,
    ) -> StoreResult<Written<T>> {
        let ((value, rev), moved) = self.work(user.company_id, author(user), at, work).await?;
        Ok(Written { value, rev, moved })
    }

    async fn write<T: Send + 'static>(
        &self,
        company_id: Id,
        work: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.engine.write(company_id, work).await
    }

    async fn read<T: Send + 'static>(
        &self,
        company_id: Id,
        read: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.engine.read(company_id, read).await
    }
}

fn author(user: &UserActor) -> Author {
    Author { kind: "user", id: user.user_id, name: user.name.clone() }
}
