//! Settings of this tablet, and what the app says about itself.

use feltbok_domain::lang::Lang;
use serde::{Deserialize, Serialize};

/// Everything that a technician can set; saved as soon as one field changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Settings {
    pub lang: Lang,
    /// Base text size in px: 16, 18 (default), 21, 24.
    pub text_px: u8,
    /// Targets of 96 px.
    pub gloves: bool,
    pub hand: Hand,
    pub theme: Theme,
    /// Seconds without a touch until the app locks itself; 60–3600.
    pub auto_lock_seconds: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Hand {
    Right,
    Left,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Theme {
    Light,
    Dark,
    /// High contrast for outdoors.
    Outdoors,
    System,
}

/// The settings screen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SettingsView {
    pub settings: Settings,
    pub key_store: super::KeyStore,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct About {
    pub version: String,
    pub protocol: u32,
    pub database_version: u32,
    pub sqlite_version: String,
    pub company: String,
    pub tablet_code: String,
    pub server_host: String,
    /// Name and licence of what the app is built from.
    pub licences: Vec<Licence>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Licence {
    pub name: String,
    pub licence: String,
}
