//! The server side: the real store, with dispatch's hand on it, crashes and restores.

use std::collections::BTreeMap;

use feltbok_domain::{ids::Id, job_life::JobStatus, model::ContactEdit};
use feltbok_protocol::{
    PROTOCOL,
    enrol::Follows,
    feed::FeedId,
    snapshot::Chunk,
    sync::{SyncRequest, SyncResponse},
    wire_error::{WireError, code},
};
use feltbok_server_store::{
    Role, Store, StoreError, TabletActor, UserActor,
    api::{Enrolled, FeedContent, NewInvite, NewTablet, NewUpload, NewUser, SecretHash, Seed, StoredFile},
};
use feltbok_sync::{Answer, Failure, FileToSend, Request, read_chunk};
use jiff::{SignedDuration, Timestamp};
use tokio::runtime::Runtime;

use crate::{
    fixture::{self, COMPANY, CONTACT, TECHNICIAN, id},
    place::{Database, Place},
    planted::Planted,
    snapshots::{self, Chunks},
    version::{self, Version},
};

/// Jobs of the simulation: even ones start with technician 0, odd ones with 1.
pub const JOBS: usize = 4;

pub fn job_id(number: usize) -> Id {
    id(101 + number as u128)
}

pub struct Office {
    planted: Option<Planted>,
    runtime: Runtime,
    store: Option<Box<dyn Store>>,
    place: Place,
    pub admin: UserActor,
    pub now: Timestamp,
    epochs: u128,
    /// Uploads by their file: the id, and the bytes that are there.
    uploads: BTreeMap<String, (Id, u64)>,
    begun: u128,
    /// What each tablet shows of itself with a request.
    secrets: BTreeMap<Id, SecretHash>,
    /// Of the server's program.
    pub version: Version,
    /// Changes in a page at most, where pages are narrow.
    room: Option<usize>,
    chunks: Chunks,
}

