//! Stickers and machines; frames are in `raw`.

use feltbok_tablet::{
    Result,
    inputs::Id,
    views::{DraftMachine, JobView, MachineLine, RecentScan, Resolution},
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn resolve_sticker(app: State<'_, App>, text: String, job_id: Option<Id>) -> Result<Resolution> {
    app.tablet()?.resolve_sticker(&text, job_id)
}

#[tauri::command(async)]
pub(crate) fn recent_scans(app: State<'_, App>) -> Result<Vec<RecentScan>> {
    app.tablet()?.recent_scans()
}

#[tauri::command(async)]
pub(crate) fn likely_machines(app: State<'_, App>) -> Result<Vec<MachineLine>> {
    app.tablet()?.likely_machines()
}

#[tauri::command(async)]
pub(crate) fn confirm_machine(app: State<'_, App>, job_id: Id, equipment_id: Id) -> Result<JobView> {
    app.tablet()?.confirm_machine(job_id, equipment_id)
}

#[tauri::command(async)]
pub(crate) fn add_draft_machine(app: State<'_, App>, job_id: Id, draft: DraftMachine) -> Result<JobView> {
    app.tablet()?.add_draft_machine(job_id, draft)
}
