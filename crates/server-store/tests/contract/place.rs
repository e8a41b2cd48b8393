//! Where a fact is tried: a folder, or a database of the test's own in the cluster that `FELTBOK_POSTGRES` names.

use std::{
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

use feltbok_server_store::{PostgresStore, SqliteStore};
use tokio_postgres::{Client, NoTls};

pub async fn in_folder(folder: &Path) -> SqliteStore {
    SqliteStore::open(&folder.join("feltbok.sqlite")).await.unwrap()
}

/// A database of one test.
pub struct Database {
    pub url: String,
}

impl Database {
    /// A new, empty database; `None` where there is no cluster, which `cargo xtask test` always starts.
    pub async fn make() -> Option<Database> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let Ok(cluster) = std::env::var("FELTBOK_POSTGRES") else {
            eprintln!("not tried on PostgreSQL: FELTBOK_POSTGRES names no cluster");
            return None;
        };
        let name = format!("feltbok_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        connect(&cluster).await.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (server, _) = cluster.rsplit_once('/').unwrap();
        Some(Database { url: format!("{server}/{name}") })
    }

    pub async fn open(&self) -> PostgresStore {
        PostgresStore::connect(&self.url).await.unwrap()
    }

    /// A connection as the owner of the tables.
    pub async fn owner(&self) -> Client {
        connect(&self.url).await
    }
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
