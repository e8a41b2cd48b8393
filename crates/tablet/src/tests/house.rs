//! A tablet that was enrolled and filled, with a clock to turn and an office that cannot be reached.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use ed25519_dalek::SigningKey;
use feltbok_domain::ids::Id;
use feltbok_protocol::{
    digest::FeedDigest,
    feed::{Body, Change, FeedId, FeedPage},
    record::Recorded,
};
use feltbok_sync::{Clock, Ids, Store};
use feltbok_tablet_store::{KeyWrap, Location, TabletStore};
use feltbok_work_order::{Subject, Validity, root_certificate, signer_certificate};
use jiff::Timestamp;
use tempfile::TempDir;

use super::records::*;
use crate::{
    Options, Tablet,
    enrol::{Doorplate, Enrolment, SETTING},
    keys::KeyPlace,
    sign::DocumentChain,
};

pub const PIN: &str = "2580";

/// A clock that moves only when told.
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn at(start: Timestamp) -> Arc<Self> {
        Arc::new(TestClock(AtomicI64::new(start.as_millisecond())))
    }

    pub fn forward_minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

/// The tablet's folder and clock outlive a killed app.
pub struct House {
    pub dir: TempDir,
    pub clock: Arc<TestClock>,
    url: String,
}

impl House {
    /// A tablet with the records of [`super::records`], as after the first fill.
    pub fn new() -> Self {
        // Nobody listens on the discard port: the network is off for the whole visit.
        Self::with_server("http://127.0.0.1:9")
    }

    /// The same, with its server at `url`, whose key is [`server_key`].
    pub fn with_server(url: &str) -> Self {
        let house = House { url: url.to_owned(), ..House::empty() };
        house.furnish();
        house
    }

    /// A new folder that belongs to nobody.
    pub fn empty() -> Self {
        House { dir: tempfile::tempdir().unwrap(), clock: TestClock::at(start()), url: String::new() }
    }

    /// The app as it starts; nothing is open yet.
    pub fn start(&self) -> Tablet {
        Tablet::start(self.options()).unwrap()
    }

    /// The app, unlocked.
    pub fn open(&self) -> Tablet {
        let tablet = self.start();
        tablet.unlock(PIN).unwrap();
        tablet
    }

    /// The app ends; what it had running ends with it.
    pub async fn kill(&self, tablet: Tablet) {
        drop(tablet);
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }

    fn options(&self) -> Options {
        let mut options = Options::new(self.dir.path());
        options.os_key_store = false;
        options.clock = self.clock.clone();
        options
    }

    fn furnish(&self) {
        let (keys, _) = KeyPlace::new(self.dir.path(), false).open().unwrap();
        let location = Location::new(self.dir.path());
        let (_, key) = KeyWrap::create(&location.key_file(), PIN, keys.device.as_ref()).unwrap();
        let ids = Arc::new(Ids::new(self.clock.clone()));
        let store = TabletStore::open(location, key, self.clock.clone(), ids).unwrap().store;
        let feeds =
            [FeedId::Company, FeedId::Tech(id(TECHNICIAN)), FeedId::Catalogue(id(COMPANY)), FeedId::Stock(id(VAN))];
        store.grant_feeds(&feeds).unwrap();
        for feed in feeds {
            fill(&store, feed);
        }
        store
            .try_write::<_, feltbok_tablet_store::StoreError>(|work| work.put_setting(SETTING, &enrolment(&self.url)))
            .unwrap();
        let document_key = p256::ecdsa::SigningKey::from(&keys.document);
        let chain = DocumentChain::read(certificates(&document_key), Some(evidence_public()), &document_key).unwrap();
        store.try_write::<_, feltbok_tablet_store::StoreError>(|work| chain.keep(work)).unwrap();
        let doorplate = Doorplate {
            company: "Nordlys Service AS".into(),
            technician: "Kari Nord".into(),
            technician_id: id(TECHNICIAN),
            tablet_code: "T07".into(),
            lang: feltbok_domain::lang::Lang::English,
        };
        self.start().put_doorplate(&doorplate).unwrap();
    }
}

