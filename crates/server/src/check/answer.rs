//! What a file or a hash is found to be.

use feltbok_domain::ids::Id;
use feltbok_server_store::{
    Store, StoreResult,
    api::{Finding, KnownDocument, Receipt},
};
use feltbok_work_order::{Authenticity, SignedBy, verify};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What stands before the content's hash in a document's metadata.
const CONTENT_MARK: &[u8] = b"<dc:identifier>sha256:";
const HASH_LENGTH: usize = 64;

/// The answer in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Genuine,
    Superseded,
    Altered,
    Unknown,
}

/// What is known, without a word about anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    pub outcome: Outcome,
    /// The hash that was asked for, or the file's.
    pub sha256: String,
    /// Why it is altered, in English, for the command line.
    pub why: String,
    pub number: Option<String>,
    pub revision: Option<u32>,
    /// The revision that replaced it.
    pub superseded_by: Option<u32>,
    pub company: Option<String>,
    pub sealed_at: Option<Timestamp>,
    pub received_at: Option<Timestamp>,
    pub stamped_at: Option<Timestamp>,
    /// Whether the tablet's signature is in it; `false` for documents of tablets without a certificate.
    pub is_signed: bool,
    /// The file itself can be had under its own hash; the hash of the content, which is on the paper, opens nothing.
    pub is_file: bool,
}

impl Checked {
    /// What was asked for is no hash of anything here.
    pub fn unknown(asked: &str) -> Self {
        Self::bare(Outcome::Unknown, asked, "this is no SHA-256")
    }

    fn bare(outcome: Outcome, sha256: &str, why: &str) -> Self {
        Checked {
            outcome,
            sha256: sha256.to_owned(),
            why: why.to_owned(),
            number: None,
            revision: None,
            superseded_by: None,
            company: None,
            sealed_at: None,
            received_at: None,
            stamped_at: None,
            is_signed: false,
            is_file: false,
        }
    }

    fn of(known: &KnownDocument, company: &str, sha256: &str) -> Self {
        let receipt = &known.receipt;
        let replaced = known.newest_revision > receipt.revision;
        let outcome = match receipt.finding {
            Finding::Altered | Finding::OtherKey | Finding::Revoked => Outcome::Altered,
            Finding::Genuine | Finding::Unsigned if replaced => Outcome::Superseded,
            Finding::Genuine | Finding::Unsigned => Outcome::Genuine,
        };
        Checked {
            outcome,
            sha256: sha256.to_owned(),
            why: receipt.why.clone(),
            number: Some(receipt.number.clone()),
            revision: Some(receipt.revision),
            superseded_by: replaced.then_some(known.newest_revision),
            company: Some(company.to_owned()),
            sealed_at: Some(receipt.sealed_at),
            received_at: Some(receipt.received_at),
            stamped_at: receipt.stamped_at,
            is_signed: receipt.finding != Finding::Unsigned,
            is_file: is_file(receipt, sha256),
        }
    }
}

/// Whether the hash is that of the bytes, not of the content.
fn is_file(receipt: &Receipt, sha256: &str) -> bool {
    receipt.sha256 == sha256 || receipt.copy_sha256.as_deref() == Some(sha256)
}

/// The document of a hash with its company, in whatever company it is.
pub async fn find(store: &dyn Store, sha256: &str) -> StoreResult<Option<(Id, String, KnownDocument)>> {
    for (company_id, name) in store.companies().await? {
        if let Some(known) = store.known_document(company_id, sha256).await? {
            return Ok(Some((company_id, name, known)));
        }
    }
    Ok(None)
}

/// What is known by the hash of a file, of its countersigned copy, or of the content that is printed on the paper.
pub async fn check_hash(store: &dyn Store, sha256: &str) -> StoreResult<Checked> {
    Ok(match find(store, sha256).await? {
        Some((_, company, known)) => Checked::of(&known, &company, sha256),
        None => Checked::bare(Outcome::Unknown, sha256, "no work order with this hash is known"),
    })
}

