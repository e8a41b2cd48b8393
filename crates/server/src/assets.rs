//! The console's page, inside the binary: every path that is no file is the page itself, which knows its own routes.

use axum::{
    extract::Path,
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../ui/console/dist"]
struct Console;

const INDEX: &str = "index.html";

pub async fn index() -> Response {
    page()
}

/// A file of the page; a path without a dot is one of its routes.
pub async fn file(Path(path): Path<String>) -> Response {
    match Console::get(&path) {
        Some(found) => {
            let kind = mime_guess::from_path(&path).first_or_octet_stream();
            let mut response = found.data.into_response();
            if let Ok(kind) = HeaderValue::from_str(kind.as_ref()) {
                response.headers_mut().insert(CONTENT_TYPE, kind);
            }
            // Built files carry a hash in their names.
            let keep = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(keep));
            response
        }
        None if path.contains('.') => StatusCode::NOT_FOUND.into_response(),
        None => page(),
    }
}

fn page() -> Response {
    let Some(index) = Console::get(INDEX) else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (headers, index.data).into_response()
}