impl Office {
    pub fn new(planted: Option<Planted>, database: &Database, room: Option<usize>) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let now = fixture::now();
        let (place, store, admin) = runtime.block_on(async {
            let place = Place::new(database).await;
            let store = place.open().await;
            store.seed(COMPANY, company(), now).await.unwrap();
            let admin = sign_in(store.as_ref(), now).await;
            (place, store, admin)
        });
        let (store, uploads, chunks, version) = (Some(store), BTreeMap::new(), Chunks::new(), Version::Today);
        let secrets = BTreeMap::new();
        Office {
            planted,
            runtime,
            store,
            place,
            admin,
            now,
            epochs: 0,
            uploads,
            begun: 0,
            secrets,
            version,
            room,
            chunks,
        }
    }

    /// Lets a tablet in; `follows` is who it was before.
    pub fn enrol(&mut self, technician: usize, follows: Option<Follows>) -> Enrolled {
        let number = self.secrets.len() as u128;
        let (tablet_id, secret) = (id(700 + number), [u8::try_from(number).unwrap() + 1; 32]);
        self.secrets.insert(tablet_id, secret);
        let (now, admin) = (self.now, self.admin.clone());
        self.with(async |store| {
            let invite = NewInvite {
                id: id(1_500 + number),
                secret_hash: secret,
                technician_id: TECHNICIAN[technician],
                expires_at: now + SignedDuration::from_mins(10),
            };
            store.create_invite(&admin, invite, now).await.unwrap();
            let tablet = NewTablet {
                tablet_id,
                name: "Tablet".into(),
                token_hash: secret,
                auth_key: String::new(),
                document_key: String::new(),
                app_version: "1.0.0".into(),
                follows,
            };
            store.enrol(COMPANY, secret, tablet, now).await.unwrap()
        })
    }

    /// Shuts a tablet out; one that is out already stays so.
    pub fn revoke(&mut self, tablet: Id) -> bool {
        let (now, admin) = (self.now, self.admin.clone());
        self.with(async |store| store.revoke_tablet(&admin, tablet, now).await.is_ok())
    }

    /// Answers a request as the server's routes do.
    pub fn answer(&mut self, tablet: &TabletActor, request: &Request) -> Answer {
        self.now += SignedDuration::from_millis(10);
        let secret = self.secrets[&tablet.tablet_id];
        let mut tablet = match self.with(async |store| store.tablet(COMPANY, secret).await) {
            Ok(tablet) => tablet,
            Err(StoreError::NotFound) => return refused(401, code::TABLET_REVOKED),
            Err(error) => panic!("the server failed: {error}"),
        };
        tablet.shares_work &= self.planted != Some(Planted::OperationIdUnasked);
        let tablet = &tablet;
        match request {
            Request::Sync(request) => self.sync(tablet, request),
            Request::FileCreate(file) => self.begin_upload(tablet, file),
            Request::FileOffset { location } => {
                Answer::FileOffset { offset: self.uploads.get(name(location)).map_or(0, |(_, there)| *there) }
            }
            Request::FilePatch { location, offset, bytes } => self.take_piece(tablet, name(location), *offset, bytes),
            Request::Manifest { feed } => self.manifest(tablet, feed),
            Request::Chunk { feed, chunk } => self.chunk(tablet, feed, chunk),
        }
    }

    fn sync(&mut self, tablet: &TabletActor, request: &SyncRequest) -> Answer {
        let (now, planted, version, room) = (self.now, self.planted, self.version, self.room);
        if request.protocol > version.protocol() && planted != Some(Planted::VersionUnasked) {
            return refused(426, code::PROTOCOL_TOO_NEW);
        }
        let operations: Vec<_> = request.operations.iter().map(|op| version::upcast(version, op)).collect();
        let answered = self.with(async |store| {
            let known = store.pull(tablet, Vec::new()).await?.last_dev_seq;
            let pushed = match operations.is_empty() {
                true => None,
                false => Some(store.push(tablet, operations, now).await?),
            };
            let pulled = match &pushed {
                Some(pushed) if request.push_only => pushed.standing(),
                _ => store.pull(tablet, request.cursors.clone()).await?,
            };
            let mut answer = SyncResponse {
                protocol: PROTOCOL,
                epoch: pulled.epoch,
                server_time: now,
                last_dev_seq: pulled.last_dev_seq,
                results: pushed.map(|pushed| pushed.results).unwrap_or_default(),
                feeds: tablet.feeds(),
                pages: pulled.pages,
                missing_files: pulled.missing_files,
            };
            if planted == Some(Planted::ForeignFeed) {
                let pulled = store.pull(&stranger(tablet), request.cursors.clone()).await?;
                answer.pages.extend(pulled.pages.into_iter().filter(|page| matches!(page.feed, FeedId::Tech(_))));
                answer.feeds = answer.pages.iter().map(|page| page.feed.clone()).collect();
            }
            if let Some(room) = room {
                answer.pages.iter_mut().for_each(|page| snapshots::narrow(page, room));
            }
            if let Some(planted) = planted {
                planted.spoil(&mut answer, known);
            }
            Ok::<_, StoreError>(answer)
        });
        match answered {
            Ok(response) => Answer::Sync(Box::new(version::answered(version, response))),
            Err(StoreError::TabletCloned { .. }) => refused(409, code::TABLET_CLONED),
            Err(error) => panic!("the server failed: {error}"),
        }
    }

    fn manifest(&mut self, tablet: &TabletActor, feed: &FeedId) -> Answer {
        let mut chunks = std::mem::take(&mut self.chunks);
        let made = self.with(async |store| snapshots::manifest(store, tablet, feed, &mut chunks).await);
        self.chunks = chunks;
        Answer::Manifest(made.unwrap())
    }

    fn chunk(&mut self, tablet: &TabletActor, feed: &FeedId, listed: &Chunk) -> Answer {
        let is_listed = self.with(async |store| store.has_chunk(tablet, feed, &listed.sha256).await.unwrap());
        match self.chunks.get(&listed.sha256) {
            Some(bytes) if is_listed => read_chunk(feed, listed, bytes).map_or_else(Answer::Failed, Answer::Chunk),
            _ => refused(404, code::NOT_FOUND),
        }
    }

    fn begin_upload(&mut self, tablet: &TabletActor, file: &FileToSend) -> Answer {
        let now = self.now;
        self.begun += 1;
        let new = NewUpload {
            id: id(800_000 + self.begun),
            sha256: file.sha256.clone(),
            role: file.role,
            length: file.bytes,
            expires_at: now + SignedDuration::from_hours(24),
        };
        let upload = self.with(async |store| store.begin_upload(tablet, new, now).await.unwrap());
        self.uploads.insert(file.sha256.clone(), (upload.id, upload.position));
        Answer::FileCreated { location: format!("/v1/files/{}", file.sha256), offset: upload.position }
    }

    fn take_piece(&mut self, tablet: &TabletActor, sha256: &str, offset: u64, bytes: &[u8]) -> Answer {
        let Some((id, _)) = self.uploads.get(sha256).copied() else { return refused(404, code::NOT_FOUND) };
        let now = self.now;
        let to = offset + bytes.len() as u64;
        let taken = self.with(async |store| {
            let upload = store.upload(tablet, id, now).await?;
            store.advance_upload(tablet, id, offset, to).await?;
            if to == upload.length {
                let file = StoredFile { sha256: sha256.into(), bytes: to, media_type: "image/jpeg".into() };
                store.finish_upload(tablet, id, file, now).await?;
            }
            Ok::<_, StoreError>(())
        });
        match taken {
            Ok(()) => {
                self.uploads.insert(sha256.into(), (id, to));
                Answer::FileOffset { offset: to }
            }
            Err(StoreError::NotFound) => refused(404, code::NOT_FOUND),
            Err(_) => refused(409, "offset"),
        }
    }

    /// Dispatch gives a job to the other technician; what the state does not allow is refused and left.
    pub fn reassign(&mut self, job: usize) -> bool {
        let (now, admin, job) = (self.now, self.admin.clone(), job_id(job));
        self.with(async |store| {
            let detail = store.job(&admin, job).await.unwrap();
            let to = if detail.job.technician_id == Some(TECHNICIAN[0]) { TECHNICIAN[1] } else { TECHNICIAN[0] };
            store.assign(&admin, job, detail.rev, to, None, Some("nearer".into()), now).await.is_ok()
        })
    }

    /// Dispatch calls a job off; what the state does not allow is refused and left.
    pub fn cancel(&mut self, job: usize) -> bool {
        let (now, admin, job) = (self.now, self.admin.clone(), job_id(job));
        self.with(async |store| {
            let rev = store.job(&admin, job).await.unwrap().rev;
            let reason = Some("customer called".into());
            store.set_status(&admin, job, rev, JobStatus::Cancelled, reason, now).await.is_ok()
        })
    }

    pub fn edit_contact(&mut self, phone: String) {
        let (now, admin) = (self.now, self.admin.clone());
        let edit = ContactEdit { phone: Some(phone), ..ContactEdit::default() };
        self.with(async |store| store.edit_contact(&admin, CONTACT, edit, now).await.unwrap());
    }

    pub fn job(&mut self, job: usize) -> feltbok_server_store::api::JobDetail {
        let admin = self.admin.clone();
        self.with(async |store| store.job(&admin, job_id(job)).await.unwrap())
    }

    /// What technicians told the office, as it stands in its list.
    pub fn notices(&mut self) -> String {
        let admin = self.admin.clone();
        self.with(async |store| format!("{:?}", store.notices(&admin).await.unwrap()))
    }

    pub fn feed(&mut self, tablet: &TabletActor, feed: &FeedId) -> FeedContent {
        self.with(async |store| store.feed_content(tablet, feed).await.unwrap())
    }

    /// `None` for a tablet that was shut out.
    pub fn last_dev_seq(&mut self, tablet: &TabletActor) -> Option<u64> {
        self.with(async |store| match store.pull(tablet, Vec::new()).await {
            Ok(pulled) => Some(pulled.last_dev_seq),
            Err(StoreError::NotFound) => None,
            Err(error) => panic!("the server failed: {error}"),
        })
    }

    pub fn crash(&mut self) {
        self.place.tear();
        self.reopen();
    }

    pub fn back_up(&mut self) {
        self.runtime.block_on(self.place.back_up());
        self.reopen();
    }

    pub fn restore(&mut self, told: bool) {
        self.store = None;
        self.runtime.block_on(self.place.restore());
        self.reopen();
        self.uploads.clear();
        // Snapshots are not in a backup; the database may still list them.
        self.chunks.clear();
        if !told {
            return;
        }
        self.epochs += 1;
        let (now, epoch) = (self.now, id(9_000 + self.epochs));
        self.with(async |store| store.renew_epoch(COMPANY, epoch, now).await.unwrap());
    }

    fn reopen(&mut self) {
        self.store = None;
        self.store = Some(self.runtime.block_on(self.place.open()));
    }

    fn with<T>(&mut self, act: impl AsyncFnOnce(&dyn Store) -> T) -> T {
        self.runtime.block_on(act(self.store.as_ref().unwrap().as_ref()))
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.store = None;
        self.runtime.block_on(self.place.remove());
    }
}