/// The same for a file of which its owner has told the hash and the content that it says it has: a known content in an
/// unknown file is an altered file.
pub async fn check_hash_and_content(store: &dyn Store, sha256: &str, content: Option<&str>) -> StoreResult<Checked> {
    let by_hash = check_hash(store, sha256).await?;
    let Some(content) = content.filter(|_| by_hash.outcome == Outcome::Unknown) else { return Ok(by_hash) };
    Ok(match find(store, content).await? {
        Some((_, company, known)) => {
            let known = Checked::of(&known, &company, sha256);
            altered(Some(known), sha256, "its content is known, but not this file")
        }
        None => by_hash,
    })
}

/// What a file is: known by its hash, else by its signatures, else by the content it says it has.
pub async fn check_file(store: &dyn Store, bytes: Vec<u8>) -> StoreResult<Checked> {
    let sha256 = hex(&Sha256::digest(&bytes));
    let by_hash = check_hash(store, &sha256).await?;
    if by_hash.is_file {
        return Ok(by_hash);
    }
    let mut roots = Vec::new();
    for (company_id, name) in store.companies().await? {
        roots.extend(store.authority(company_id).await?.map(|kept| (kept.root, company_id, name)));
    }
    let trusted: Vec<Vec<u8>> = roots.iter().map(|(root, ..)| root.clone()).collect();
    let content = content_hash(&bytes);
    let examined = tokio::task::spawn_blocking(move || verify(&bytes, &trusted)).await;
    let examined = examined.unwrap_or(Authenticity::Altered { why: "the file could not be examined".into() });
    let known = match &content {
        Some(content) => find(store, content).await?,
        None => None,
    };
    let known = known.map(|(_, company, known)| Checked::of(&known, &company, &sha256));
    match examined {
        Authenticity::Genuine { signed } => sound(store, &roots, &signed, &sha256, known).await,
        Authenticity::Altered { why } => Ok(altered(known, &sha256, &why)),
        // Its content names a work order of ours, but the file is none that came from the tablet.
        Authenticity::UnknownSigner { .. } | Authenticity::NotSigned if known.is_some() => {
            Ok(altered(known, &sha256, "the signature of the company is not on it"))
        }
        Authenticity::UnknownSigner { .. } => {
            Ok(Checked::bare(Outcome::Unknown, &sha256, "it was signed by somebody who is not known here"))
        }
        Authenticity::NotSigned => Ok(Checked::bare(Outcome::Unknown, &sha256, "it bears no signature")),
    }
}

fn altered(known: Option<Checked>, sha256: &str, why: &str) -> Checked {
    let known = known.unwrap_or_else(|| Checked::bare(Outcome::Altered, sha256, why));
    Checked { outcome: Outcome::Altered, why: why.to_owned(), is_file: false, ..known }
}

/// Every signature is sound, but the bytes are not here: on their way, or never sent.
async fn sound(
    store: &dyn Store,
    roots: &[(Vec<u8>, Id, String)],
    signed: &[SignedBy],
    sha256: &str,
    known: Option<Checked>,
) -> StoreResult<Checked> {
    for (_, company_id, _) in roots {
        for revoked in store.revoked_certificates(*company_id).await? {
            let is_late = |by: &&SignedBy| by.serial == revoked.serial && by.at.is_none_or(|at| at >= revoked.at);
            if signed.iter().any(|by| is_late(&by)) {
                return Ok(altered(known, sha256, "it was signed after the tablet had been shut out"));
            }
        }
    }
    if let Some(known) = known {
        // The same content was received in another file: that one counts.
        return Ok(Checked { why: "another file with the same content was received".into(), ..known });
    }
    let at = signed.first().and_then(|first| first.at);
    let is_signed = true;
    Ok(Checked { sealed_at: at, is_signed, ..Checked::bare(Outcome::Genuine, sha256, "it was not received yet") })
}

/// The content's hash that a document bears in its metadata.
fn content_hash(bytes: &[u8]) -> Option<String> {
    let at = bytes.windows(CONTENT_MARK.len()).position(|window| window == CONTENT_MARK)? + CONTENT_MARK.len();
    read_hash(std::str::from_utf8(bytes.get(at..at + HASH_LENGTH)?).ok()?)
}

/// A SHA-256 as people type and codes write it, in lower case; `None` for any other text.
pub fn read_hash(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let is_hash = plain.len() == HASH_LENGTH && plain.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then_some(plain)
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}
