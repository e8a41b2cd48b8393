//! The server's embedded store under a tablet's pushes, and what it makes of a disk on which the power went.

use std::path::Path;

use feltbok_domain::model::VisitEdit;
use feltbok_protocol::operation::{Operation, OperationResult};
use feltbok_server_store::{
    Role, Store, StoreError, TabletActor, UserActor,
    api::{NewInvite, NewTablet, NewUpload, NewUser, StoredFile},
    sqlite::SqliteStore,
};
use jiff::SignedDuration;
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::fixture::{self, COMPANY, FUSER, JOB, Pen, TECHNICIAN, id, now};

/// The office and one tablet of it, whose pushes are kept with the answers they got.
pub struct Office {
    pub store: Box<dyn Store>,
    pub admin: UserActor,
    pub tablet: TabletActor,
    pen: Pen,
    rng: StdRng,
    made: u128,
    pub pushed: Vec<(Operation, OperationResult)>,
    /// Refused, to be sent again as they are.
    waiting: Vec<Operation>,
}

pub async fn open(folder: &Path) -> Box<dyn Store> {
    Box::new(SqliteStore::open(&folder.join("feltbok.sqlite")).await.unwrap())
}

impl Office {
    /// With a visit of its tablet already begun.
    pub async fn begin(folder: &Path, seed: u64, mut said: impl FnMut()) -> Office {
        let mut office = Self::open(folder, seed, &mut said).await;
        let begun = office.pen.visit(id(300), 0, fixture::begin(0, 0));
        office.push(vec![begun]).await.unwrap();
        said();
        office
    }

    /// A new company with a tablet.
    pub async fn open(folder: &Path, seed: u64, mut said: impl FnMut()) -> Office {
        let store = open(folder).await;
        said();
        store.seed(COMPANY, fixture::company(), now()).await.unwrap();
        said();
        let admin = sign_in(store.as_ref()).await;
        said();
        let tablet = enrol(store.as_ref(), &admin).await;
        said();
        let rng = StdRng::seed_from_u64(seed);
        Office { store, admin, tablet, pen: Pen::new(1), rng, made: 0, pushed: Vec::new(), waiting: Vec::new() }
    }

    /// One push of a few operations, drawn; or a file that came in.
    pub async fn act(&mut self) {
        if self.rng.random_range(0..6) == 0 {
            return self.take_a_file().await;
        }
        self.try_to_push().await.unwrap();
    }

    /// Sends what was refused last, or something new.
    pub async fn try_to_push(&mut self) -> Result<(), StoreError> {
        let operations = match std::mem::take(&mut self.waiting) {
            waiting if waiting.is_empty() => (0..self.rng.random_range(1..5)).map(|_| self.operation()).collect(),
            waiting => waiting,
        };
        self.push(operations).await
    }

    fn operation(&mut self) -> Operation {
        self.made += 1;
        let edit = match self.rng.random_range(0..3) {
            0 => VisitEdit::PutPart(fixture::fitted(id(10_000 + self.made), FUSER, 0, None)),
            _ => {
                let note = format!("note {}", self.made).repeat(self.rng.random_range(1..60));
                VisitEdit::Diagnosis(feltbok_domain::model::Diagnosis { note, ..Default::default() })
            }
        };
        self.pen.visit(id(300), 0, edit)
    }

    async fn push(&mut self, operations: Vec<Operation>) -> Result<(), StoreError> {
        let results = match self.store.push(&self.tablet, operations.clone(), now()).await {
            Ok(pushed) => pushed.results,
            Err(error) => {
                self.waiting = operations;
                return Err(error);
            }
        };
        assert_eq!(results.len(), operations.len());
        self.pushed.extend(operations.into_iter().zip(results));
        Ok(())
    }

    async fn take_a_file(&mut self) {
        self.made += 1;
        let sha256 = format!("{:064x}", self.made);
        let role = feltbok_protocol::file::FileRole::Photo;
        let expires_at = now() + SignedDuration::from_hours(24);
        let new = NewUpload { id: id(50_000 + self.made), sha256: sha256.clone(), role, length: 10, expires_at };
        let upload = self.store.begin_upload(&self.tablet, new, now()).await.unwrap();
        self.store.advance_upload(&self.tablet, upload.id, 0, 10).await.unwrap();
        let file = StoredFile { sha256, bytes: 10, media_type: "image/jpeg".into() };
        self.store.finish_upload(&self.tablet, upload.id, file, now()).await.unwrap();
    }
}

/// What office and tablet see, as text: the job with its visits, the whole feed, what is open.
pub async fn view(store: &dyn Store, admin: &UserActor, tablet: &TabletActor) -> String {
    let job = store.job(admin, JOB[0]).await;
    let pulled = store.pull(tablet, Vec::new()).await;
    let notices = store.notices(admin).await;
    format!("{job:?}\n{pulled:?}\n{notices:?}")
}

/// Pushes again what was answered before: every answer must be the same, and nothing happens twice.
pub async fn push_again(store: &dyn Store, tablet: &TabletActor, pushed: &[(Operation, OperationResult)]) {
    let operations = pushed.iter().map(|(operation, _)| operation.clone()).collect();
    let answered = store.push(tablet, operations, now()).await.unwrap().results;
    assert!(answered.iter().eq(pushed.iter().map(|(_, result)| result)), "an answer is lost or another");
}

/// Every page and every index of the database, by SQLite itself.
pub fn is_sound(folder: &Path) -> bool {
    let connection = rusqlite::Connection::open(folder.join("feltbok.sqlite")).unwrap();
    let said: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    said == "ok"
}

async fn sign_in(store: &dyn Store) -> UserActor {
    let email = "admin@example.org";
    let user = NewUser {
        id: id(201),
        email: email.into(),
        name: "Admin".into(),
        role: Role::Admin,
        password_hash: "hash".into(),
    };
    store.create_user(COMPANY, user, now()).await.unwrap();
    let credentials = store.credentials(email).await.unwrap();
    store.open_session(&credentials[0], [1; 32], now(), now() + SignedDuration::from_hours(12)).await.unwrap()
}

async fn enrol(store: &dyn Store, admin: &UserActor) -> TabletActor {
    let hash = [100; 32];
    let expires_at = now() + SignedDuration::from_mins(10);
    let invite = NewInvite { id: id(600), secret_hash: hash, technician_id: TECHNICIAN[0], expires_at };
    store.create_invite(admin, invite, now()).await.unwrap();
    let tablet = NewTablet {
        tablet_id: id(700),
        name: "Tablet".into(),
        token_hash: hash,
        auth_key: String::new(),
        document_key: String::new(),
        app_version: "1.0.0".into(),
        follows: None,
    };
    store.enrol(COMPANY, hash, tablet, now()).await.unwrap().tablet
}
