//! The technician's steps in a job's life.

use feltbok_tablet::{
    Result,
    inputs::{Id, PauseReason},
    views::JobView,
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn accept(app: State<'_, App>, job_id: Id) -> Result<JobView> {
    app.tablet()?.accept(job_id)
}

#[tauri::command(async)]
pub(crate) fn decline(app: State<'_, App>, job_id: Id, reason: String) -> Result<JobView> {
    app.tablet()?.decline(job_id, &reason)
}

#[tauri::command(async)]
pub(crate) fn drive(app: State<'_, App>, job_id: Id) -> Result<JobView> {
    app.tablet()?.drive(job_id)
}

#[tauri::command(async)]
pub(crate) fn arrive(app: State<'_, App>, job_id: Id) -> Result<JobView> {
    app.tablet()?.arrive(job_id)
}

#[tauri::command(async)]
pub(crate) fn pause(app: State<'_, App>, job_id: Id, reason: PauseReason, note: String) -> Result<JobView> {
    app.tablet()?.pause(job_id, reason, &note)
}

#[tauri::command(async)]
pub(crate) fn resume(app: State<'_, App>, job_id: Id) -> Result<JobView> {
    app.tablet()?.resume(job_id)
}
