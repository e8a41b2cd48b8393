//! The tablet's uploader against somebody else's tus server, npm `@tus/server`: resumed after either side was killed.
//! `cargo xtask test` installs it; without it these tests say SKIPPED.

#[path = "../../../../tests/free_port.rs"]
mod free_port;

use std::{
    io::{BufRead, BufReader},
    net::Ipv4Addr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use data_encoding::HEXLOWER;
use ed25519_dalek::SigningKey;
use feltbok_domain::ids::Id;
use feltbok_protocol::{feed::FeedId, file::FileRole, sync::SyncResponse};
use feltbok_sync::{Answer, Clock, Engine, Ids, Lane, Request, Settings, Step, Transport};
use feltbok_tablet_store::{KeyWrap, Location, StoreError, TabletStore};
use jiff::Timestamp;

use super::{house::PIN, records::start};
use crate::net::{Client, HttpTransport, Identity};

const SERVER_SEED: [u8; 32] = [9; 32];

/// The other side's folder; `None`, and said so, where it is not installed.
fn peers() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/peers/tus");
    if folder.join("node_modules/@tus/server").is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: `npm ci` in {} installs the other side", folder.display());
    None
}

/// A running `@tus/server`; killed when dropped.
struct Peer(Child);

impl Peer {
    /// Serves `folder` on `port`; with `die_after` it kills itself once so many bytes of pieces have come.
    fn start(program: &Path, folder: &Path, port: u16, die_after: Option<usize>) -> Peer {
        let mut node = Command::new("node");
        node.arg(program.join("server.mjs")).arg(folder).arg(port.to_string()).arg(HEXLOWER.encode(&SERVER_SEED));
        node.args(die_after.map(|bytes| bytes.to_string())).stdout(Stdio::piped());
        let mut child = node.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "ready");
        std::thread::spawn(move || lines.for_each(drop));
        Peer(child)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // One that has killed itself is gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A clock that jumps over every wait.
struct Jumping(AtomicI64);

impl Clock for Jumping {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

/// What outlives a killed app: the folder and the clock.
struct Van {
    folder: tempfile::TempDir,
    clock: Arc<Jumping>,
    port: u16,
}

/// The app's uploading part, as it starts: store, engine, transport.
struct App {
    store: TabletStore,
    engine: Engine,
    transport: HttpTransport,
    clock: Arc<Jumping>,
}

impl Van {
    fn new() -> Van {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Jumping(AtomicI64::new(start().as_millisecond())));
        KeyWrap::create(&Location::new(folder.path()).key_file(), PIN, b"device").unwrap();
        let port = free_port::free_port(Ipv4Addr::LOCALHOST.into()).unwrap();
        Van { folder, clock, port }
    }

    fn start(&self) -> App {
        let location = Location::new(self.folder.path());
        let mut wrap = KeyWrap::load(&location.key_file()).unwrap();
        let key = wrap.unlock(PIN, b"device", self.clock.now()).unwrap();
        let ids = Arc::new(Ids::new(self.clock.clone()));
        let store = TabletStore::open(location, key, self.clock.clone(), ids).unwrap().store;
        let server_key = SigningKey::from_bytes(&SERVER_SEED).verifying_key();
        let identity = Identity { token: "token".into(), key: SigningKey::from_bytes(&[7; 32]) };
        let base = format!("http://127.0.0.1:{}", self.port);
        let client = Client::new(&base, server_key, None, Some(identity), self.clock.clone()).unwrap();
        let engine = Engine::new(Settings::new("0.1.0"), 1);
        App { store, engine, transport: HttpTransport::new(client), clock: self.clock.clone() }
    }
}

impl App {
    /// The data lane's answer, which the other server does not give: files go only to a server that is there.
    fn go_online(&mut self) {
        let now = self.clock.now();
        if !matches!(self.engine.next_step(Lane::Data, &self.store, now), Ok(Step::Send(Request::Sync(_)))) {
            return;
        }
        let response = SyncResponse {
            protocol: feltbok_protocol::PROTOCOL,
            epoch: Id::from_u128(1),
            server_time: now,
            last_dev_seq: 0,
            results: Vec::new(),
            feeds: vec![FeedId::Company],
            pages: Vec::new(),
            missing_files: Vec::new(),
        };
        self.engine.on_answer(Lane::Data, Answer::Sync(Box::new(response)), &self.store, now).unwrap();
    }

