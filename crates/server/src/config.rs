//! What an operator decides when starting the server.

use std::{net::SocketAddr, path::PathBuf};

use crate::files::FilePlace;

/// Everything `serve` needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// The server's key lies here, and files and the database unless other places are named.
    pub data: PathBuf,
    /// Photos, documents, snapshot chunks; without it the folder `files` of `data`.
    pub files: Option<FilePlace>,
    /// A PostgreSQL database instead of the embedded one; several servers may share it, with one data folder.
    pub database: Option<String>,
    /// Port 0 takes any free one.
    pub listen: SocketAddr,
    /// How tablets and people reach the server; without it `http(s)://<listen>`.
    pub public_url: Option<String>,
    /// Without TLS only this machine, or a proxy in front, can reach the server safely.
    pub tls: Option<Tls>,
    pub limits: Limits,
    /// Where to ask for time stamps (RFC 3161) of the receipt of work orders.
    pub stamping: Option<String>,
    /// Whether an admin may name an authority in a private network, for their own company.
    pub private_stamping: bool,
}

/// Certificate chain and key as PEM files.
#[derive(Debug, Clone)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// How much one address may try.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub enrol_per_minute: u32,
    pub sign_in_per_minute: u32,
    /// Checks of documents, certificates, revocation lists.
    pub public_per_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        // A workshop may enrol all its tablets in one morning, behind one address.
        Limits { enrol_per_minute: 60, sign_in_per_minute: 10, public_per_minute: 60 }
    }
}

impl Config {
    /// A server in `data` on any free loopback port: for tests and the demo.
    pub fn local(data: impl Into<PathBuf>) -> Self {
        Config {
            data: data.into(),
            files: None,
            database: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: None,
            tls: None,
            limits: Limits::default(),
            stamping: None,
            private_stamping: false,
        }
    }
}
