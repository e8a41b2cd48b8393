//! Another PIN for the same key.

use feltbok_tablet_store::KeyWrap;

use super::{check_pin, key_error};
use crate::{error::Result, tablet::Tablet, views::AppState};

impl Tablet {
    /// Changes the PIN; the old one must be right.
    ///
    /// Errors: `pin_form`, `wrong_pin`, `pin_wait`.
    pub fn change_pin(&self, old: &str, new: &str) -> Result<AppState> {
        // Held until the key file is written: a lost tablet is erased after that.
        let _open = self.open()?;
        check_pin(new)?;
        let mut wrap = KeyWrap::load(&self.location().key_file()).map_err(key_error)?;
        wrap.change_pin(old, new, self.keys()?.device.as_ref(), self.now()).map_err(key_error)?;
        self.app_state()
    }
}
