//! Enrolment and the lock.

use feltbok_tablet::{
    Result,
    inputs::Lang,
    views::{AppState, FillProgress, InviteView},
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn app_state(app: State<'_, App>) -> Result<AppState> {
    app.tablet()?.app_state()
}

#[tauri::command(async)]
pub(crate) fn read_invite(app: State<'_, App>, text: String) -> Result<InviteView> {
    app.tablet()?.read_invite(&text)
}

#[tauri::command]
pub(crate) async fn enrol(app: State<'_, App>, invite: String, pin: String, lang: Lang) -> Result<AppState> {
    app.tablet()?.enrol(&invite, &pin, lang).await
}

#[tauri::command]
pub(crate) async fn enrol_again(app: State<'_, App>, invite: String) -> Result<AppState> {
    app.tablet()?.enrol_again(&invite).await
}

#[tauri::command(async)]
pub(crate) fn fill_progress(app: State<'_, App>) -> Result<FillProgress> {
    app.tablet()?.fill_progress()
}

#[tauri::command(async)]
pub(crate) fn unlock(app: State<'_, App>, pin: String) -> Result<AppState> {
    app.tablet()?.unlock(&pin)
}

#[tauri::command(async)]
pub(crate) fn lock(app: State<'_, App>) -> Result<AppState> {
    app.tablet()?.lock()
}

#[tauri::command(async)]
pub(crate) fn change_pin(app: State<'_, App>, old: String, new: String) -> Result<AppState> {
    app.tablet()?.change_pin(&old, &new)
}

#[tauri::command(async)]
pub(crate) fn take_back(app: State<'_, App>, pin: String) -> Result<AppState> {
    app.tablet()?.take_back(&pin)
}
