//! Obeying: the order is asked for, the use cases are shut out, what waits is sealed, the rest erased.

use std::{
    sync::{Arc, PoisonError, Weak},
    time::Duration,
};

use data_encoding::BASE64;
use feltbok_protocol::{lost::LostOrder, wire_error::code};
use feltbok_sync::Failure;
use feltbok_tablet_store::{
    TabletStore,
    lost::{About, Order, Pending, Way},
};
use tokio::sync::watch;

use super::{Lost, Shown, deliver, pause};
use crate::{
    enrol::Enrolment,
    error::Result,
    keys::Keys,
    net, settings,
    tablet::{Open, Session},
    views::{ErasedStage, ErasedView, Settings},
};

/// For what a use case or an answer that came before the order may still be doing with the store.
const WINDING_UP_MAX: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Waits until the server says that the tablet is lost, then does what the order asks.
pub(super) async fn wait_and_obey(lost: Arc<Lost>, open: Weak<Open>, mut heard: watch::Receiver<bool>) {
    if heard.wait_for(|lost| *lost).await.is_err() {
        return;
    }
    let mut failures = 0;
    loop {
        match ask_and_obey(&lost, &open).await {
            Obeyed::Sealed(pending) => return deliver::deliver(lost, *pending).await,
            Obeyed::Nothing => return,
            Obeyed::Later => failures += 1,
        }
        tokio::time::sleep(pause(failures)).await;
    }
}

/// What came of asking for the order.
enum Obeyed {
    /// What waited is sealed; the tablet is erased, or will be before anything else.
    Sealed(Box<Pending>),
    /// The order was withdrawn, or the store is not open any more.
    Nothing,
    /// The order did not come, or could not be carried out.
    Later,
}

async fn ask_and_obey(lost: &Arc<Lost>, open: &Weak<Open>) -> Obeyed {
    let Some(open) = open.upgrade() else { return Obeyed::Nothing };
    match net::lost_order(&open.driver.client()).await {
        Ok(order) => match carry_out(lost, open, order).await {
            Some(pending) => Obeyed::Sealed(Box::new(pending)),
            None => Obeyed::Later,
        },
        Err(Failure::Refused { error, .. })
            if matches!(error.code.as_str(), code::NOT_FOUND | code::TABLET_REVOKED) =>
        {
            open.driver.order_withdrawn();
            Obeyed::Nothing
        }
        Err(failure) => {
            tracing::info!(?failure, "the order to a lost tablet did not come; it is asked for again");
            Obeyed::Later
        }
    }
}

/// Seals and erases; `None` when nothing could be sealed: then nothing has changed.
async fn carry_out(lost: &Arc<Lost>, open: Arc<Open>, order: LostOrder) -> Option<Pending> {
    let about = about(&open, &order);
    let was_locked = shut_out(lost, &open, &about);
    let (keys, store, enrolment) = (lost.keys.get(), open.store.clone(), open.enrolment.clone());
    let sealed = tokio::task::spawn_blocking(move || seal(&store, &keys?.0, &enrolment, about, &order)).await;
    let mut pending = match sealed {
        Ok(Ok(pending)) => pending,
        failed => {
            let why = failed.err().map_or_else(String::new, |error| error.to_string());
            tracing::error!(
                why,
                "what waits on a lost tablet could not be sealed: nothing is erased, it is tried again"
            );
            let mut session = lost.session.write().unwrap_or_else(PoisonError::into_inner);
            *session = Session { open: Some(open), locked: was_locked };
            drop(session);
            lost.show(None);
            return None;
        }
    };
    wind_up(open).await;
    let inner = lost.clone();
    let erased = tokio::task::spawn_blocking(move || {
        let erased = inner.erase(&mut pending);
        (pending, erased)
    });
    let (pending, erased) = erased.await.ok()?;
    if let Err(error) = erased {
        tracing::error!(%error, "not all of a lost tablet is erased yet; it is tried again");
    }
    Some(pending)
}

/// Takes the store from the use cases, and shows the screen of a lost tablet; gives whether the tablet was locked.
fn shut_out(lost: &Lost, open: &Arc<Open>, about: &About) -> bool {
    let view = ErasedView {
        stage: ErasedStage::Erasing,
        lost_at: about.lost_at,
        entries: 0,
        photos: 0,
        unreadable: 0,
        parts: 0,
        delivered: 0,
    };
    lost.show(Some(Shown { about: about.clone(), view }));
    let mut session = lost.session.write().unwrap_or_else(PoisonError::into_inner);
    let was_locked = session.locked;
    if session.open.as_ref().is_some_and(|known| Arc::ptr_eq(known, open)) {
        *session = Session::default();
    }
    was_locked
}

fn about(open: &Open, order: &LostOrder) -> About {
    let lang = settings::read(open).unwrap_or_else(|_| Settings::default()).lang;
    let (company, tablet_code) = (open.enrolment.company.clone(), open.enrolment.tablet_code.clone());
    About { company, tablet_code, lang, lost_at: order.lost_at }
}

fn seal(store: &TabletStore, keys: &Keys, enrolment: &Enrolment, about: About, order: &LostOrder) -> Result<Pending> {
    let way = Way {
        url: enrolment.url.clone(),
        server_key: enrolment.server_key.clone(),
        tls_pin: enrolment.tls_pin.clone(),
        token: enrolment.token.clone(),
        request_key: BASE64.encode(&keys.auth.to_bytes()),
    };
    let tablet_id = enrolment.tablet_id;
    Ok(store.seal_lost(Order { tablet_id, key: &keys.auth, seal_to: &order.seal_to, way, about })?)
}

/// Ends sync and waits for what still holds the store, so that nothing of it is made anew behind the erasing.
async fn wind_up(open: Arc<Open>) {
    open.driver.stop();
    let store = Arc::downgrade(&open.store);
    drop(open);
    let gone = async {
        while store.strong_count() > 0 {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    if tokio::time::timeout(WINDING_UP_MAX, gone).await.is_err() {
        tracing::warn!("something still holds the store of a lost tablet; it is erased nevertheless");
    }
}
