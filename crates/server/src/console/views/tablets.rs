//! Tablets with their health, and the invite that enrols a new one.

use feltbok_domain::ids::Uuid;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::job_row::Named;

/// A tablet as dispatch sees it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TabletRow {
    pub id: Uuid,
    /// Short code in work order numbers (R30).
    pub code: String,
    pub name: String,
    pub technician: Named,
    pub app_version: String,
    #[schema(value_type = String, format = DateTime)]
    pub enrolled_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub last_seen: Timestamp,
    /// Operations and files that were still waiting on it when it last spoke.
    pub backlog: u32,
    /// The tablet's clock against the server's, in minutes, when more than 5 off.
    pub clock_skew_minutes: Option<i64>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TabletList {
    #[schema(value_type = String, format = DateTime)]
    pub server_time: Timestamp,
    pub tablets: Vec<TabletRow>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct InviteRequest {
    pub technician_id: Uuid,
}

/// An invite: shown once, good for one tablet.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InviteView {
    pub text: String,
    /// The same text as a QR code, an SVG of its own.
    pub qr_svg: String,
    #[schema(value_type = String, format = DateTime)]
    pub server_time: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    pub technician: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct RevokeRequest {
    /// Needed while work is known to wait on the tablet: it would not reach the server any more.
    pub even_unsynced: bool,
}

/// A technician to choose.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TechnicianRow {
    pub id: Uuid,
    pub name: String,
    pub phone: String,
    pub active: bool,
    pub tablets: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Revoked {
    #[schema(value_type = String, format = DateTime)]
    pub revoked_at: Timestamp,
}
