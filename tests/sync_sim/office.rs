//! The server side: the real store, with dispatch's hand on it, crashes and restores.

use std::{collections::BTreeMap, fs, path::Path};

use feltbok_domain::{ids::Id, model::ContactEdit};
use feltbok_protocol::{
    PROTOCOL,
    feed::FeedId,
    sync::{SyncRequest, SyncResponse},
    wire_error::{WireError, code},
};
use feltbok_server_store::{
    ConsoleStore, FileStore, IdentityStore, Role, SeedStore, SqliteStore, StoreError, SyncStore, TabletActor,
    UserActor,
    api::{FeedContent, NewInvite, NewTablet, NewUpload, NewUser, Seed, StoredFile},
};
use feltbok_sync::{Answer, Failure, FileToSend, Request};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::fixture::{self, COMPANY, CONTACT, TECHNICIAN, id};

/// Jobs of the simulation: even ones start with technician 0, odd ones with 1.
pub const JOBS: usize = 4;

pub fn job_id(number: usize) -> Id {
    id(101 + number as u128)
}

pub struct Office {
    runtime: Runtime,
    store: Option<SqliteStore>,
    folder: TempDir,
    backup: TempDir,
    pub admin: UserActor,
    pub now: Timestamp,
    epochs: u128,
    /// Bytes there of uploads under way.
    uploads: BTreeMap<String, u64>,
}

