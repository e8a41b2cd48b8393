//! Parts of the visit and of the van.

use feltbok_tablet::{
    Result,
    inputs::{Id, SeenCode},
    views::{FitPart, LabelHit, PartHits, PartsView, VanStockView},
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn parts(app: State<'_, App>, job_id: Id) -> Result<PartsView> {
    app.tablet()?.parts(job_id)
}

#[tauri::command(async)]
pub(crate) fn search_parts(app: State<'_, App>, text: String, job_id: Option<Id>) -> Result<PartHits> {
    app.tablet()?.search_parts(&text, job_id)
}

#[tauri::command(async)]
pub(crate) fn part_by_label(app: State<'_, App>, text: String, job_id: Option<Id>) -> Result<LabelHit> {
    app.tablet()?.part_by_label(&text, job_id)
}

#[tauri::command(async)]
pub(crate) fn part_by_codes(app: State<'_, App>, codes: Vec<SeenCode>, job_id: Option<Id>) -> Result<LabelHit> {
    app.tablet()?.part_by_codes(&codes, job_id)
}

#[tauri::command(async)]
pub(crate) fn fit_part(app: State<'_, App>, job_id: Id, fit: FitPart) -> Result<PartsView> {
    app.tablet()?.fit_part(job_id, fit)
}

#[tauri::command(async)]
pub(crate) fn change_part(app: State<'_, App>, job_id: Id, id: Id, fit: FitPart) -> Result<PartsView> {
    app.tablet()?.change_part(job_id, id, fit)
}

#[tauri::command(async)]
pub(crate) fn remove_part(app: State<'_, App>, job_id: Id, id: Id) -> Result<PartsView> {
    app.tablet()?.remove_part(job_id, id)
}

#[tauri::command(async)]
pub(crate) fn restore_part(app: State<'_, App>, job_id: Id, id: Id) -> Result<PartsView> {
    app.tablet()?.restore_part(job_id, id)
}

#[tauri::command(async)]
pub(crate) fn order_part(app: State<'_, App>, job_id: Id, part_id: Id) -> Result<PartsView> {
    app.tablet()?.order_part(job_id, part_id)
}

#[tauri::command(async)]
pub(crate) fn cancel_order(app: State<'_, App>, job_id: Id, part_id: Id) -> Result<PartsView> {
    app.tablet()?.cancel_order(job_id, part_id)
}

#[tauri::command(async)]
pub(crate) fn van_stock(app: State<'_, App>, text: String) -> Result<VanStockView> {
    app.tablet()?.van_stock(&text)
}