/// The contract's company with more jobs.
fn company() -> Seed {
    let mut seed = fixture::company();
    seed.jobs = (0..JOBS)
        .map(|number| feltbok_domain::model::Job {
            id: job_id(number),
            number: format!("J2026-{:05}", number + 1),
            ..fixture::job(number % 2)
        })
        .collect();
    seed
}

async fn sign_in(store: &dyn Store, now: Timestamp) -> UserActor {
    let user = NewUser {
        id: id(601),
        email: "admin@example.org".into(),
        name: "Admin".into(),
        role: Role::Admin,
        password_hash: String::new(),
    };
    store.create_user(COMPANY, user, now).await.unwrap();
    let credential = store.credentials("admin@example.org").await.unwrap().remove(0);
    store.open_session(&credential, [1; 32], now, now + SignedDuration::from_hours(1)).await.unwrap()
}

/// The tablet of the other technician.
fn stranger(tablet: &TabletActor) -> TabletActor {
    let mut other = tablet.clone();
    other.technician_id = TECHNICIAN[usize::from(tablet.technician_id == TECHNICIAN[0])];
    other
}

fn refused(status: u16, code: &str) -> Answer {
    let error = WireError { code: code.into(), message: String::new() };
    Answer::Failed(Failure::Refused { status, error, retry_after: None, server_time: None })
}

fn name(location: &str) -> &str {
    location.rsplit('/').next().unwrap()
}
