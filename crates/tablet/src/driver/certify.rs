//! Asking for the tablet's certificate where there is none yet, or one that ends soon.

use std::sync::{Arc, atomic::Ordering};

use feltbok_protocol::enrol::CertificateResponse;
use feltbok_sync::Failure;

use super::Shared;
use crate::{
    net,
    sign::{DocumentChain, is_certified},
};

/// Called after the server has answered; whatever goes wrong is tried again after a later answer.
pub(super) async fn look(shared: &Arc<Shared>) {
    if shared.certifies_nothing.load(Ordering::Relaxed) {
        return;
    }
    let inner = shared.clone();
    let known = tokio::task::spawn_blocking(move || is_certified(&inner.store, inner.clock.now())).await;
    if !matches!(known, Ok(Ok(false))) {
        return;
    }
    match net::certificate(&shared.client).await {
        Ok(answer) => keep(shared, answer).await,
        // A server of the version before has no such route.
        Err(Failure::Refused { status: 404, .. }) => shared.certifies_nothing.store(true, Ordering::Relaxed),
        Err(failure) => tracing::info!(?failure, "no certificate came; it is asked for again"),
    }
}

async fn keep(shared: &Arc<Shared>, answer: CertificateResponse) {
    let inner = shared.clone();
    let kept = tokio::task::spawn_blocking(move || {
        let Some(chain) = DocumentChain::read(answer.document_chain, answer.evidence_key, &inner.document_key) else {
            return Ok(false);
        };
        inner.store.try_write(|work| chain.keep(work)).map(|()| true)
    });
    match kept.await {
        Ok(Ok(true)) => {}
        Ok(Ok(false)) => {
            tracing::warn!("the server certified another key than this tablet's");
            shared.certifies_nothing.store(true, Ordering::Relaxed);
        }
        Ok(Err(error)) => tracing::warn!(%error, "the certificate could not be kept"),
        Err(error) => tracing::warn!(%error, "the certificate could not be kept"),
    }
}
