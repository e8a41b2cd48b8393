//! Meter readings.

use feltbok_tablet::{
    Result,
    inputs::{Id, MeterKind},
    views::MeterView,
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn readings(app: State<'_, App>, job_id: Id) -> Result<Vec<MeterView>> {
    app.tablet()?.readings(job_id)
}

#[tauri::command(async)]
pub(crate) fn put_reading(
    app: State<'_, App>,
    job_id: Id,
    meter: MeterKind,
    value: u32,
    reset_reason: Option<String>,
) -> Result<Vec<MeterView>> {
    app.tablet()?.put_reading(job_id, meter, value, reset_reason)
}

#[tauri::command(async)]
pub(crate) fn remove_reading(app: State<'_, App>, job_id: Id, id: Id) -> Result<Vec<MeterView>> {
    app.tablet()?.remove_reading(job_id, id)
}
