//! Commands whose body or answer is bytes: camera frames, photos, documents. As JSON they would be a hundred times slower.
//! What comes in has its parameters in headers.

use feltbok_tablet::{
    ErrorCode, Result, TabletError,
    inputs::{FrameReport, Id, LookingFor, PhotoKind},
    views::{PhotoSize, PhotoView},
};
use serde::de::DeserializeOwned;
use tauri::{
    State,
    ipc::{InvokeBody, Request, Response},
};

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn scan_frame(app: State<'_, App>, request: Request<'_>) -> Result<FrameReport> {
    let aim: String = header(&request, "aim")?;
    let (width, height) = (header(&request, "width")?, header(&request, "height")?);
    let looking_for: LookingFor = header(&request, "looking-for")?;
    app.tablet()?.scan_frame(&aim, looking_for, (width, height), body(&request)?.to_vec())
}

#[tauri::command(async)]
pub(crate) fn scan_picture(app: State<'_, App>, request: Request<'_>) -> Result<FrameReport> {
    app.tablet()?.scan_picture(header(&request, "looking-for")?, body(&request)?)
}

#[tauri::command(async)]
pub(crate) fn add_photo(app: State<'_, App>, request: Request<'_>) -> Result<PhotoView> {
    let job_id: Id = header(&request, "job-id")?;
    let kind: PhotoKind = header(&request, "photo-kind")?;
    app.tablet()?.add_photo(job_id, kind, body(&request)?)
}

#[tauri::command(async)]
pub(crate) fn photo_bytes(app: State<'_, App>, sha256: String, size: PhotoSize) -> Result<Response> {
    Ok(Response::new(app.tablet()?.photo_bytes(&sha256, size)?))
}

#[tauri::command(async)]
pub(crate) fn signing_page(app: State<'_, App>, job_id: Id, page: u32, width: u32) -> Result<Response> {
    Ok(Response::new(app.tablet()?.signing_page(job_id, page, width)?))
}

#[tauri::command(async)]
pub(crate) fn document_page(app: State<'_, App>, job_id: Id, page: u32, width: u32) -> Result<Response> {
    Ok(Response::new(app.tablet()?.document_page(job_id, page, width)?))
}

#[tauri::command(async)]
pub(crate) fn document_pdf(app: State<'_, App>, job_id: Id) -> Result<Response> {
    Ok(Response::new(app.tablet()?.document_pdf(job_id)?))
}

fn body<'a>(request: &'a Request<'_>) -> Result<&'a [u8]> {
    match request.body() {
        InvokeBody::Raw(bytes) => Ok(bytes),
        InvokeBody::Json(_) => Err(invalid("body")),
    }
}

/// A header's value, read as JSON (numbers) or as a word.
fn header<T: DeserializeOwned>(request: &Request<'_>, name: &str) -> Result<T> {
    let text = request.headers().get(name).and_then(|value| value.to_str().ok()).ok_or_else(|| invalid(name))?;
    let as_word = || serde_json::from_value(serde_json::Value::from(text));
    serde_json::from_str(text).or_else(|_| as_word()).map_err(|_| invalid(name))
}

fn invalid(field: &str) -> TabletError {
    TabletError::with(ErrorCode::InvalidInput, [("field", field.to_owned())])
}
