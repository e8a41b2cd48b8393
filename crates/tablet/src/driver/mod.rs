//! The driver: runs the sync engine in the background, one loop a lane, and says what changed.

mod certify;
mod lane;
mod listen;
mod status;

use std::sync::{Arc, Mutex, PoisonError, atomic::AtomicBool};

use feltbok_sync::{Clock, Engine, Lane, Settings};
use feltbok_tablet_store::TabletStore;
use jiff::Timestamp;
use p256::ecdsa::SigningKey;
use tokio::{
    sync::{broadcast, watch},
    task::JoinHandle,
};

use crate::{
    error::Result,
    events::TabletEvent,
    net::{Client, HttpTransport},
    views::SyncStatus,
};

pub(crate) use status::{FillCounts, job_sync};

/// The running sync of one open store; it ends when this is dropped.
pub(crate) struct Driver {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

/// What the lanes, the listener and the use cases share.
struct Shared {
    engine: Mutex<Engine>,
    store: Arc<TabletStore>,
    transport: HttpTransport,
    client: Client,
    document_key: SigningKey,
    /// A server of the version before, or one that answers for another key: not asked again.
    certifies_nothing: AtomicBool,
    clock: Arc<dyn Clock>,
    events: broadcast::Sender<TabletEvent>,
    /// Counts changes that a waiting lane must look at.
    changed: watch::Sender<u64>,
    last_status: Mutex<Option<SyncStatus>>,
    /// Whether the first fill was told to be done.
    filled: AtomicBool,
    fill: Mutex<Option<FillStart>>,
    /// Whether the server has said that the tablet is given for lost.
    lost: watch::Sender<bool>,
}

/// When the fill began and how many rows there were, for a guess at its end.
#[derive(Clone, Copy)]
struct FillStart {
    at: Timestamp,
    rows: u32,
}

impl Driver {
    /// Starts syncing at once. Must be called within a Tokio runtime.
    pub fn start(
        store: Arc<TabletStore>,
        client: Client,
        document_key: SigningKey,
        clock: Arc<dyn Clock>,
        events: broadcast::Sender<TabletEvent>,
    ) -> Self {
        let seed = u64::from_be_bytes(rand_seed());
        let shared = Arc::new(Shared {
            engine: Mutex::new(Engine::new(Settings::new(env!("CARGO_PKG_VERSION")), seed)),
            store,
            transport: HttpTransport::new(client.clone()),
            client: client.clone(),
            document_key,
            certifies_nothing: AtomicBool::new(false),
            clock,
            events,
            changed: watch::Sender::new(0),
            last_status: Mutex::default(),
            filled: AtomicBool::new(false),
            fill: Mutex::default(),
            lost: watch::Sender::new(false),
        });
        let tasks = vec![
            tokio::spawn(lane::run(shared.clone(), Lane::Data)),
            tokio::spawn(lane::run(shared.clone(), Lane::Files)),
            tokio::spawn(listen::run(shared.clone(), client)),
        ];
        Driver { shared, tasks }
    }

    /// Ends it: nothing more is asked, and no answer is taken in.
    pub fn stop(&self) {
        for task in &self.tasks {
            task.abort();
        }
    }

    /// Says when the server has given this tablet for lost.
    pub fn lost(&self) -> watch::Receiver<bool> {
        self.shared.lost.subscribe()
    }

    /// The way to the server.
    pub fn client(&self) -> Client {
        self.shared.client.clone()
    }

    /// The order to a lost tablet was taken back.
    pub fn order_withdrawn(&self) {
        self.shared.wake(|engine, _| engine.order_withdrawn());
    }

    /// Something was recorded: it goes out soon, after typing has settled.
    pub fn work_waits(&self) {
        self.shared.wake(|engine, now| engine.work_waits(now));
    }

    /// A person asked: sync now.
    pub fn sync_now(&self) {
        self.shared.wake(Engine::poke);
    }

    /// The sync chip.
    pub fn status(&self) -> Result<SyncStatus> {
        self.shared.status()
    }

    /// How each job's own changes have come along, those on their way marked so.
    pub fn lanes(&self) -> Result<Vec<feltbok_sync::JobLane>> {
        Ok(self.shared.engine().lanes(&*self.shared.store)?)
    }

    /// Whether the office was out of reach with the last try.
    pub fn is_offline(&self) -> bool {
        status::is_offline(&self.shared)
    }

    /// Seconds until the fill is done, by its speed so far.
    pub fn seconds_left(&self, rows: u32, total: u32, now: Timestamp) -> Option<u32> {
        let mut start = self.shared.fill.lock().unwrap_or_else(PoisonError::into_inner);
        let began = *start.get_or_insert(FillStart { at: now, rows });
        let done = rows.checked_sub(began.rows).filter(|done| *done > 0)?;
        let elapsed = u64::try_from(now.duration_since(began.at).as_millis()).ok()?;
        let left = u64::from(total.checked_sub(rows)?);
        u32::try_from((left * elapsed / u64::from(done)).div_ceil(1000)).ok()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn engine(&self) -> std::sync::MutexGuard<'_, Engine> {
        self.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the engine something and lets both lanes look again.
    fn wake(&self, tell: impl FnOnce(&mut Engine, Timestamp)) {
        tell(&mut self.engine(), self.clock.now());
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
        self.tell_status();
    }
}

fn rand_seed() -> [u8; 8] {
    let mut seed = [0; 8];
    rand_core::RngCore::fill_bytes(&mut rand_core::OsRng, &mut seed);
    seed
}
