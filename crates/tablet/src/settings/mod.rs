//! The technician's settings of this tablet, and what the app says about itself.

mod about;
mod save;

use feltbok_domain::lang::Lang;

use crate::{
    error::Result,
    tablet::Open,
    views::{Hand, Settings, Theme},
};

/// The setting that holds them.
pub(crate) const SETTING: &str = "settings";

impl Default for Settings {
    fn default() -> Self {
        Settings {
            lang: Lang::English,
            text_px: 18,
            gloves: false,
            hand: Hand::Right,
            theme: Theme::Light,
            auto_lock_seconds: 600,
        }
    }
}

pub(crate) fn read(open: &Open) -> Result<Settings> {
    Ok(open.store.read(|reader| reader.setting(SETTING))?.unwrap_or_default())
}
