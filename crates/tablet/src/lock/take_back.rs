//! Taking the tablet back from the customer: the PIN ends the hand-over.

use feltbok_tablet_store::KeyWrap;

use super::key_error;
use crate::{error::Result, tablet::Tablet, views::AppState};

/// The draft that holds the job whose work order lies before the customer; it survives a killed app.
pub(crate) const HANDED_OVER: &str = "handed_over";

impl Tablet {
    /// Ends the hand-over. Everything but the signing screen is closed until then.
    ///
    /// Errors: `wrong_pin`, `pin_wait`.
    pub fn take_back(&self, pin: &str) -> Result<AppState> {
        let open = self.open()?;
        let mut wrap = KeyWrap::load(&self.location().key_file()).map_err(key_error)?;
        wrap.unlock(pin, self.keys()?.device.as_ref(), self.now()).map_err(key_error)?;
        open.write(|work| Ok(work.clear_draft(HANDED_OVER)?))?;
        self.app_state()
    }
}
