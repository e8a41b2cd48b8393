//! What happens by itself now and then: old jobs leave tablets, abandoned uploads go.

use std::time::Duration;

use crate::app::{App, AppState};

const EVERY: Duration = Duration::from_secs(15 * 60);

/// Sweeps until the server stops.
pub async fn run(app: AppState) {
    let mut stopped = std::pin::pin!(app.pokes.stopped());
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            () = &mut stopped => return,
            _ = ticks.tick() => sweep(&app).await,
        }
    }
}

async fn sweep(app: &App) {
    let now = app.now();
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
