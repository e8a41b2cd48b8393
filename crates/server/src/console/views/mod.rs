//! What the console's screens are given: plain data shaped for one screen each, and the schema words of the domain.

use serde::Serialize;
use utoipa::ToSchema;

pub mod attention;
pub mod brand;
pub mod evidence;
pub mod intake;
pub mod job_detail;
pub mod job_row;
pub mod lists;
pub mod planning;
pub mod session;
pub mod stickers;
pub mod tablets;
pub mod visit_report;
pub mod words;

/// Every answer that is not 2xx: a code for screens to branch on, English for logs. See `ApiError`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    pub code: String,
    pub message: String,
}
