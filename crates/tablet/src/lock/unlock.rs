//! Unlocking: the right PIN opens the store, or lifts the lock from one that is open.

use std::sync::{Arc, PoisonError};

use feltbok_tablet_store::{KeyWrap, Recovery, TabletStore};

use super::key_error;
use crate::{
    driver::Driver,
    enrol::{Enrolment, SETTING},
    error::Result,
    tablet::{Open, Session, Tablet},
    views::{AppState, ErrorCode, TabletError},
};

impl Tablet {
    /// Opens the tablet with its PIN. A try counts before it is made; from the fifth on there is a growing wait.
    ///
    /// Errors: `not_enrolled`, `wrong_pin`, `pin_wait`, `database_newer`, `disk_full`, `key_store`. `database_damaged`
    /// says that the damaged file was put aside and the unsent work carried over: the next unlock opens the new one.
    pub fn unlock(&self, pin: &str) -> Result<AppState> {
        self.lost.refuse_while_erasing()?;
        if !self.is_enrolled() {
            return Err(TabletError::new(ErrorCode::NotEnrolled));
        }
        let location = self.location();
        // Held until the key file is written: a lost tablet is erased after that.
        let open = self.session.read().unwrap_or_else(PoisonError::into_inner).open.clone();
        let mut wrap = KeyWrap::load(&location.key_file()).map_err(key_error)?;
        let key = wrap.unlock(pin, self.keys()?.device.as_ref(), self.now()).map_err(key_error)?;
        if open.is_some() {
            // What was open may have been closed meanwhile: by a check that failed, or by an order of the office.
            let mut session = self.session.write().unwrap_or_else(PoisonError::into_inner);
            session.locked &= session.open.is_none();
            drop(session);
            return self.app_state();
        }
        let opened = TabletStore::open(location, key, self.options.clock.clone(), self.ids.clone())?;
        let enrolment: Enrolment = opened
            .store
            .read(|reader| reader.setting(SETTING))?
            .ok_or_else(|| TabletError::internal("the store has no enrolment"))?;
        if let Some(recovery) = opened.recovery {
            return Err(damaged(&recovery));
        }
        self.begin(Arc::new(opened.store), enrolment)?;
        self.app_state()
    }

    /// Starts sync over an open store and lets the use cases at it.
    pub(crate) fn begin(&self, store: Arc<TabletStore>, enrolment: Enrolment) -> Result<()> {
        let client = enrolment.client(self)?;
        let document_key = p256::ecdsa::SigningKey::from(&self.keys()?.document);
        let (clock, events) = (self.options.clock.clone(), self.events.clone());
        let driver = Driver::start(store.clone(), client, document_key.clone(), clock, events);
        self.check_beside(store.clone());
        let heard = driver.lost();
        let open = Arc::new(Open { store, enrolment, driver, document_key });
        self.mind_the_order(&open, heard);
        let mut session = self.session.write().unwrap_or_else(PoisonError::into_inner);
        // A tablet that is enrolled again may have locked itself meanwhile.
        let locked = session.open.is_some() && session.locked;
        *session = Session { open: Some(open), locked };
        Ok(())
    }
}

fn damaged(recovery: &Recovery) -> TabletError {
    TabletError::with(
        ErrorCode::DatabaseDamaged,
        [
            ("aside", recovery.set_aside.display().to_string()),
            ("operations", recovery.operations.to_string()),
            ("files", recovery.files.to_string()),
        ],
    )
}
