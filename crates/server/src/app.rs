//! What every handler is given.

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::SigningKey;
use feltbok_domain::ids::Id;
use feltbok_server_store::{Store, TabletActor, api::Moved};
use jiff::Timestamp;

use crate::{
    authority::{Reach, StampingAuthority},
    clock::{Clock, Ids},
    files::Files,
    limit::{Nonces, RateLimit},
    poke::Pokes,
    tablet::makings::Makings,
};

/// Handlers take this as their state.
pub type AppState = Arc<App>;

/// The server's parts.
pub struct App {
    pub store: Arc<dyn Store>,
    pub files: Files,
    pub clock: Arc<dyn Clock>,
    pub ids: Ids,
    pub pokes: Pokes,
    /// `https://host[:port]`, without a slash at the end.
    pub public_url: String,
    /// SHA-256 of the TLS key, base64url, when the server has a certificate of its own.
    pub tls_pin: Option<String>,
    pub(crate) key: SigningKey,
    pub(crate) nonces: Nonces,
    pub(crate) enrol_limit: RateLimit,
    pub(crate) sign_in_limit: RateLimit,
    /// For the pages and files that anybody may ask for.
    pub(crate) public_limit: RateLimit,
    /// One receipt of documents at a time.
    pub(crate) receiving: tokio::sync::Mutex<()>,
    /// One making of each snapshot at a time.
    pub(crate) makings: Makings,
    /// One bundle at a time.
    pub(crate) importing: tokio::sync::Mutex<()>,
    pub(crate) stamping: Option<StampingAuthority>,
    /// Where an authority that an admin names may be.
    pub(crate) company_stamping: Reach,
}

impl App {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The public half of the server's key, base64url: what invites carry and tablets pin.
    pub fn server_key(&self) -> String {
        BASE64URL_NOPAD.encode(self.key.verifying_key().as_bytes())
    }

    /// Tells whoever listens that feeds have moved.
    pub fn publish(&self, company_id: Id, moved: &Moved) {
        self.pokes.publish(company_id, moved, None);
    }

    /// The same of what a tablet pushed, which is no news to itself.
    pub fn publish_push(&self, tablet: &TabletActor, moved: &Moved) {
        self.pokes.publish(tablet.company_id, moved, Some(tablet.tablet_id));
    }
}
