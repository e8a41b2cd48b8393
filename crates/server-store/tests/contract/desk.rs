//! A signed-in dispatcher over the fixture's company, and what its tests ask again and again.

use std::collections::BTreeMap;

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    digest::FeedDigest,
    feed::{Cursor, FeedId},
    operation::{Operation, OperationResult},
    record::{RecordKind, Recorded},
};
use feltbok_server_store::{
    Role, Store, StoreResult, TabletActor, UserActor,
    api::{Enrolled, Follows, NewInvite, NewTablet, NewUser},
};
use jiff::SignedDuration;

use crate::fixture::{COMPANY, TECHNICIAN, company, id, now};

/// The fixture's company with its admin.
pub struct Desk<'s> {
    pub store: &'s dyn Store,
    pub admin: UserActor,
}

/// What a tablet holds: cursors and records.
#[derive(Default)]
pub struct Mirror {
    pub cursors: Vec<Cursor>,
    pub records: BTreeMap<(FeedId, RecordKind, Id), (u64, serde_json::Value)>,
}

impl<'s> Desk<'s> {
    pub async fn open(store: &'s dyn Store) -> Self {
        store.seed(COMPANY, company(), now()).await.unwrap();
        let admin = sign_in(store, COMPANY, Role::Admin, 1).await;
        Desk { store, admin }
    }

    /// A tablet of the technician, enrolled by an invite.
    pub async fn tablet(&self, technician: usize) -> TabletActor {
        self.enrol(technician, 100, None).await.unwrap().tablet
    }

    /// Enrols a tablet for the technician, as one that had another name before or as a new one.
    pub async fn enrol(&self, technician: usize, number: u8, follows: Option<Follows>) -> StoreResult<Enrolled> {
        let number = u8::try_from(technician).unwrap() + number;
        let hash = [number; 32];
        let invite = NewInvite {
            id: id(500 + u128::from(number)),
            secret_hash: hash,
            technician_id: TECHNICIAN[technician],
            expires_at: now() + SignedDuration::from_mins(10),
        };
        self.store.create_invite(&self.admin, invite, now()).await.unwrap();
        self.store.enrol(COMPANY, hash, NewTablet { follows, ..new_tablet(number) }, now()).await
    }

    pub async fn push(&self, tablet: &TabletActor, operations: Vec<Operation>) -> Vec<OperationResult> {
        self.store.push(tablet, operations, now()).await.unwrap().results
    }

    /// Pulls until there is no more.
    pub async fn pull(&self, tablet: &TabletActor, mirror: &mut Mirror) {
        loop {
            let pulled = self.store.pull(tablet, mirror.cursors.clone()).await.unwrap();
            let is_whole = pulled.pages.iter().all(|page| page.to == page.head);
            for page in pulled.pages {
                mirror.take(page);
            }
            if is_whole {
                return;
            }
        }
    }

    /// A record as a tablet holds it.
    pub async fn held<T: Recorded>(&self, tablet: &TabletActor, id: Id) -> Option<T> {
        let mut mirror = Mirror::default();
        self.pull(tablet, &mut mirror).await;
        mirror.get(id)
    }

    /// Codes of the open notices.
    pub async fn notices(&self) -> Vec<String> {
        self.store.notices(&self.admin).await.unwrap().into_iter().map(|notice| notice.code).collect()
    }

    /// Gives a job to a technician whatever its revision.
    pub async fn assign(&self, job: Id, technician: usize) {
        let rev = self.store.job(&self.admin, job).await.unwrap().rev;
        self.store.assign(&self.admin, job, rev, TECHNICIAN[technician], None, None, now()).await.unwrap();
    }
}

impl Mirror {
    pub fn get<T: Recorded>(&self, id: Id) -> Option<T> {
        let found = self.records.iter().find(|((_, kind, known), _)| *kind == T::KIND && *known == id);
        found.map(|(_, (_, body))| serde_json::from_value(body.clone()).unwrap())
    }

    pub fn count(&self, kind: RecordKind) -> usize {
        self.records.keys().filter(|(_, known, _)| *known == kind).count()
    }

    /// Takes in a page; it must follow on the cursor, be dense, and end with the digest of what is held then.
    fn take(&mut self, page: feltbok_protocol::feed::FeedPage) {
        let mut last = page.from;
        for change in page.changes {
            assert!(change.seq > last && change.seq <= page.to, "seq {} after {last} in {}", change.seq, page.feed);
            last = change.seq;
            let key = (page.feed.clone(), change.kind, change.id);
            match change.body {
                Some(body) => self.records.insert(key, (change.rev, body.value())),
                None => self.records.remove(&key),
            };
        }
        self.cursors.retain(|cursor| cursor.feed != page.feed);
        self.cursors.push(Cursor { feed: page.feed.clone(), seq: page.to });
        if let Some(digest) = page.digest {
            let mut held = FeedDigest::default();
            for ((_, kind, id), (rev, _)) in self.records.iter().filter(|((feed, ..), _)| *feed == page.feed) {
                held.toggle(*kind, *id, *rev);
            }
            assert_eq!(held.to_hex(), digest, "digest of {}", page.feed);
        }
    }
}

/// A new user of the role, signed in.
pub async fn sign_in(store: &dyn Store, company: Id, role: Role, number: u8) -> UserActor {
    let email = format!("user{number}.{company}@example.org");
    let user = NewUser {
        id: id(600 + u128::from(number)),
        email: email.clone(),
        name: format!("User {number}"),
        role,
        password_hash: "not looked at here".into(),
    };
    store.create_user(company, user, now()).await.unwrap();
    let credential = store.credentials(&email).await.unwrap().remove(0);
    let expires_at = now() + SignedDuration::from_hours(1);
    store.open_session(&credential, [number; 32], now(), expires_at).await.unwrap()
}

pub fn new_tablet(number: u8) -> NewTablet {
    NewTablet {
        tablet_id: id(700 + u128::from(number)),
        name: "Tablet".into(),
        token_hash: [number; 32],
        auth_key: "key".into(),
        document_key: "key".into(),
        app_version: "0.1.0".into(),
        follows: None,
    }
}
