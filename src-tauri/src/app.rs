//! The app over any runtime: commands, events and the tablet behind them.

use std::{path::PathBuf, sync::Arc};

use feltbok_tablet::{Options, Result, Tablet, TabletError, TabletEvent, views::Phase};
use tauri::{App as TauriApp, AppHandle, Builder, Manager, Runtime};
use tokio::sync::broadcast::error::RecvError;

use crate::{commands, events::emit};

/// Another place for the tablet's data than the system's, e.g. for the demo and tests.
const DATA_DIR: &str = "FELTBOK_DATA_DIR";
/// `file` keeps keys in a file even where there is a system key store.
const KEY_STORE: &str = "FELTBOK_KEY_STORE";

/// What commands work on: the tablet, or why its folder could not be opened.
pub(crate) struct App(std::result::Result<Arc<Tablet>, TabletError>);

impl App {
    pub(crate) fn tablet(&self) -> Result<&Tablet> {
        self.0.as_deref().map_err(Clone::clone)
    }
}

/// Puts commands, events and the tablet into a Tauri app.
pub fn furnish<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.invoke_handler(commands::handler()).setup(|app| {
        start_tablet(app);
        Ok(())
    })
}

fn start_tablet<R: Runtime>(app: &mut TauriApp<R>) {
    // A tablet that was given for lost goes on delivering with its start.
    let runtime = tauri::async_runtime::handle();
    let _within = runtime.inner().enter();
    let tablet = data_options(app).and_then(Tablet::start).map(Arc::new);
    if let Ok(tablet) = &tablet {
        tauri::async_runtime::spawn(forward(tablet.clone(), app.handle().clone()));
    }
    app.manage(App(tablet));
}

fn data_options<R: Runtime>(app: &TauriApp<R>) -> Result<Options> {
    let mut options = match std::env::var_os(DATA_DIR) {
        Some(folder) => Options::new(PathBuf::from(folder)),
        None => {
            let folder = app.path().app_data_dir().map_err(|error| {
                tracing::error!(error = %error, "the system names no folder for the app's data");
                TabletError::new(feltbok_tablet::ErrorCode::Internal)
            })?;
            let mut options = Options::new(folder);
            if let Ok(downloads) = app.path().download_dir() {
                options.downloads = downloads;
            }
            options
        }
    };
    options.os_key_store = std::env::var(KEY_STORE).as_deref() != Ok("file");
    Ok(options)
}

/// Passes the tablet's events on to the window for as long as there is an app.
async fn forward<R: Runtime>(tablet: Arc<Tablet>, app: AppHandle<R>) {
    let mut events = tablet.events();
    loop {
        match events.recv().await {
            Ok(event) => {
                if event == TabletEvent::Erased {
                    erase_window_data(&tablet, &app);
                }
                emit(&app, event);
            }
            Err(RecvError::Lagged(missed)) => tracing::warn!(missed, "the window was too slow for events"),
            Err(RecvError::Closed) => return,
        }
    }
}

/// What the window keeps by itself goes with the rest of a lost tablet.
fn erase_window_data<R: Runtime>(tablet: &Tablet, app: &AppHandle<R>) {
    if !tablet.app_state().is_ok_and(|state| state.phase == Phase::Erased) {
        return;
    }
    for window in app.webview_windows().values() {
        if let Err(error) = window.clear_all_browsing_data() {
            tracing::warn!(%error, "the window's own data could not be erased");
        }
    }
}
