//! Where the server's data of one simulated world lies, and how it is backed up, torn and restored.

use std::{
    fs,
    io::ErrorKind,
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

use feltbok_server_store::{PostgresStore, SqliteStore, Store};
use tempfile::TempDir;

/// Which of the two stores a world plays on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    /// A cluster, by the URL of one of its databases.
    Postgres(String),
}

/// The data of one world.
pub enum Place {
    Folder { live: TempDir, backup: TempDir },
    Server { cluster: String, name: String },
}

impl Place {
    pub async fn new(database: &Database) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        match database {
            Database::Sqlite => Place::Folder { live: in_memory(), backup: in_memory() },
            Database::Postgres(cluster) => {
                let name = format!("sim_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
                order(cluster, &[format!("CREATE DATABASE {name}")]).await;
                Place::Server { cluster: cluster.clone(), name }
            }
        }
    }

    pub async fn open(&self) -> Box<dyn Store> {
        match self {
            Place::Folder { live, .. } => {
                Box::new(SqliteStore::open(&live.path().join("feltbok.sqlite")).await.unwrap())
            }
            Place::Server { cluster, name } => {
                let (server, _) = cluster.rsplit_once('/').unwrap();
                Box::new(PostgresStore::connect(&format!("{server}/{name}")).await.unwrap())
            }
        }
    }

    /// A killed server leaves the disk as it lies; PostgreSQL only loses its connections.
    pub fn tear(&mut self) {
        if let Place::Folder { live, .. } = self {
            let torn = in_memory();
            copy(live.path(), torn.path());
            *live = torn;
        }
    }

    pub async fn back_up(&mut self) {
        match self {
            Place::Folder { live, backup } => {
                let fresh = in_memory();
                copy(live.path(), fresh.path());
                *backup = fresh;
            }
            Place::Server { cluster, name } => take_over(cluster, name, &format!("{name}_backup")).await,
        }
    }

    /// The data as they were backed up. The store must be closed.
    pub async fn restore(&mut self) {
        match self {
            Place::Folder { live, backup } => {
                let fresh = in_memory();
                copy(backup.path(), fresh.path());
                *live = fresh;
            }
            Place::Server { cluster, name } => take_over(cluster, &format!("{name}_backup"), name).await,
        }
    }

    /// Leaves nothing behind.
    pub async fn remove(&self) {
        if let Place::Server { cluster, name } = self {
            let drop = |name: &str| format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            order(cluster, &[drop(name), drop(&format!("{name}_backup"))]).await;
        }
    }
}

/// Makes `to` a copy of `from`, whoever is connected.
async fn take_over(cluster: &str, from: &str, to: &str) {
    let quiet = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{from}'");
    let orders =
        [format!("DROP DATABASE IF EXISTS {to} WITH (FORCE)"), quiet, format!("CREATE DATABASE {to} TEMPLATE {from}")];
    order(cluster, &orders).await;
}

async fn order(cluster: &str, orders: &[String]) {
    let (client, connection) = tokio_postgres::connect(cluster, tokio_postgres::NoTls).await.unwrap();
    let talking = tokio::spawn(connection);
    for order in orders {
        client.batch_execute(order).await.unwrap();
    }
    drop(client);
    talking.await.unwrap().unwrap();
}

/// A folder in memory where there is one: thousands of schedules would wear a disk out.
pub fn in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// A copy of everything in a folder. What a closing database takes away meanwhile was not there any more.
pub fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else if let Err(error) = fs::copy(entry.path(), target) {
            assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
        }
    }
}
