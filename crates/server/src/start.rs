//! Starting and stopping: the pieces are put together here, for the binary and for tests in one process.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum_server::{Handle, accept::NoDelayAcceptor, tls_rustls::RustlsConfig};
use data_encoding::BASE64URL_NOPAD;
use feltbok_server_store::{PostgresStore, SqliteStore, Store, StoreError, transfer::Transferred};
use rustls::{
    pki_types::{CertificateDer, pem::PemObject},
    server::ParsedCertificate,
};
use sha2::{Digest, Sha256};
use tokio::task::JoinHandle;

use crate::{
    app::{App, AppState},
    authority::{Reach, StampError, StampingAuthority},
    clock::{Clock, Ids, SystemClock},
    config::{Config, Tls},
    files::{FilePlace, Files, FilesError},
    keys,
    limit::{Nonces, RateLimit},
    poke::Pokes,
    routes, sweep,
    tablet::makings::Makings,
};

/// How long running requests may go on once the server is asked to stop.
const GRACE: Duration = Duration::from_secs(10);
const DATABASE: &str = "feltbok.sqlite";

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{what}: {source}")]
    Io { what: String, source: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the place of the files: {0}")]
    Files(#[from] FilesError),
    #[error("the time stamping authority: {0}")]
    Stamping(#[from] StampError),
    #[error("the TLS certificate: {0}")]
    Tls(String),
}

/// Starts servers.
pub struct Server;

/// A server that runs until it is stopped or dropped.
pub struct RunningServer {
    addr: SocketAddr,
    app: AppState,
    handle: Handle<SocketAddr>,
    task: JoinHandle<io::Result<()>>,
}

impl Server {
    /// Opens the data, brings its schema up to date, listens.
    pub async fn start(config: Config) -> Result<RunningServer, StartError> {
        Self::start_with_clock(config, Arc::new(SystemClock)).await
    }

    /// The same with a clock of the caller's.
    pub async fn start_with_clock(config: Config, clock: Arc<dyn Clock>) -> Result<RunningServer, StartError> {
        let app_parts = open(&config).await?;
        let listener = TcpListener::bind(config.listen).map_err(|source| failed("listening", source))?;
        listener.set_nonblocking(true).map_err(|source| failed("listening", source))?;
        let addr = listener.local_addr().map_err(|source| failed("listening", source))?;
        let tls = match &config.tls {
            Some(tls) => Some(load_tls(tls).await?),
            None => None,
        };
        let scheme = if tls.is_some() { "https" } else { "http" };
        let public_url = config.public_url.clone().unwrap_or_else(|| format!("{scheme}://{addr}"));
        let (store, files, key) = app_parts;
        let own_stamping = config.stamping.as_deref().map(|url| StampingAuthority::new(url, Reach::Anywhere));
        let app: AppState = Arc::new(App {
            store,
            files,
            ids: Ids::new(Arc::clone(&clock)),
            clock,
            pokes: Pokes::default(),
            public_url: public_url.trim_end_matches('/').to_owned(),
            tls_pin: tls.as_ref().map(|(_, pin)| pin.clone()),
            key,
            nonces: Nonces::default(),
            enrol_limit: RateLimit::new(config.limits.enrol_per_minute),
            sign_in_limit: RateLimit::new(config.limits.sign_in_per_minute),
            public_limit: RateLimit::new(config.limits.public_per_minute),
            receiving: tokio::sync::Mutex::new(()),
            makings: Makings::default(),
            importing: tokio::sync::Mutex::new(()),
            stamping: own_stamping.transpose()?,
            company_stamping: if config.private_stamping { Reach::Anywhere } else { Reach::Public },
        });
        let handle = Handle::new();
        let service = routes::routes(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(sweep::run(Arc::clone(&app)));
        let serving = handle.clone();
        // The end of an answer must not wait until the tablet has confirmed its beginning.
        let at_once = NoDelayAcceptor::new();
        let task = match tls {
            None => {
                let server = axum_server::from_tcp(listener).map_err(|source| failed("listening", source))?;
                let server = server.acceptor(at_once);
                tokio::spawn(async move { server.handle(serving).serve(service).await })
            }
            Some((tls, _)) => {
                let server =
                    axum_server::from_tcp_rustls(listener, tls).map_err(|source| failed("listening", source))?;
                let server = server.map(|tls| tls.acceptor(at_once));
                tokio::spawn(async move { server.handle(serving).serve(service).await })
            }
        };
        Ok(RunningServer { addr, app, handle, task })
    }

    /// The store and files of a data folder, for commands that need no listening server.
    pub async fn store(config: &Config) -> Result<Arc<dyn Store>, StartError> {
        Ok(open(config).await?.0)
    }

    /// Copies what the data folder's embedded database holds into the PostgreSQL database at `url`.
    pub async fn transfer(config: &Config, url: &str) -> Result<Vec<Transferred>, StartError> {
        let from = SqliteStore::open(&config.data.join(DATABASE)).await?;
        let to = PostgresStore::connect(url).await?;
        Ok(feltbok_server_store::transfer::transfer(&from, &to).await?)
    }
}

impl RunningServer {
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// How the server says it is reached.
    pub fn url(&self) -> &str {
        &self.app.public_url
    }

    /// The server's parts, for seeding and looking into it.
    pub fn app(&self) -> &AppState {
        &self.app
    }

    /// Stops taking requests, lets running ones end, and closes.
    pub async fn stop(self) {
        self.app.pokes.stop();
        self.handle.graceful_shutdown(Some(GRACE));
        self.wait().await;
    }

    /// Goes on until the server ends by itself.
    pub async fn wait(self) {
        match self.task.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the server ended"),
            Err(error) => tracing::error!(%error, "the server ended"),
        }
    }
}

type Opened = (Arc<dyn Store>, Files, ed25519_dalek::SigningKey);

async fn open(config: &Config) -> Result<Opened, StartError> {
    std::fs::create_dir_all(&config.data)
        .map_err(|source| failed(&format!("making {}", config.data.display()), source))?;
    let store: Arc<dyn Store> = match &config.database {
        Some(url) => Arc::new(PostgresStore::connect(url).await?),
        None => Arc::new(SqliteStore::open(&config.data.join(DATABASE)).await?),
    };
    let folder = || FilePlace::Folder(config.data.join("files"));
    let files = Files::open(&config.files.clone().unwrap_or_else(folder)).await?;
    let key = keys::load_or_make(&config.data).map_err(|source| failed("the server's key", source))?;
    Ok((store, files, key))
}

/// The certificate with the pin of its key (SHA-256 of its SubjectPublicKeyInfo).
async fn load_tls(tls: &Tls) -> Result<(RustlsConfig, String), StartError> {
    // Another part of the process may have chosen a provider already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let config = RustlsConfig::from_pem_file(&tls.certificate, &tls.key)
        .await
        .map_err(|source| failed("reading the TLS certificate", source))?;
    let unreadable = |error: &dyn std::fmt::Display| StartError::Tls(error.to_string());
    let certificate = CertificateDer::from_pem_file(&tls.certificate).map_err(|error| unreadable(&error))?;
    let parsed = ParsedCertificate::try_from(&certificate).map_err(|error| unreadable(&error))?;
    let pin = BASE64URL_NOPAD.encode(&Sha256::digest(parsed.subject_public_key_info()));
    Ok((config, pin))
}

fn failed(what: &str, source: io::Error) -> StartError {
    StartError::Io { what: what.to_owned(), source }
}
