//! What the technician can do so that the next frame is read.

use serde::{Deserialize, Serialize};

/// One piece of advice; the user interface shows it beside the preview and speaks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// A code is there, but its modules are too small.
    Closer,
    /// Light is reflected from the sticker.
    Tilt,
    /// Too dark: offer the torch.
    Dark,
    /// The picture is blurred by motion or focus.
    HoldStill,
    /// Nothing that looks like a code.
    NothingInView,
}
