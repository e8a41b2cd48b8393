//! Diagnosis, quote and consent.

use feltbok_tablet::{
    Result,
    inputs::{Diagnosis, Id},
    views::{AnswerQuote, DiagnosisView, QuoteView},
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn diagnosis(app: State<'_, App>, job_id: Id) -> Result<DiagnosisView> {
    app.tablet()?.diagnosis(job_id)
}

#[tauri::command(async)]
pub(crate) fn save_diagnosis(app: State<'_, App>, job_id: Id, diagnosis: Diagnosis) -> Result<DiagnosisView> {
    app.tablet()?.save_diagnosis(job_id, diagnosis)
}

#[tauri::command(async)]
pub(crate) fn quote(app: State<'_, App>, job_id: Id) -> Result<QuoteView> {
    app.tablet()?.quote(job_id)
}

#[tauri::command(async)]
pub(crate) fn answer_quote(app: State<'_, App>, job_id: Id, answer: AnswerQuote) -> Result<QuoteView> {
    app.tablet()?.answer_quote(job_id, answer)
}
