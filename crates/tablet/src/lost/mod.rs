//! A tablet that the office gave for lost (ADR 15): it asks for the order, seals what waits, erases itself, and delivers.
//!
//! Only an answer that its server has signed starts this, and only an order that the server still has ends in erasing.

mod deliver;
mod obey;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

use feltbok_sync::{Clock, backoff};
use feltbok_tablet_store::lost::{self, About, Delivery, Pending};
use rand_core::{OsRng, RngCore};
use tokio::{
    runtime::Handle,
    sync::{broadcast, watch},
};

use crate::{
    error::Result,
    events::TabletEvent,
    keys::KeyRing,
    tablet::{Open, Options, Session, Tablet},
    views::{ErasedStage, ErasedView, ErrorCode, TabletError},
};

/// What carrying out an order takes.
pub(crate) struct Lost {
    folder: PathBuf,
    keys: Arc<KeyRing>,
    session: Arc<RwLock<Session>>,
    clock: Arc<dyn Clock>,
    events: broadcast::Sender<TabletEvent>,
    shown: Mutex<Option<Shown>>,
}

/// What the screen says, in whose name.
#[derive(Clone)]
pub(crate) struct Shown {
    pub about: About,
    pub view: ErasedView,
}

impl Lost {
    pub fn new(
        options: &Options,
        keys: Arc<KeyRing>,
        session: Arc<RwLock<Session>>,
        events: broadcast::Sender<TabletEvent>,
    ) -> Self {
        let (folder, clock) = (options.folder.clone(), options.clock.clone());
        Lost { folder, keys, session, clock, events, shown: Mutex::default() }
    }

    /// What the screen of an erased tablet says; it stays after the last part until the app is closed.
    pub fn shown(&self) -> Option<Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the store is being sealed or something of it is still there.
    pub fn is_erasing(&self) -> bool {
        self.shown().is_some_and(|shown| shown.view.stage == ErasedStage::Erasing)
    }

    /// Errors: `erasing`.
    pub fn refuse_while_erasing(&self) -> Result<()> {
        if self.is_erasing() { Err(TabletError::new(ErrorCode::Erasing)) } else { Ok(()) }
    }

    fn show(&self, shown: Option<Shown>) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = shown;
        // Nobody listens before the window is there.
        let _ = self.events.send(TabletEvent::Erased);
    }

    fn show_delivery(&self, delivery: &Delivery, delivered: usize, done: bool) {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let stage = match (delivery.is_erased, done) {
            (false, _) => ErasedStage::Erasing,
            (true, false) => ErasedStage::Delivering,
            (true, true) => ErasedStage::Delivered,
        };
        let view = ErasedView {
            stage,
            lost_at: delivery.about.lost_at,
            entries: delivery.erased.operations,
            photos: count(delivery.parts.iter().filter(|part| part.is_photo).count()),
            unreadable: delivery.erased.unreadable,
            parts: count(delivery.parts.len()),
            delivered: count(delivered),
        };
        // An older delivery goes on behind the screen of what came after it.
        if self.shown().is_none_or(|shown| shown.about == delivery.about) {
            self.show(Some(Shown { about: delivery.about.clone(), view }));
        }
    }

    /// Takes away everything but the sealed parts; done again until all of it is gone.
    fn erase(&self, pending: &mut Pending) -> Result<()> {
        lost::erase(&self.folder).map_err(TabletError::internal)?;
        self.keys.forget()?;
        pending.set_erased().map_err(TabletError::internal)
    }
}

impl Tablet {
    /// Waits for an order to this tablet for as long as the store is open.
    pub(crate) fn mind_the_order(&self, open: &Arc<Open>, heard: watch::Receiver<bool>) {
        let (lost, open) = (self.lost.clone(), Arc::downgrade(open));
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.spawn(obey::wait_and_obey(lost, open, heard));
    }

    /// Erases what an order left, and delivers what it sealed; false when there is nothing of the kind.
    pub(crate) fn go_on_delivering(&self) -> bool {
        let mut all = lost::pending(self.folder()).unwrap_or_else(|error| {
            tracing::error!(%error, "what a lost tablet has to deliver cannot be looked through");
            Vec::new()
        });
        let found = !all.is_empty();
        all.sort_by_key(|pending| pending.delivery.is_erased);
        for mut pending in all {
            if !pending.delivery.is_erased
                && let Err(error) = self.lost.erase(&mut pending)
            {
                tracing::error!(%error, "not all of a lost tablet is erased yet; it is tried again");
            }
            self.lost.show_delivery(&pending.delivery, 0, false);
            let Ok(runtime) = Handle::try_current() else {
                tracing::error!("there is no runtime to deliver in");
                continue;
            };
            let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
            tasks.spawn_on(deliver::deliver(self.lost.clone(), pending), &runtime);
        }
        found
    }
}

/// How long to wait after so many failures in a row: the engine's growing ceiling, drawn from its upper half.
fn pause(failures: u32) -> Duration {
    let ceiling = backoff::ceiling(failures.max(1));
    ceiling / 2 + ceiling.mul_f64(f64::from(OsRng.next_u32()) / f64::from(u32::MAX) / 2.0)
}