impl Office {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (folder, backup) = (in_memory(), in_memory());
        let now = fixture::now();
        let (store, admin) = runtime.block_on(async {
            let store = open(folder.path()).await;
            store.seed(COMPANY, company(), now).await.unwrap();
            let admin = sign_in(&store, now).await;
            (store, admin)
        });
        let mut office =
            Office { runtime, store: Some(store), folder, backup, admin, now, epochs: 0, uploads: BTreeMap::new() };
        office.back_up();
        office
    }

    pub fn enrol(&mut self, technician: usize) -> TabletActor {
        let secret = [u8::try_from(technician).unwrap() + 1; 32];
        let (now, admin) = (self.now, self.admin.clone());
        self.with(async |store| {
            let invite = NewInvite {
                id: id(500 + technician as u128),
                secret_hash: secret,
                technician_id: TECHNICIAN[technician],
                expires_at: now + SignedDuration::from_mins(10),
            };
            store.create_invite(&admin, invite, now).await.unwrap();
            let tablet = NewTablet {
                tablet_id: id(700 + technician as u128),
                name: "Tablet".into(),
                token_hash: secret,
                auth_key: String::new(),
                document_key: String::new(),
                app_version: "1.0.0".into(),
            };
            store.enrol(COMPANY, secret, tablet, now).await.unwrap().tablet
        })
    }

    /// Answers a request as the server's routes do.
    pub fn answer(&mut self, tablet: &TabletActor, request: &Request) -> Answer {
        self.now += SignedDuration::from_millis(10);
        match request {
            Request::Sync(request) => self.sync(tablet, request),
            Request::FileCreate(file) => self.begin_upload(tablet, file),
            Request::FileOffset { location } => {
                Answer::FileOffset { offset: self.uploads.get(name(location)).copied().unwrap_or(0) }
            }
            Request::FilePatch { location, offset, bytes } => self.take_piece(tablet, name(location), *offset, bytes),
            Request::Manifest { .. } | Request::Chunk { .. } => refused(404, code::NOT_FOUND),
        }
    }

    fn sync(&mut self, tablet: &TabletActor, request: &SyncRequest) -> Answer {
        let now = self.now;
        let answered = self.with(async |store| {
            let results = match request.operations.is_empty() {
                true => Vec::new(),
                false => store.push(tablet, request.operations.clone(), now).await?.results,
            };
            let pulled = store.pull(tablet, request.cursors.clone()).await?;
            Ok::<_, StoreError>(SyncResponse {
                protocol: PROTOCOL,
                epoch: pulled.epoch,
                server_time: now,
                last_dev_seq: pulled.last_dev_seq,
                results,
                feeds: tablet.feeds(),
                pages: pulled.pages,
                missing_files: pulled.missing_files,
            })
        });
        match answered {
            Ok(response) => Answer::Sync(Box::new(response)),
            Err(StoreError::TabletCloned { .. }) => refused(409, code::TABLET_CLONED),
            Err(error) => panic!("the server failed: {error}"),
        }
    }

    fn begin_upload(&mut self, tablet: &TabletActor, file: &FileToSend) -> Answer {
        let now = self.now;
        let new = NewUpload {
            id: feltbok_domain::ids::derived(tablet.tablet_id, &file.sha256),
            sha256: file.sha256.clone(),
            role: file.role,
            length: file.bytes,
            expires_at: now + SignedDuration::from_hours(24),
        };
        let upload = self.with(async |store| store.begin_upload(tablet, new, now).await.unwrap());
        self.uploads.insert(file.sha256.clone(), upload.position);
        Answer::FileCreated { location: format!("/v1/files/{}", file.sha256), offset: upload.position }
    }

    fn take_piece(&mut self, tablet: &TabletActor, sha256: &str, offset: u64, bytes: &[u8]) -> Answer {
        let (now, id) = (self.now, feltbok_domain::ids::derived(tablet.tablet_id, sha256));
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
                self.uploads.insert(sha256.into(), to);
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

    pub fn edit_contact(&mut self, phone: String) {
        let (now, admin) = (self.now, self.admin.clone());
        let edit = ContactEdit { phone: Some(phone), ..ContactEdit::default() };
        self.with(async |store| store.edit_contact(&admin, CONTACT, edit, now).await.unwrap());
    }

    pub fn job(&mut self, job: usize) -> feltbok_server_store::api::JobDetail {
        let admin = self.admin.clone();
        self.with(async |store| store.job(&admin, job_id(job)).await.unwrap())
    }

    pub fn feed(&mut self, tablet: &TabletActor, feed: &FeedId) -> FeedContent {
        self.with(async |store| store.feed_content(tablet, feed).await.unwrap())
    }

    pub fn last_dev_seq(&mut self, tablet: &TabletActor) -> u64 {
        self.with(async |store| store.pull(tablet, Vec::new()).await.unwrap().last_dev_seq)
    }

    pub fn crash(&mut self) {
        let torn = in_memory();
        copy(self.folder.path(), torn.path());
        self.folder = torn;
        self.reopen();
    }

    pub fn back_up(&mut self) {
        let backup = in_memory();
        copy(self.folder.path(), backup.path());
        self.backup = backup;
    }

    pub fn restore(&mut self) {
        let folder = in_memory();
        copy(self.backup.path(), folder.path());
        self.folder = folder;
        self.reopen();
        self.uploads.clear();
        self.epochs += 1;
        let (now, epoch) = (self.now, id(9_000 + self.epochs));
        self.with(async |store| store.renew_epoch(COMPANY, epoch, now).await.unwrap());
    }

    fn reopen(&mut self) {
        self.store = None;
        self.store = Some(self.runtime.block_on(open(self.folder.path())));
    }

    fn with<T>(&mut self, act: impl AsyncFnOnce(&SqliteStore) -> T) -> T {
        self.runtime.block_on(act(self.store.as_ref().unwrap()))
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

async fn sign_in(store: &SqliteStore, now: Timestamp) -> UserActor {
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

async fn open(folder: &Path) -> SqliteStore {
    SqliteStore::open(&folder.join("feltbok.sqlite")).await.unwrap()
}

fn refused(status: u16, code: &str) -> Answer {
    let error = WireError { code: code.into(), message: String::new() };
    Answer::Failed(Failure::Refused { status, error, retry_after: None, server_time: None })
}

fn name(location: &str) -> &str {
    location.rsplit('/').next().unwrap()
}

/// A folder in memory where there is one: thousands of schedules would wear a disk out.
pub fn in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// A copy of everything in a folder.
pub fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
