//! Reading and saving the settings.

use super::{SETTING, read};
use crate::{
    enrol::Doorplate,
    error::Result,
    tablet::Tablet,
    views::{ErrorCode, Settings, SettingsView, TabletError},
};

impl Tablet {
    /// The settings of this tablet.
    pub fn settings(&self) -> Result<SettingsView> {
        let open = self.open()?;
        Ok(SettingsView { settings: read(&open)?, key_store: self.key_store()? })
    }

    /// Saves them; the language also for the locked screen.
    ///
    /// Errors: `invalid_input` for a text size or lock time out of range.
    pub fn save_settings(&self, settings: Settings) -> Result<SettingsView> {
        let wrong = |field: &str| TabletError::with(ErrorCode::InvalidInput, [("field", field.to_owned())]);
        if !(16..=32).contains(&settings.text_px) {
            return Err(wrong("text_px"));
        }
        if !(60..=3600).contains(&settings.auto_lock_seconds) {
            return Err(wrong("auto_lock_seconds"));
        }
        let open = self.open()?;
        open.store.write(|work| work.put_setting(SETTING, &settings))?;
        if let Some(doorplate) = self.doorplate() {
            self.put_doorplate(&Doorplate { lang: settings.lang, ..doorplate })?;
        }
        Ok(SettingsView { settings, key_store: self.key_store()? })
    }
}
