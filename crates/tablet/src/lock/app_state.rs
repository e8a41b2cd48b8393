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
        let erased = self.lost.shown();
        let phase = match &open {
            _ if self.lost.is_erasing() => Phase::Erased,
            None if self.is_enrolled() => Phase::Locked,
            None if erased.is_some() => Phase::Erased,
            None => Phase::NotEnrolled,
            Some(_) if locked => Phase::Locked,
            Some(open) if is_filled(open)? => Phase::Ready,
            Some(_) => Phase::Filling,
        };
        let settings = match &open {
            Some(open) => settings::read(open)?,
            None => {
                let lang =
                    doorplate.as_ref().map(|plate| plate.lang).or(erased.as_ref().map(|erased| erased.about.lang));
                Settings { lang: lang.unwrap_or(Lang::English), ..Settings::default() }
            }
        };
        let company = doorplate.as_ref().map(|plate| plate.company.clone());
        Ok(AppState {
            phase,
            company: company.or(erased.as_ref().map(|erased| erased.about.company.clone())),
            technician: doorplate.as_ref().map(|plate| plate.technician.clone()),
            technician_id: doorplate.as_ref().map(|plate| plate.technician_id),
            tablet_code: doorplate
                .map(|plate| plate.tablet_code)
                .or(erased.as_ref().map(|e| e.about.tablet_code.clone())),
            lang: settings.lang,
            handed_over: open.as_deref().map(handed_over).transpose()?.flatten(),
            pin: self.pin_state(),
            auto_lock_seconds: settings.auto_lock_seconds,
            erased: erased.filter(|_| phase == Phase::Erased).map(|erased| erased.view),
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
