//! Settings and about.

use feltbok_tablet::{
    Result,
    views::{About, Settings, SettingsView},
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn settings(app: State<'_, App>) -> Result<SettingsView> {
    app.tablet()?.settings()
}

#[tauri::command(async)]
pub(crate) fn save_settings(app: State<'_, App>, settings: Settings) -> Result<SettingsView> {
    app.tablet()?.save_settings(settings)
}

#[tauri::command(async)]
pub(crate) fn about(app: State<'_, App>) -> Result<About> {
    app.tablet()?.about()
}
