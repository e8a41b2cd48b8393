//! What was seen in a frame, as the shell and the user interface get it.

use crate::geometry::Quad;
use serde::{Deserialize, Serialize};

/// The symbology of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum CodeKind {
    Qr,
    DataMatrix,
    Ean13,
    Ean8,
    UpcA,
    Code128,
    Code39,
}

/// One code that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SeenCode {
    /// Its content; GS1 separators are U+001D.
    pub text: String,
    /// Where it is, in pixels of the frame.
    pub corners: Quad,
    pub kind: CodeKind,
}
