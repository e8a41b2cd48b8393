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
    /// The code that it had before it was enrolled again.
    pub follows_code: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
    /// Given when the tablet is lost; it is revoked then too.
    pub lost: Option<LostView>,
}

/// What became of a tablet that was given for lost.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LostView {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who gave it for lost.
    pub by: String,
    /// When it heard of it: from then on nothing calls it back.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub heard_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub erased_at: Option<Timestamp>,
    /// Entries and files that waited and were sealed, and files that could not be read.
    pub entries: u32,
    pub files: u32,
    pub unreadable: u32,
    /// Sealed parts that are still on their way, as far as the tablet has told.
    pub parts_missing: u32,
    /// Sealed parts that are here and were not taken in.
    pub parts_to_take_in: u32,
    /// When the last part was taken in.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub taken_in_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct GivenForLost {
    #[schema(value_type = String, format = DateTime)]
    pub lost_at: Timestamp,
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

/// A bundle as the console sends it.
#[derive(Debug, ToSchema)]
pub struct BundleForm {
    /// The digits that the tablet showed, with anything between their groups.
    pub code: String,
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
    /// Needed for the bundle of a tablet that was revoked, once the question was seen.
    pub even_revoked: Option<bool>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub struct SealedRequest {
    /// Takes it in, once the question was seen.
    pub even_lost: bool,
}

/// What became of a bundle, or of what a lost tablet sealed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BundleTakenIn {
    pub tablet_code: String,
    pub technician: String,
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    /// Given when nothing was taken in yet: the tablet was revoked, and somebody has to answer for its bundle.
    pub question: Option<BundleQuestion>,
    /// Entries that were new.
    pub taken_in: u32,
    /// Entries that the server had already.
    pub known: u32,
    /// Of the new ones, those that somebody should look at.
    pub attention: Vec<BundleEntry>,
    /// Files that were new, that were there, and that were not kept.
    pub files: u32,
    pub files_known: u32,
    pub files_refused: u32,
    /// False while parts that a lost tablet sealed are still on their way; take in again when they are here.
    pub is_whole: bool,
}

/// What a person has to see before the bundle of a revoked tablet is taken in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BundleQuestion {
    #[schema(value_type = String, format = DateTime)]
    pub revoked_at: Timestamp,
    /// Who revoked it.
    pub revoked_by: String,
    pub entries: u32,
    /// Those that were recorded after the tablet was revoked.
    pub entries_after: u32,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_entry_at: Option<Timestamp>,
    pub files: u32,
}

/// An entry that was not taken in as it is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BundleEntry {
    /// What it changes, in the words of `Operation::kind`.
    pub kind: String,
    /// Not taken in; otherwise both sides' values stand beside each other.
    pub is_rejected: bool,
    pub code: String,
    pub message: String,
}