/// What the company opens evidence with.
pub fn evidence_key() -> p256::SecretKey {
    p256::SecretKey::from_slice(&[6; 32]).unwrap()
}

fn evidence_public() -> String {
    let key = p256::ecdsa::SigningKey::from(evidence_key());
    data_encoding::BASE64URL_NOPAD.encode(key.verifying_key().to_encoded_point(false).as_bytes())
}

/// The company's root, which certified the tablet.
pub fn root() -> Vec<u8> {
    root_certificate("Nordlys Service AS", &root_key(), &[1], validity()).unwrap()
}

fn root_key() -> p256::ecdsa::SigningKey {
    p256::ecdsa::SigningKey::from_slice(&[5; 32]).unwrap()
}

fn validity() -> Validity {
    let years = |count: i64| jiff::SignedDuration::from_hours(count * 365 * 24);
    Validity { from: start() - years(1), until: start() + years(3) }
}

/// What the server sends with the enrolment.
fn certificates(key: &p256::ecdsa::SigningKey) -> Vec<String> {
    let subject =
        Subject { name: "Tablet T07", key: key.verifying_key(), serial: &[2], validity: validity(), revocations: None };
    let own = signer_certificate(&root(), &root_key(), &subject).unwrap();
    [own, root()].iter().map(|der| data_encoding::BASE64.encode(der)).collect()
}

/// Signs the answers of the tablet's own server.
pub fn server_key() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn enrolment(url: &str) -> Enrolment {
    let server_key = server_key().verifying_key();
    Enrolment {
        url: url.into(),
        server_key: data_encoding::BASE64URL_NOPAD.encode(server_key.as_bytes()),
        tls_pin: None,
        token: "token".into(),
        tablet_id: id(90),
        tablet_code: "T07".into(),
        company_id: id(COMPANY),
        company: "Nordlys Service AS".into(),
        technician_id: id(TECHNICIAN),
        technician: "Kari Nord".into(),
    }
}

/// One page with everything that the feed carries.
fn fill(store: &TabletStore, feed: FeedId) {
    let mut changes: Vec<Change> = Vec::new();
    add(&mut changes, &feed, &[company()]);
    add(&mut changes, &feed, &[calendar()]);
    add(&mut changes, &feed, &codes());
    add(&mut changes, &feed, &[checklist()]);
    add(&mut changes, &feed, &[technician()]);
    add(&mut changes, &feed, &[customer()]);
    add(&mut changes, &feed, &[site()]);
    add(&mut changes, &feed, &[contact()]);
    add(&mut changes, &feed, &[agreement()]);
    add(&mut changes, &feed, &[machine(MACHINE, "10001"), machine(OTHER_MACHINE, "10002")]);
    add(&mut changes, &feed, &[passport()]);
    add(&mut changes, &feed, &[job()]);
    add(&mut changes, &feed, &[part(PART, "RM1-0001", false), part(TRACKED_PART, "RM1-0002", true)]);
    add(&mut changes, &feed, &[stock()]);
    let mut digest = FeedDigest::default();
    for (index, change) in changes.iter_mut().enumerate() {
        change.seq = index as u64 + 1;
        digest.toggle(change.kind, change.id, change.rev);
    }
    let head = changes.len() as u64;
    let page = FeedPage { feed, from: 0, to: head, head, changes, digest: Some(digest.to_hex()) };
    store.apply_page(&page).unwrap();
}

fn add<T: Recorded>(changes: &mut Vec<Change>, feed: &FeedId, records: &[T]) {
    if !feed.carries(T::KIND) {
        return;
    }
    let change = |record: &T| {
        let id: Id = record.record_id();
        Change { seq: 0, kind: T::KIND, id, rev: 1, body: Some(Body::from(&serde_json::to_value(record).unwrap())) }
    };
    changes.extend(records.iter().map(change));
}
