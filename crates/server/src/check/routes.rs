//! `/w`: the check as a page that works without scripts, and as JSON for the page's own script and for programs.

use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Query, Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, RETRY_AFTER},
    },
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;

use super::{
    answer::{Checked, check_file, check_hash, check_hash_and_content, find, read_hash},
    page,
    texts::{lang_of, texts},
};
use crate::{
    app::{App, AppState},
    error::{ApiError, ApiResult},
    identity::Client,
};

/// A work order at most, for the examination of a file; ours are far smaller.
const FILE_MAX: usize = 24 * 1024 * 1024;
const SCRIPT: &str = include_str!("../../../../ui/customer/check/check.js");
const STYLE: &str = include_str!("../../../../ui/customer/check/check.css");

/// The page's routes; the code on the document writes its address in capitals.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/w", get(form).post(examine).layer(DefaultBodyLimit::max(FILE_MAX)))
        .route("/w/check.js", get(script))
        .route("/w/check.css", get(style))
        .route("/w/{sha256}", get(by_hash))
        .route("/W/{sha256}", get(by_hash))
        .route("/w/{sha256}/pdf", get(document))
        .route("/api/check/{sha256}", get(by_hash_json))
}

#[derive(Deserialize)]
struct Asked {
    hash: Option<String>,
    lang: Option<String>,
    /// The content's hash that a file of another hash says it has; sent by the page's script.
    content: Option<String>,
}

async fn form(
    State(app): State<AppState>,
    client: Client,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> ApiResult<Response> {
    let lang = lang_of(asked.lang.as_deref(), &headers);
    match asked.hash {
        None => Ok(Html(page::page(lang, None)).into_response()),
        Some(ref hash) => answer_hash(&app, client, &headers, &asked, hash).await,
    }
}

async fn by_hash(
    State(app): State<AppState>,
    client: Client,
    headers: HeaderMap,
    Path(hash): Path<String>,
    Query(asked): Query<Asked>,
) -> ApiResult<Response> {
    answer_hash(&app, client, &headers, &asked, &hash).await
}

async fn by_hash_json(
    State(app): State<AppState>,
    client: Client,
    Path(hash): Path<String>,
) -> ApiResult<Json<Checked>> {
    app.public_limit.attempt(&client.0.to_string(), app.now()).map_err(ApiError::rate_limited)?;
    let hash = read_hash(&hash).ok_or_else(|| ApiError::malformed("A SHA-256 has 64 hexadecimal digits."))?;
    Ok(Json(check_hash(app.store.as_ref(), &hash).await?))
}

async fn answer_hash(app: &App, client: Client, headers: &HeaderMap, asked: &Asked, hash: &str) -> ApiResult<Response> {
    let lang = lang_of(asked.lang.as_deref(), headers);
    if let Err(seconds) = app.public_limit.attempt(&client.0.to_string(), app.now()) {
        return Ok(too_many(&texts(lang).too_many, seconds));
    }
    let checked = match read_hash(hash) {
        Some(hash) => {
            let content = asked.content.as_deref().and_then(read_hash);
            check_hash_and_content(app.store.as_ref(), &hash, content.as_deref()).await?
        }
        // No hash at all: nothing is known by it.
        None => Checked::unknown(hash),
    };
    Ok(Html(page::page(lang, Some(&checked))).into_response())
}

fn too_many(words: &str, seconds: u64) -> Response {
    let mut response = (StatusCode::TOO_MANY_REQUESTS, words.to_owned()).into_response();
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Examines a file that is sent, as a form without scripts or as plain bytes by the page's script, which gets JSON.
async fn examine(
    State(app): State<AppState>,
    client: Client,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
    request: Request,
) -> ApiResult<Response> {
    let lang = lang_of(asked.lang.as_deref(), &headers);
    if let Err(seconds) = app.public_limit.attempt(&client.0.to_string(), app.now()) {
        return Ok(too_many(&texts(lang).too_many, seconds));
    }
    let is_form = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    let bytes = if is_form { from_form(&app, request).await? } else { plain(request.into_body()).await? };
    let checked = check_file(app.store.as_ref(), bytes).await?;
    if is_form { Ok(Html(page::page(lang, Some(&checked))).into_response()) } else { Ok(Json(checked).into_response()) }
}

async fn plain(body: Body) -> ApiResult<Vec<u8>> {
    let read = axum::body::to_bytes(body, FILE_MAX).await;
    read.map(|bytes| bytes.to_vec()).map_err(|_| too_large())
}

async fn from_form(app: &AppState, request: Request) -> ApiResult<Vec<u8>> {
    let no_file = || ApiError::malformed("The form holds no file.");
    let mut form = Multipart::from_request(request, app).await.map_err(|_| no_file())?;
    while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
        if field.name() == Some("file") {
            return field.bytes().await.map(|bytes| bytes.to_vec()).map_err(|_| too_large());
        }
    }
    Err(no_file())
}

fn too_large() -> ApiError {
    ApiError::too_large(format!("A work order has at most {FILE_MAX} bytes."))
}

/// The document for whoever knows the hash of its bytes: the customer, by the code on the tablet's screen. It is the
/// countersigned copy where there is one.
async fn document(State(app): State<AppState>, client: Client, Path(hash): Path<String>) -> ApiResult<Response> {
    app.public_limit.attempt(&client.0.to_string(), app.now()).map_err(ApiError::rate_limited)?;
    let hash = read_hash(&hash).ok_or_else(ApiError::not_found)?;
    let found = find(app.store.as_ref(), &hash).await?;
    let (company_id, _, known) = found.ok_or_else(ApiError::not_found)?;
    let receipt = known.receipt;
    if receipt.content_sha256 == hash {
        return Err(ApiError::not_found());
    }
    let stored = receipt.copy_sha256.as_deref().unwrap_or(&receipt.sha256);
    let bytes = app.files.read(company_id, stored).await.map_err(|error| ApiError::internal(&error))?;
    let name = format!("attachment; filename=\"{}.pdf\"", page::file_name(&receipt.number));
    let headers =
        [(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, name), (CACHE_CONTROL, "no-store".into())];
    Ok((headers, bytes.ok_or_else(ApiError::not_found)?).into_response())
}

async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")], SCRIPT)
}

async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-cache")], STYLE)
}
