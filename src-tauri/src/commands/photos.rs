//! Photos; their bytes are in `raw`.

use feltbok_tablet::{
    Result,
    inputs::Id,
    views::{ChangePhoto, PhotoView},
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn photos(app: State<'_, App>, job_id: Id) -> Result<Vec<PhotoView>> {
    app.tablet()?.photos(job_id)
}

#[tauri::command(async)]
pub(crate) fn change_photo(app: State<'_, App>, job_id: Id, id: Id, change: ChangePhoto) -> Result<Vec<PhotoView>> {
    app.tablet()?.change_photo(job_id, id, change)
}

#[tauri::command(async)]
pub(crate) fn remove_photo(app: State<'_, App>, job_id: Id, id: Id) -> Result<Vec<PhotoView>> {
    app.tablet()?.remove_photo(job_id, id)
}

#[tauri::command(async)]
pub(crate) fn restore_photo(app: State<'_, App>, job_id: Id, id: Id) -> Result<Vec<PhotoView>> {
    app.tablet()?.restore_photo(job_id, id)
}
