//! What happens by itself now and then: old jobs leave tablets, abandoned uploads go.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{
    app::{App, AppState},
    authority::receipt,
};

/// How far back each sweep looks for work orders that were not received.
const RECEIPTS_OF: SignedDuration = SignedDuration::from_hours(72);
const EVERY: Duration = Duration::from_secs(15 * 60);

/// Sweeps until the server stops.
pub async fn run(app: AppState) {
    let mut stopped = std::pin::pin!(app.pokes.stopped());
    let mut ticks = tokio::time::interval(EVERY);
    // The first time everything; then what could not be done lately.
    let mut since = Timestamp::MIN;
    loop {
        tokio::select! {
            () = &mut stopped => return,
            _ = ticks.tick() => {
                sweep(&app, since).await;
                since = app.now().checked_sub(RECEIPTS_OF).unwrap_or(Timestamp::MIN);
            }
        }
    }
}

async fn sweep(app: &App, since: Timestamp) {
    let now = app.now();
    receipt::receive_all(app, since).await;
    match app.store.sweep(now).await {
        Ok(swept) => {
            for (company_id, moved) in swept {
                app.publish(company_id, &moved);
            }
        }
        Err(error) => tracing::error!(%error, "old jobs could not be swept"),
    }
    match app.store.expire_uploads(now).await {
        Ok(expired) => {
            for (company_id, upload) in expired {
                if let Err(error) = app.files.drop_pieces(company_id, upload).await {
                    tracing::warn!(upload.id = %upload, %error, "an abandoned upload could not be removed");
                }
            }
        }
        Err(error) => tracing::error!(%error, "abandoned uploads could not be swept"),
    }
}
