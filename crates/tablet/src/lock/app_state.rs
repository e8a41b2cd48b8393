//! Which door the app stands at.

use std::sync::PoisonError;

use feltbok_domain::{ids::Id, lang::Lang};
use feltbok_sync::Store;
use feltbok_tablet_store::KeyWrap;

use super::{HANDED_OVER, PIN_MAX, PIN_MIN};
use crate::{
    driver::FillCounts,
    error::Result,
    settings,
    tablet::{Open, Tablet},
    views::{AppState, FillStage, Phase, PinState, Settings},
};

impl Tablet {
    /// Where the app stands: the first thing the window asks.
    pub fn app_state(&self) -> Result<AppState> {
        let doorplate = self.doorplate();
        let (open, locked) = {
            let session = self.session.read().unwrap_or_else(PoisonError::into_inner);
            (session.open.clone(), session.locked)
        };
        let phase = match &open {
            None if self.is_enrolled() => Phase::Locked,
            None => Phase::NotEnrolled,
            Some(_) if locked => Phase::Locked,
            Some(open) if is_filled(open)? => Phase::Ready,
            Some(_) => Phase::Filling,
        };
        let settings = match &open {
            Some(open) => settings::read(open)?,
            None => {
                Settings { lang: doorplate.as_ref().map_or(Lang::English, |plate| plate.lang), ..Settings::default() }
            }
        };
        Ok(AppState {
            phase,
            company: doorplate.as_ref().map(|plate| plate.company.clone()),
            technician: doorplate.as_ref().map(|plate| plate.technician.clone()),
            technician_id: doorplate.as_ref().map(|plate| plate.technician_id),
            tablet_code: doorplate.map(|plate| plate.tablet_code),
            lang: settings.lang,
            handed_over: open.as_deref().map(handed_over).transpose()?.flatten(),
            pin: self.pin_state(),
            auto_lock_seconds: settings.auto_lock_seconds,
        })
    }

    fn pin_state(&self) -> PinState {
        let wrap = KeyWrap::load(&self.location().key_file()).ok();
        PinState {
            wait_until: wrap.and_then(|wrap| wrap.wait_until(self.now())),
            min_length: u32::try_from(PIN_MIN).unwrap_or(0),
            max_length: u32::try_from(PIN_MAX).unwrap_or(0),
        }
    }
}

/// The job whose work order lies before the customer.
pub(super) fn handed_over(open: &Open) -> Result<Option<Id>> {
    Ok(open.store.read(|reader| reader.draft(HANDED_OVER))?)
}

fn is_filled(open: &Open) -> Result<bool> {
    Ok(FillCounts::of(&open.store.position()?).stage() == FillStage::Done)
}
