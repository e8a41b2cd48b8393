//! Sync chip and sync centre.

use feltbok_tablet::{
    Result,
    inputs::Id,
    views::{BundleExport, SavedFile, SyncCentre, SyncStatus},
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn sync_status(app: State<'_, App>) -> Result<SyncStatus> {
    app.tablet()?.sync_status()
}

#[tauri::command(async)]
pub(crate) fn sync_now(app: State<'_, App>) -> Result<SyncStatus> {
    app.tablet()?.sync_now()
}

#[tauri::command(async)]
pub(crate) fn sync_centre(app: State<'_, App>) -> Result<SyncCentre> {
    app.tablet()?.sync_centre()
}

#[tauri::command(async)]
pub(crate) fn retry_operation(app: State<'_, App>, op_id: Id) -> Result<SyncCentre> {
    app.tablet()?.retry_operation(op_id)
}

#[tauri::command(async)]
pub(crate) fn discard_operation(app: State<'_, App>, op_id: Id) -> Result<SyncCentre> {
    app.tablet()?.discard_operation(op_id)
}

#[tauri::command(async)]
pub(crate) fn export_diagnostics(app: State<'_, App>) -> Result<SavedFile> {
    app.tablet()?.export_diagnostics()
}

#[tauri::command(async)]
pub(crate) fn export_bundle(app: State<'_, App>) -> Result<BundleExport> {
    app.tablet()?.export_bundle()
}
