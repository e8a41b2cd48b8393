//! Sticker sheets: the papers there are, and the PDF.

mod layouts;
mod sheet;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::AppState;

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(layouts::layouts)).routes(routes!(sheet::sheet))
}
