//! Close-out, signing, and the sealed work order; pages are in `raw`.

use feltbok_tablet::{
    Result,
    inputs::{CloseOut, Id, Lang},
    views::{CloseOutView, DocumentView, FinishUnsigned, InkView, SavedFile, SignAndConfirm, SigningView, Stroke},
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn close_out(app: State<'_, App>, job_id: Id) -> Result<CloseOutView> {
    app.tablet()?.close_out(job_id)
}

#[tauri::command(async)]
pub(crate) fn save_close_out(app: State<'_, App>, job_id: Id, close_out: CloseOut) -> Result<CloseOutView> {
    app.tablet()?.save_close_out(job_id, close_out)
}

#[tauri::command(async)]
pub(crate) fn prepare_signing(app: State<'_, App>, job_id: Id, lang: Option<Lang>) -> Result<SigningView> {
    app.tablet()?.prepare_signing(job_id, lang)
}

#[tauri::command(async)]
pub(crate) fn rate(app: State<'_, App>, job_id: Id, mark: u8, comment: String) -> Result<SigningView> {
    app.tablet()?.rate(job_id, mark, &comment)
}

#[tauri::command(async)]
pub(crate) fn save_stroke(app: State<'_, App>, job_id: Id, stroke: Stroke) -> Result<InkView> {
    app.tablet()?.save_stroke(job_id, stroke)
}

#[tauri::command(async)]
pub(crate) fn undo_stroke(app: State<'_, App>, job_id: Id) -> Result<InkView> {
    app.tablet()?.undo_stroke(job_id)
}

#[tauri::command(async)]
pub(crate) fn clear_ink(app: State<'_, App>, job_id: Id) -> Result<InkView> {
    app.tablet()?.clear_ink(job_id)
}

#[tauri::command(async)]
pub(crate) fn sign_and_confirm(app: State<'_, App>, job_id: Id, sign: SignAndConfirm) -> Result<DocumentView> {
    app.tablet()?.sign_and_confirm(job_id, sign)
}

#[tauri::command(async)]
pub(crate) fn finish_unsigned(app: State<'_, App>, job_id: Id, finish: FinishUnsigned) -> Result<DocumentView> {
    app.tablet()?.finish_unsigned(job_id, finish)
}

#[tauri::command(async)]
pub(crate) fn document(app: State<'_, App>, job_id: Id) -> Result<DocumentView> {
    app.tablet()?.document(job_id)
}

#[tauri::command(async)]
pub(crate) fn save_document(app: State<'_, App>, job_id: Id) -> Result<SavedFile> {
    app.tablet()?.save_document(job_id)
}
