//! The day and the jobs in it.

use feltbok_tablet::{
    Result,
    inputs::{ContactEdit, Date, Id},
    views::{ContactView, DayView, JobHits, JobView},
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn day(app: State<'_, App>, date: Option<Date>) -> Result<DayView> {
    app.tablet()?.day(date)
}

#[tauri::command(async)]
pub(crate) fn search_jobs(app: State<'_, App>, text: String) -> Result<JobHits> {
    app.tablet()?.search_jobs(&text)
}

#[tauri::command(async)]
pub(crate) fn open_job(app: State<'_, App>, job_id: Id) -> Result<JobView> {
    app.tablet()?.open_job(job_id)
}

#[tauri::command(async)]
pub(crate) fn edit_contact(app: State<'_, App>, contact_id: Id, edit: ContactEdit) -> Result<ContactView> {
    app.tablet()?.edit_contact(contact_id, edit)
}