    /// One step of the upload lane; the request it made, if any.
    async fn step(&mut self) -> Option<Request> {
        let Step::Send(request) = self.engine.next_step(Lane::Files, &self.store, self.clock.now()).unwrap() else {
            self.clock.0.fetch_add(60_000, Ordering::Relaxed);
            self.go_online();
            return None;
        };
        let answer = self.transport.exchange(request.clone()).await;
        self.engine.on_answer(Lane::Files, answer, &self.store, self.clock.now()).unwrap();
        Some(request)
    }

    fn waits(&self) -> u32 {
        self.store.read(|reader| reader.waiting()).unwrap().files
    }

    fn keep(&self, plain: &[u8]) -> String {
        let kept = self.store.keep_file(plain).unwrap();
        let add = |work: &mut feltbok_tablet_store::Work<'_>| {
            work.add_file(&kept, FileRole::Photo, "image/jpeg", Id::from_u128(5))
        };
        self.store.try_write::<_, StoreError>(add).unwrap();
        kept.sha256
    }
}

fn photo() -> Vec<u8> {
    (0..1_500_000_u32).map(|number| u8::try_from(number.wrapping_mul(2_654_435_761) >> 24).unwrap()).collect()
}

/// The uploads that the other server has, by their bytes.
fn received(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_none()).map(|path| std::fs::read(path).unwrap()).collect()
}

#[tokio::test]
async fn a_photo_reaches_another_server_that_was_killed_in_the_middle_of_a_piece() {
    let Some(program) = peers() else { return };
    let (van, served) = (Van::new(), tempfile::tempdir().unwrap());
    let photo = photo();
    // Killed within the second piece.
    let peer = Peer::start(&program, served.path(), van.port, Some(500_000));
    let mut app = van.start();
    app.keep(&photo);
    app.go_online();
    let mut pieces = 0;
    while pieces < 2 {
        pieces += usize::from(matches!(app.step().await, Some(Request::FilePatch { .. })));
    }
    assert_eq!(app.waits(), 1, "the second piece was not acknowledged");
    drop(peer);
    let _peer = Peer::start(&program, served.path(), van.port, None);
    let mut asked = Vec::new();
    for _ in 0..40 {
        asked.extend(app.step().await);
        if app.waits() == 0 {
            break;
        }
    }
    assert_eq!(received(served.path()), [photo]);
    assert!(asked.iter().any(|request| matches!(request, Request::FileOffset { .. })), "it asks where it was");
    assert!(!asked.iter().any(|request| matches!(request, Request::FileCreate(_))), "it begins no second upload");
}

#[tokio::test]
async fn a_killed_tablet_goes_on_with_its_photo_at_another_server() {
    let Some(program) = peers() else { return };
    let (van, served) = (Van::new(), tempfile::tempdir().unwrap());
    let photo = photo();
    let _peer = Peer::start(&program, served.path(), van.port, None);
    let mut app = van.start();
    app.keep(&photo);
    app.go_online();
    while !matches!(app.step().await, Some(Request::FilePatch { .. })) {}
    // The app is gone, with everything it knew but the disk.
    drop(app);
    let mut app = van.start();
    app.go_online();
    let mut asked = Vec::new();
    for _ in 0..40 {
        asked.extend(app.step().await);
        if app.waits() == 0 {
            break;
        }
    }
    assert_eq!(received(served.path()), [photo]);
    let from = asked.iter().find_map(|request| match request {
        Request::FilePatch { offset, .. } => Some(*offset),
        _ => None,
    });
    assert_eq!(from, Some(256 * 1024), "the first piece is not sent again");
}

#[tokio::test]
async fn an_upload_that_another_server_let_go_of_is_begun_again() {
    let Some(program) = peers() else { return };
    let (van, served) = (Van::new(), tempfile::tempdir().unwrap());
    let photo = photo();
    let _peer = Peer::start(&program, served.path(), van.port, None);
    let mut app = van.start();
    app.keep(&photo);
    app.go_online();
    while !matches!(app.step().await, Some(Request::FilePatch { .. })) {}
    for entry in std::fs::read_dir(served.path()).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    for _ in 0..60 {
        app.step().await;
        if app.waits() == 0 {
            break;
        }
    }
    assert_eq!(received(served.path()), [photo]);
}
