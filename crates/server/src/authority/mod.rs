//! The company's certificate authority (R34): its root, a certificate for each tablet, the server's own for receipts,
//! and the list of what was revoked.
//!
//! Keys are derived from the server's own, so that there is one secret to keep and every process with it has the same.

mod certificate;
mod evidence;
mod keys;
mod lists;
mod reach;
pub mod receipt;
mod stamp;

use feltbok_domain::ids::Id;
use feltbok_server_store::{Store, StoreError, StoreResult, api::Authority};
use feltbok_work_order::{SignError, Subject, Validity, root_certificate, signer_certificate};
use jiff::{SignedDuration, Timestamp};
use p256::ecdsa::SigningKey;
use rand::RngCore;

use crate::{app::App, error::ApiError};

pub use certificate::tablet_chain;
pub use evidence::{evidence_key, open_evidence, open_sealed};
pub use lists::{file, revoked, root};
pub use reach::names_private;
pub use stamp::{Reach, StampError, StampingAuthority};

/// A root outlives what it certified: work orders are checked for ten years and more.
const ROOT_LIFE: SignedDuration = SignedDuration::from_hours(25 * 365 * 24);
/// A serial number's random bytes.
const SERIAL_BYTES: usize = 16;

/// Why a certificate or a list could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Sign(#[from] SignError),
    #[error("the tablet's document key is not readable")]
    Key,
}

impl From<AuthorityError> for ApiError {
    fn from(error: AuthorityError) -> Self {
        match error {
            AuthorityError::Store(error) => error.into(),
            other => ApiError::internal(&other),
        }
    }
}

/// A company's authority, ready to sign.
pub struct CompanyAuthority {
    pub company_id: Id,
    pub certificates: Authority,
    root_key: SigningKey,
    receipt_key: SigningKey,
}

impl CompanyAuthority {
    /// The chain of the server's countersignatures, its own certificate first.
    pub fn receipt_chain(&self) -> [Vec<u8>; 2] {
        [self.certificates.receipt.clone(), self.certificates.root.clone()]
    }
}

/// The company's authority, made the first time it is needed.
///
/// Errors: `Store(NotFound)` for a company that is not here.
pub async fn authority(app: &App, company_id: Id) -> Result<CompanyAuthority, AuthorityError> {
    of_store(app.store.as_ref(), &app.key, &app.public_url, company_id, app.now()).await
}

async fn of_store(
    store: &dyn Store,
    server_key: &ed25519_dalek::SigningKey,
    public_url: &str,
    company_id: Id,
    now: Timestamp,
) -> Result<CompanyAuthority, AuthorityError> {
    let root_key = keys::derived(server_key, company_id, keys::ROOT);
    let receipt_key = keys::derived(server_key, company_id, keys::RECEIPT);
    let certificates = match store.authority(company_id).await? {
        Some(kept) => kept,
        None => {
            let name = company_name(store, company_id).await?;
            let made = make(&name, &root_key, &receipt_key, &revocations_url(public_url, company_id), now)?;
            store.keep_authority(company_id, made, now).await?
        }
    };
    Ok(CompanyAuthority { company_id, certificates, root_key, receipt_key })
}

async fn company_name(store: &dyn Store, company_id: Id) -> StoreResult<String> {
    let companies = store.companies().await?;
    companies.into_iter().find(|(id, _)| *id == company_id).map(|(_, name)| name).ok_or(StoreError::NotFound)
}

fn make(
    company: &str,
    root_key: &SigningKey,
    receipt_key: &SigningKey,
    revocations: &str,
    now: Timestamp,
) -> Result<Authority, SignError> {
    let validity = validity(now, ROOT_LIFE);
    let root = root_certificate(company, root_key, &serial(), validity)?;
    let subject = Subject {
        name: &format!("{company} – receipt of work orders"),
        key: receipt_key.verifying_key(),
        serial: &serial(),
        validity,
        revocations: Some(revocations),
    };
    let receipt = signer_certificate(&root, root_key, &subject)?;
    Ok(Authority { root, receipt })
}

/// From an hour ago, for clocks that are a little behind.
fn validity(now: Timestamp, life: SignedDuration) -> Validity {
    let from = now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(now);
    Validity { from, until: now.checked_add(life).unwrap_or(Timestamp::MAX) }
}

/// A random serial number: positive, and never with a zero in front.
fn serial() -> [u8; SERIAL_BYTES] {
    let mut bytes = [0; SERIAL_BYTES];
    rand::rng().fill_bytes(&mut bytes);
    bytes[0] = bytes[0] & 0x3f | 0x40;
    bytes
}

/// Where the company's revoked certificates are listed.
fn revocations_url(public_url: &str, company_id: Id) -> String {
    format!("{public_url}/ca/{company_id}.crl")
}
