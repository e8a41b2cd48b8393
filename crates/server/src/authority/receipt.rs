//! The receipt of a work order: its signature is examined, the tablet's bytes stay as they are, and a copy of them with
//! the server's countersignature behind tells when they came.
//!
//! It is done after the last byte was stored, and again by the sweep for what a stopped server left undone. A doubtful
//! signature is shown to dispatch and drops nothing.

use std::collections::HashMap;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use feltbok_domain::ids::Id;
use feltbok_server_store::{
    StoreError,
    api::{DocumentKey, Doubt, Finding, Receipt, StoredFile, UnreceivedDocument},
};
use feltbok_work_order::{Authenticity, SignatureNote, SignedBy, Signer, begin_stamped, sign, verify};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::{AuthorityError, CompanyAuthority, authority, stamp};
use crate::app::App;

/// Documents taken at once.
const BATCH: u32 = 50;
/// So long a receipt waits for the time stamping authority; then it is countersigned without a stamp.
const STAMP_PATIENCE: SignedDuration = SignedDuration::from_hours(24);
const PDF: &str = "application/pdf";

/// Why a document was not received; it is tried again.
#[derive(Debug, thiserror::Error)]
enum ReceiptError {
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the files: {0}")]
    Files(#[from] crate::files::FilesError),
    #[error("the file is not where it should be")]
    Missing,
    #[error("signing: {0}")]
    Sign(#[from] feltbok_work_order::SignError),
    #[error("the time stamp: {0}")]
    Stamp(#[from] stamp::StampError),
    #[error("the work was interrupted: {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// Receives every document of the company that was stored since `since` and has no receipt, and countersigns what was
/// not countersigned. One runs at a time.
pub async fn receive(app: &App, company_id: Id, since: Timestamp) {
    let _turn = app.receiving.lock().await;
    if let Err(error) = examine_new(app, company_id, since).await {
        tracing::error!(%error, "work orders could not be received");
    }
    if let Err(error) = countersign_new(app, company_id, since).await {
        tracing::error!(%error, "work orders could not be countersigned");
    }
}

/// The same for every company; the sweep's part.
pub async fn receive_all(app: &App, since: Timestamp) {
    match app.store.companies().await {
        Ok(companies) => {
            for (company_id, _) in companies {
                receive(app, company_id, since).await;
            }
        }
        Err(error) => tracing::error!(%error, "the companies could not be read"),
    }
}

async fn examine_new(app: &App, company_id: Id, since: Timestamp) -> Result<(), ReceiptError> {
    loop {
        let found = app.store.unreceived_documents(company_id, since, BATCH).await?;
        let count = found.len();
        let mut failed = 0;
        for document in found {
            if let Err(error) = examine(app, company_id, &document).await {
                tracing::error!(%error, "a work order could not be examined");
                failed += 1;
            }
        }
        // What failed would be found again at once; it waits for the next sweep.
        if failed > 0 || count < BATCH as usize {
            return Ok(());
        }
    }
}

async fn examine(app: &App, company_id: Id, document: &UnreceivedDocument) -> Result<(), ReceiptError> {
    let bytes = app.files.read(company_id, &document.sha256).await?.ok_or(ReceiptError::Missing)?;
    let root = authority(app, company_id).await?.certificates.root;
    let key = app.store.document_key(company_id, document.tablet_id).await?;
    let verdict = tokio::task::spawn_blocking(move || verify(&bytes, &[root])).await?;
    let (finding, why) = judge(&verdict, &key);
    let could_sign = key.certified_at.is_some_and(|since| since <= document.sealed_at);
    let is_doubtful = finding != Finding::Genuine && (finding != Finding::Unsigned || could_sign);
    let doubt = is_doubtful.then(|| Doubt { job_id: document.job_id, technician: document.technician.clone() });
    if is_doubtful {
        tracing::warn!(finding = finding.as_str(), why, "a work order's signature is doubtful");
    }
    let receipt = Receipt {
        sha256: document.sha256.clone(),
        visit_id: document.visit_id,
        tablet_id: document.tablet_id,
        number: document.number.clone(),
        revision: document.revision,
        content_sha256: document.content_sha256.clone(),
        sealed_at: document.sealed_at,
        received_at: document.stored_at,
        finding,
        why,
        copy_sha256: None,
        stamped_at: None,
    };
    Ok(app.store.keep_receipt(company_id, receipt, doubt, app.now()).await?)
}

/// What the signatures say about a document that came from the tablet with this key.
fn judge(verdict: &Authenticity, key: &DocumentKey) -> (Finding, String) {
    let signed = match verdict {
        Authenticity::Altered { why } => return (Finding::Altered, why.clone()),
        Authenticity::NotSigned => return (Finding::Unsigned, "the file bears no signature".into()),
        Authenticity::UnknownSigner { signed } => {
            let by = signed.last().map(|last| last.name.as_str()).unwrap_or_default();
            return (Finding::OtherKey, format!("signed by {by:?}, whom this company did not certify"));
        }
        Authenticity::Genuine { signed } => signed,
    };
    let [SignedBy { public_key, at, name, .. }] = signed.as_slice() else {
        return (Finding::OtherKey, format!("{} signatures where a tablet makes one", signed.len()));
    };
    if BASE64URL_NOPAD.encode(public_key) != key.key {
        return (Finding::OtherKey, format!("signed by {name:?}, not by the tablet it came from"));
    }
    if key.revoked_at.is_some_and(|revoked| at.is_none_or(|at| at >= revoked)) {
        return (Finding::Revoked, "signed after the tablet was shut out".into());
    }
    (Finding::Genuine, String::new())
}

async fn countersign_new(app: &App, company_id: Id, since: Timestamp) -> Result<(), ReceiptError> {
    let waiting = app.store.receipts_to_countersign(company_id, since, BATCH).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let company = authority(app, company_id).await?;
    let own = match app.store.timestamp_url(company_id).await? {
        Some(url) => Some(stamp::StampingAuthority::new(&url, app.company_stamping)?),
        None => None,
    };
    let stamping = own.as_ref().or(app.stamping.as_ref());
    let names: HashMap<Id, String> = app.store.companies().await?.into_iter().collect();
    let name = names.get(&company_id).map(String::as_str).unwrap_or_default();
    for receipt in waiting {
        if let Err(error) = countersign(app, &company, name, &receipt, stamping).await {
            tracing::error!(%error, "a work order could not be countersigned");
        }
    }
    Ok(())
}

async fn countersign(
    app: &App,
    company: &CompanyAuthority,
    name: &str,
    receipt: &Receipt,
    stamping: Option<&stamp::StampingAuthority>,
) -> Result<(), ReceiptError> {
    let bytes = app.files.read(company.company_id, &receipt.sha256).await?.ok_or(ReceiptError::Missing)?;
    let reason = format!("Received {}", receipt.received_at.strftime("%Y-%m-%d %H:%M:%S UTC"));
    let now = app.now();
    let (signed, stamped_at) = match stamping {
        None => (plain(&bytes, company, &note(name, &reason, now))?, None),
        Some(authority) => match stamped(&bytes, company, &note(name, &reason, now), authority).await {
            Ok((signed, at)) => (signed, Some(at)),
            Err(ReceiptError::Stamp(error)) if now.duration_since(receipt.received_at) > STAMP_PATIENCE => {
                tracing::error!(%error, "no time stamp for a day: a work order is countersigned without");
                (plain(&bytes, company, &note(name, &reason, now))?, None)
            }
            Err(error) => return Err(error),
        },
    };
    let copy = StoredFile {
        sha256: HEXLOWER.encode(&Sha256::digest(&signed)),
        bytes: signed.len() as u64,
        media_type: PDF.to_owned(),
    };
    app.files.write(company.company_id, &copy.sha256, signed.into()).await?;
    Ok(app.store.keep_copy(company.company_id, &receipt.sha256, copy, stamped_at, now).await?)
}

fn note<'a>(name: &'a str, reason: &'a str, at: Timestamp) -> SignatureNote<'a> {
    SignatureNote { name, reason, place: "", at }
}

fn plain(bytes: &[u8], company: &CompanyAuthority, note: &SignatureNote<'_>) -> Result<Vec<u8>, ReceiptError> {
    let chain = company.receipt_chain();
    Ok(sign(bytes, &Signer { key: &company.receipt_key, chain: &chain }, note)?)
}

async fn stamped(
    bytes: &[u8],
    company: &CompanyAuthority,
    note: &SignatureNote<'_>,
    authority: &stamp::StampingAuthority,
) -> Result<(Vec<u8>, Timestamp), ReceiptError> {
    let chain = company.receipt_chain();
    let unfinished = begin_stamped(bytes, &Signer { key: &company.receipt_key, chain: &chain }, note)?;
    let (token, at) = authority.stamp(unfinished.imprint()).await?;
    Ok((unfinished.finish(Some(&token))?, at))
}
