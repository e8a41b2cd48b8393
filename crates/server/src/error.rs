//! Errors as they leave the server: a status, a code for programs, a text for people; never an inner detail.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use feltbok_protocol::wire_error::{WireError, code};
use feltbok_server_store::StoreError;

use crate::files::FilesError;

/// Somebody has to make room first.
const FULL_RETRY_S: u64 = 60;

/// An answer that is not 2xx.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    pub status: StatusCode,
    pub code: &'static str,
    pub message: String,
    pub retry_after_s: Option<u64>,
}

/// What handlers return.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        ApiError { status, code, message: message.into(), retry_after_s: None }
    }

    /// Not there, or not this asker's to see: both look the same.
    pub fn not_found() -> Self {
        ApiError::new(StatusCode::NOT_FOUND, code::NOT_FOUND, "There is no such thing here.")
    }

    pub fn malformed(message: impl Into<String>) -> Self {
        ApiError::new(StatusCode::BAD_REQUEST, code::MALFORMED, message)
    }

    pub fn too_large(message: impl Into<String>) -> Self {
        ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, code::TOO_LARGE, message)
    }

    pub fn rate_limited(retry_after_s: u64) -> Self {
        let error = ApiError::new(
            StatusCode::TOO_MANY_REQUESTS,
            code::RATE_LIMITED,
            format!("Too many attempts; try again in {retry_after_s} s."),
        );
        ApiError { retry_after_s: Some(retry_after_s), ..error }
    }

    /// No room for anything new: the tablets keep what they have and ask again.
    pub fn full() -> Self {
        tracing::error!("the disk is full: nothing more can be taken in");
        let error = ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            code::SERVER_FULL,
            "The server's disk is full. Nothing was changed, and everything taken in before is safe; tell the operator. Tablets keep their work and send it when there is room again.",
        );
        ApiError { retry_after_s: Some(FULL_RETRY_S), ..error }
    }

    /// Bytes that could not be kept or handed out.
    pub fn files(error: &FilesError) -> Self {
        if error.is_full() { ApiError::full() } else { ApiError::internal(error) }
    }

    /// Logs what happened and says only that something did.
    pub fn internal(what: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %what, "a request failed");
        ApiError::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            code::INTERNAL,
            "The server could not do this. Nothing was changed; try again, and tell the operator if it stays.",
        )
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => ApiError::not_found(),
            StoreError::Refused { code: "role", message } => ApiError::new(StatusCode::FORBIDDEN, "role", message),
            StoreError::Refused { code, message } => ApiError::new(StatusCode::CONFLICT, code, message),
            StoreError::Stale { .. } => ApiError::new(
                StatusCode::CONFLICT,
                "stale",
                "Somebody else changed this meanwhile. Look at it again and repeat what is still right.",
            ),
            StoreError::TabletCloned { .. } => ApiError::new(
                StatusCode::CONFLICT,
                code::TABLET_CLONED,
                "Another copy of this tablet has sent something else under the same number. Nothing of yours is lost; enrol this tablet again.",
            ),
            StoreError::Full => ApiError::full(),
            StoreError::NewerSchema(_)
            | StoreError::Contradiction(_)
            | StoreError::Database(_)
            | StoreError::Corrupt { .. } => ApiError::internal(&error),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = WireError { code: self.code.to_owned(), message: self.message };
        let mut response = (self.status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
