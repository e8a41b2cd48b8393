//! The tablet: its folder, keys, clock and, while it is unlocked, its store and sync.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use feltbok_domain::ids::Id;
use feltbok_sync::{Clock, Ids, SystemClock};
use feltbok_tablet_store::{Location, StoreError, TabletStore, Work};
use jiff::Timestamp;
use tokio::{sync::broadcast, task::JoinSet};

use crate::{
    driver::Driver,
    enrol::Enrolment,
    error::Result,
    events::TabletEvent,
    keys::{KeyPlace, KeyRing, Keys},
    lost::Lost,
    views::{ErrorCode, KeyStore, TabletError},
};

/// How a tablet is set up.
pub struct Options {
    /// Where everything of this tablet is kept.
    pub folder: PathBuf,
    /// Where documents are put for sharing and printing.
    pub downloads: PathBuf,
    /// Keys in the system's key store where there is one; else always in a file.
    pub os_key_store: bool,
    pub clock: Arc<dyn Clock>,
}

impl Options {
    /// A tablet in `folder` with the machine's clock and key store.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        let downloads = folder.join("documents");
        Options { folder, downloads, os_key_store: true, clock: Arc::new(SystemClock) }
    }
}

/// One tablet. Every use case is a method, in a file of its own; all fail with [`TabletError`].
pub struct Tablet {
    pub(crate) options: Options,
    pub(crate) ids: Arc<Ids>,
    pub(crate) keys: Arc<KeyRing>,
    pub(crate) session: Arc<RwLock<Session>>,
    pub(crate) lost: Arc<Lost>,
    /// What waits for an order to a lost tablet, or carries one out; it ends with the tablet.
    pub(crate) tasks: Mutex<JoinSet<()>>,
    pub(crate) events: broadcast::Sender<TabletEvent>,
    pub(crate) aim: crate::scan::Aiming,
}

/// What is open. Locking keeps the store open, so that sync goes on behind the locked screen.
#[derive(Default)]
pub(crate) struct Session {
    pub open: Option<Arc<Open>>,
    pub locked: bool,
}

/// The open store with the enrolment it belongs to.
pub(crate) struct Open {
    pub store: Arc<TabletStore>,
    pub enrolment: Enrolment,
    pub driver: Driver,
    /// Signs documents under the certificate that the company gave it.
    pub document_key: p256::ecdsa::SigningKey,
}

/// Events that a slow listener may fall behind by.
const EVENTS_MAX: usize = 256;

impl Tablet {
    /// Opens the tablet's folder; its keys are made with the first start. A tablet that was given for lost goes on with
    /// erasing before anything else is opened, and with delivering behind: for that it is called within a Tokio runtime.
    ///
    /// Errors: `key_store`.
    pub fn start(options: Options) -> Result<Self> {
        let keys = Arc::new(KeyRing::new(KeyPlace::new(&options.folder, options.os_key_store)));
        let (session, events) = (Arc::default(), broadcast::Sender::new(EVENTS_MAX));
        let lost = Arc::new(Lost::new(&options, keys.clone(), Arc::clone(&session), events.clone()));
        let tablet = Tablet {
            ids: Arc::new(Ids::new(options.clock.clone())),
            keys,
            session,
            lost,
            tasks: Mutex::default(),
            events,
            aim: crate::scan::Aiming::default(),
            options,
        };
        tablet.keys.forget_what_was_left();
        if !tablet.go_on_delivering() {
            tablet.keys()?;
        }
        Ok(tablet)
    }

    /// Errors: `key_store`.
    pub(crate) fn keys(&self) -> Result<Arc<Keys>> {
        Ok(self.keys.get()?.0)
    }

    /// Where the keys are. Errors: `key_store`.
    pub(crate) fn key_store(&self) -> Result<KeyStore> {
        Ok(self.keys.get()?.1)
    }

    /// What happens beside the answers of use cases: sync, changes by the office, locking.
    pub fn events(&self) -> broadcast::Receiver<TabletEvent> {
        self.events.subscribe()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.options.clock.now()
    }

    pub(crate) fn location(&self) -> Location {
        Location::new(&self.options.folder)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.options.folder
    }

    /// The open store, for use cases behind the lock.
    ///
    /// Errors: `not_enrolled`, `locked`, `erasing`.
    pub(crate) fn open(&self) -> Result<Arc<Open>> {
        self.lost.refuse_while_erasing()?;
        let session = self.session.read().unwrap_or_else(PoisonError::into_inner);
        match &session.open {
            Some(open) if !session.locked => Ok(open.clone()),
            Some(_) => Err(TabletError::new(ErrorCode::Locked)),
            None if self.is_enrolled() => Err(TabletError::new(ErrorCode::Locked)),
            None => Err(TabletError::new(ErrorCode::NotEnrolled)),
        }
    }

    pub(crate) fn tell(&self, event: TabletEvent) {
        // Nobody listens before the window is there.
        let _ = self.events.send(event);
    }
}

impl Drop for Tablet {
    /// Closes what is open at once: a task that is just being ended may still look at the session.
    fn drop(&mut self) {
        *self.session.write().unwrap_or_else(PoisonError::into_inner) = Session::default();
    }
}

impl Open {
    /// One user action as one transaction; the office hears of it soon after.
    pub(crate) fn write<T>(&self, write: impl FnOnce(&mut Work<'_>) -> Result<T>) -> Result<T> {
        let done = self.store.try_write::<T, TabletError>(write)?;
        self.driver.work_waits();
        Ok(done)
    }

    pub(crate) fn technician_id(&self) -> Id {
        self.enrolment.technician_id
    }
}

impl From<StoreError> for TabletError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => TabletError::new(ErrorCode::DiskFull),
            StoreError::NewerVersion { found, known } => TabletError::with(
                ErrorCode::DatabaseNewer,
                [("found", found.to_string()), ("known", known.to_string())],
            ),
            StoreError::Closed => TabletError::new(ErrorCode::Erasing),
            StoreError::Missing { .. } => TabletError::not_found(),
            StoreError::Edit(feltbok_domain::model::EditError::Sealed { number }) => {
                TabletError::with(ErrorCode::Sealed, [("number", number)])
            }
            StoreError::FileMissing { sha256 } | StoreError::FileDamaged { sha256 } => {
                TabletError::with(ErrorCode::FileMissing, [("file", sha256)])
            }
            StoreError::Unsent(waiting) => {
                TabletError::with(ErrorCode::UnsentWork, [("unsent", (waiting.operations + waiting.files).to_string())])
            }
            StoreError::Movement(_) => TabletError::new(ErrorCode::QuantityZero),
            error => TabletError::internal(error),
        }
    }
}
