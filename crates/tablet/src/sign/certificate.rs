//! The tablet's certificate, and the signature with it under a sealed document (PAdES, R34).

use data_encoding::BASE64;
use feltbok_tablet_store::{StoreError, Work};
use feltbok_work_order::{SignatureNote, Signer, certificate_facts, sign};
use jiff::{SignedDuration, Timestamp};
use p256::ecdsa::SigningKey;
use serde::{Deserialize, Serialize};

use crate::tablet::Open;

/// The setting that holds the [`DocumentChain`].
pub(super) const SETTING: &str = "document_chain";
/// A certificate that ends sooner is asked for anew with the next sync.
const RENEW: SignedDuration = SignedDuration::from_hours(180 * 24);

/// The tablet's certificate and the company's root, as they came, base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DocumentChain {
    certificates: Vec<String>,
    until: Timestamp,
    /// What evidence is sealed to.
    #[serde(default)]
    pub evidence_key: Option<String>,
}

impl DocumentChain {
    /// What a server sent, if it certifies this very key; `None` from servers that certify nothing.
    pub fn read(certificates: Vec<String>, evidence_key: Option<String>, key: &SigningKey) -> Option<Self> {
        let own = BASE64.decode(certificates.first()?.as_bytes()).ok()?;
        let facts = certificate_facts(&own)?;
        let is_ours = facts.public_key == key.verifying_key().to_encoded_point(false).as_bytes();
        is_ours.then_some(DocumentChain { certificates, until: facts.until, evidence_key })
    }

    pub fn keep(&self, work: &mut Work<'_>) -> Result<(), StoreError> {
        work.put_setting(SETTING, self)
    }

    fn der(&self) -> Option<Vec<Vec<u8>>> {
        self.certificates.iter().map(|text| BASE64.decode(text.as_bytes()).ok()).collect()
    }
}

/// Whether the tablet has a certificate that holds for a while.
pub(crate) fn is_certified(store: &feltbok_tablet_store::TabletStore, now: Timestamp) -> Result<bool, StoreError> {
    let known: Option<DocumentChain> = store.read(|reader| reader.setting(SETTING))?;
    Ok(known.is_some_and(|chain| chain.evidence_key.is_some() && chain.until.duration_since(now) > RENEW))
}

impl Open {
    /// The document with the tablet's signature behind it. Without a certificate, as before the first sync with a
    /// server that makes them, it stays as it is: the visit is sealed all the same, and the office is told.
    pub(super) fn signed(&self, work: &Work<'_>, pdf: Vec<u8>, note: &SignatureNote<'_>) -> Vec<u8> {
        let chain = work.setting::<DocumentChain>(SETTING).ok().flatten().and_then(|chain| chain.der());
        let Some(chain) = chain else {
            tracing::warn!("this tablet has no certificate yet: the document is sealed without its signature");
            return pdf;
        };
        match sign(&pdf, &Signer { key: &self.document_key, chain: &chain }, note) {
            Ok(signed) => signed,
            Err(error) => {
                tracing::error!(%error, "the document could not be signed; it is sealed without");
                pdf
            }
        }
    }
}
