//! Times of the visit.

use feltbok_tablet::{
    Result,
    inputs::Id,
    views::{EditTime, TimesView},
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn times(app: State<'_, App>, job_id: Id) -> Result<TimesView> {
    app.tablet()?.times(job_id)
}

#[tauri::command(async)]
pub(crate) fn edit_time(app: State<'_, App>, job_id: Id, edit: EditTime) -> Result<TimesView> {
    app.tablet()?.edit_time(job_id, edit)
}

#[tauri::command(async)]
pub(crate) fn remove_time(app: State<'_, App>, job_id: Id, id: Id) -> Result<TimesView> {
    app.tablet()?.remove_time(job_id, id)
}
