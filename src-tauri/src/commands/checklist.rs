//! The checklist.

use feltbok_tablet::{Result, inputs::Id, views::ChecklistView};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn checklist(app: State<'_, App>, job_id: Id) -> Result<Option<ChecklistView>> {
    app.tablet()?.checklist(job_id)
}

#[tauri::command(async)]
pub(crate) fn check_all_ok(app: State<'_, App>, job_id: Id) -> Result<ChecklistView> {
    app.tablet()?.check_all_ok(job_id)
}

#[tauri::command(async)]
pub(crate) fn set_check(
    app: State<'_, App>,
    job_id: Id,
    key: String,
    ok: Option<bool>,
    note: String,
    photo_id: Option<Id>,
) -> Result<ChecklistView> {
    app.tablet()?.set_check(job_id, &key, ok, &note, photo_id)
}
