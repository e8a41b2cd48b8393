//! A tablet's certificate: made with its enrolment or the first time it asks, renewed before it ends.

use data_encoding::BASE64URL_NOPAD;
use feltbok_server_store::{TabletActor, api::TabletCertificate};
use feltbok_work_order::{Subject, certificate_facts, signer_certificate};
use jiff::SignedDuration;
use p256::ecdsa::VerifyingKey;

use super::{AuthorityError, authority, revocations_url, serial, validity};
use crate::app::App;

/// How long a tablet's certificate holds.
const LIFE: SignedDuration = SignedDuration::from_hours(3 * 365 * 24);
/// One that ends sooner is replaced when the tablet asks.
const RENEW: SignedDuration = SignedDuration::from_hours(180 * 24);

/// The tablet's certificate and the company's root, DER; the key is the one it enrolled with.
pub async fn tablet_chain(app: &App, tablet: &TabletActor) -> Result<Vec<Vec<u8>>, AuthorityError> {
    let company = authority(app, tablet.company_id).await?;
    let root = company.certificates.root.clone();
    let now = app.now();
    if let Some(kept) = app.store.tablet_certificate(tablet).await?
        && kept.until.duration_since(now) > RENEW
    {
        return Ok(vec![kept.der, root]);
    }
    let known = app.store.document_key(tablet.company_id, tablet.tablet_id).await?;
    let point = BASE64URL_NOPAD.decode(known.key.as_bytes()).map_err(|_| AuthorityError::Key)?;
    let key = VerifyingKey::from_sec1_bytes(&point).map_err(|_| AuthorityError::Key)?;
    let subject = Subject {
        name: &format!("Tablet {}", tablet.tablet_code),
        key: &key,
        serial: &serial(),
        validity: validity(now, LIFE),
        revocations: Some(&revocations_url(&app.public_url, tablet.company_id)),
    };
    let der = signer_certificate(&root, &company.root_key, &subject)?;
    let facts = certificate_facts(&der).ok_or(AuthorityError::Key)?;
    let kept = TabletCertificate {
        serial: facts.serial,
        tablet_id: tablet.tablet_id,
        der: der.clone(),
        issued_at: now,
        until: facts.until,
    };
    app.store.keep_certificate(tablet.company_id, kept).await?;
    tracing::info!(tablet.id = %tablet.tablet_id, "a tablet was certified");
    Ok(vec![der, root])
}
