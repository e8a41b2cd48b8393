//! A server over the fixture's company, and a tablet that signs its requests and checks the answers.

use std::sync::{Arc, Mutex};

use data_encoding::{BASE64, BASE64URL_NOPAD};
use ed25519_dalek::SigningKey;
use feltbok_domain::ids::Id;
use feltbok_protocol::{
    PROTOCOL, auth,
    enrol::{EnrolRequest, EnrolResponse},
    feed::Cursor,
    invite::verifying_key,
    operation::Operation,
    sync::{SyncRequest, SyncResponse},
    wire_error::WireError,
};
use feltbok_server::{AppState, Config, FilePlace, Limits, RunningServer, Server, clock::Clock, invite};
use feltbok_server_store::{Role, UserActor, api::NewUser};
use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, Response, StatusCode};

use crate::fixture::{COMPANY, TECHNICIAN, company, id, now};

/// A clock that stands until it is moved.
pub struct SetClock(Mutex<Timestamp>);

impl SetClock {
    pub fn advance(&self, by: SignedDuration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A running server with the fixture's company.
pub struct House {
    pub server: RunningServer,
    pub clock: Arc<SetClock>,
    pub admin: UserActor,
    pub folder: tempfile::TempDir,
}

impl House {
    pub async fn open() -> House {
        Self::open_with(Limits { enrol_per_minute: 1_000, sign_in_per_minute: 1_000, public_per_minute: 1_000 }).await
    }

    pub async fn open_with(limits: Limits) -> House {
        Self::open_stamping(limits, None).await
    }

    /// With a time stamping authority.
    pub async fn open_stamping(limits: Limits, stamping: Option<String>) -> House {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { limits, stamping, ..Config::local(folder.path()) };
        Self::open_as(folder, config).await
    }

    /// With its files somewhere else.
    pub async fn open_in(place: FilePlace) -> House {
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits { enrol_per_minute: 1_000, sign_in_per_minute: 1_000, public_per_minute: 1_000 };
        let config = Config { limits, files: Some(place), ..Config::local(folder.path()) };
        Self::open_as(folder, config).await
    }

    pub async fn open_as(folder: tempfile::TempDir, config: Config) -> House {
        let clock = Arc::new(SetClock(Mutex::new(now())));
        let server = Server::start_with_clock(config, Arc::<SetClock>::clone(&clock)).await.unwrap();
        let store = &server.app().store;
        store.seed(COMPANY, company(), now()).await.unwrap();
        let user = NewUser {
            id: id(601),
            email: "admin@example.org".into(),
            name: "Admin".into(),
            role: Role::Admin,
            password_hash: "not signed in with".into(),
        };
        store.create_user(COMPANY, user, now()).await.unwrap();
        let credential = store.credentials("admin@example.org").await.unwrap().remove(0);
        let until = now() + SignedDuration::from_hours(100);
        let admin = store.open_session(&credential, [1; 32], now(), until).await.unwrap();
        House { server, clock, admin, folder }
    }

    pub fn app(&self) -> &AppState {
        self.server.app()
    }

    pub async fn invite(&self, technician: usize) -> String {
        invite::make(self.app(), &self.admin, TECHNICIAN[technician]).await.unwrap().text
    }

    /// A tablet of the technician, enrolled over HTTP.
    pub async fn tablet(&self, technician: usize) -> Tablet {
        let invite = self.invite(technician).await;
        let key = SigningKey::from_bytes(&[u8::try_from(technician).unwrap() + 1; 32]);
        let mut tablet = Tablet {
            base: self.server.url().to_owned(),
            server_key: self.app().server_key(),
            key,
            document_key: p256::ecdsa::SigningKey::from_slice(&[u8::try_from(technician).unwrap() + 61; 32]).unwrap(),
            chain: Vec::new(),
            token: String::new(),
            id: Id::nil(),
            http: reqwest::Client::new(),
            now: now(),
            nonce: Mutex::new(0),
        };
        let enrolled = tablet.enrol(&invite).await.unwrap();
        tablet.token = enrolled.token;
        tablet.id = enrolled.tablet_id;
        tablet.chain = enrolled.document_chain.iter().map(|text| BASE64.decode(text.as_bytes()).unwrap()).collect();
        tablet
    }
}

/// What a test's tablet needs to speak.
pub struct Tablet {
    pub base: String,
    pub server_key: String,
    pub key: SigningKey,
    /// Signs its work orders.
    pub document_key: p256::ecdsa::SigningKey,
    /// Its certificate and the company's root, DER.
    pub chain: Vec<Vec<u8>>,
    pub token: String,
    pub id: Id,
    pub http: reqwest::Client,
    /// The tablet's own clock.
    pub now: Timestamp,
    nonce: Mutex<u64>,
}

/// A checked answer.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    /// The code of an answer that is no 2xx.
    pub fn code(&self) -> String {
        serde_json::from_slice::<WireError>(&self.body).map(|error| error.code).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Tablet {
    pub fn fresh_nonce(&self) -> String {
        let mut count = self.nonce.lock().unwrap();
        *count += 1;
        format!("nonce-{}-{count}", self.id)
    }

    /// Sends a request and checks the server's signature over the answer.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Reply {
        self.send_with(&self.fresh_nonce(), method, path, headers, body).await
    }

    pub async fn send_with(
        &self,
        nonce: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Reply {
        let response = self.request(nonce, method, path, headers, body).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.unwrap().to_vec();
        let canonical = auth::canonical_response(nonce, status.as_u16(), &body);
        let signature = headers[auth::SERVER_SIGNATURE].to_str().unwrap();
        assert!(
            auth::verify(&verifying_key(&self.server_key).unwrap(), &canonical, signature),
            "{method_path}",
            method_path = path
        );
        Reply { status, headers, body }
    }

    /// The answer as it comes, for streams.
    pub async fn request(
        &self,
        nonce: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Response {
        let timestamp = self.now.to_string();
        let canonical = auth::canonical_request(method.as_str(), path, &timestamp, nonce, &body);
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.token)
            .header(auth::TIMESTAMP, timestamp)
            .header(auth::NONCE, nonce)
            .header(auth::SIGNATURE, auth::sign(&self.key, &canonical));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(body).send().await.unwrap()
    }

    pub async fn enrol(&self, invite: &str) -> Result<EnrolResponse, Reply> {
        let document_key = self.document_key.verifying_key().to_encoded_point(false);
        let request = EnrolRequest {
            protocol: PROTOCOL,
            app_version: "0.1.0".into(),
            invite: invite.into(),
            tablet_name: "Tablet".into(),
            auth_key: BASE64URL_NOPAD.encode(self.key.verifying_key().as_bytes()),
            document_key: BASE64URL_NOPAD.encode(document_key.as_bytes()),
            follows: None,
        };
        let body = serde_json::to_vec(&request).unwrap();
        let reply = self.send(Method::POST, "/v1/enrol", &[("content-type", "application/json")], body).await;
        if reply.status.is_success() { Ok(serde_json::from_slice(&reply.body).unwrap()) } else { Err(reply) }
    }

    pub fn sync_request(&self, cursors: Vec<Cursor>, operations: Vec<Operation>) -> SyncRequest {
        SyncRequest {
            protocol: PROTOCOL,
            app_version: "0.1.0".into(),
            epoch: None,
            device_time: self.now,
            cursors,
            operations,
            backlog: 0,
            push_only: false,
        }
    }

    pub async fn sync(&self, cursors: Vec<Cursor>, operations: Vec<Operation>) -> SyncResponse {
        let body = serde_json::to_vec(&self.sync_request(cursors, operations)).unwrap();
        let reply = self.send(Method::POST, "/v1/sync", &[], body).await;
        assert!(reply.status.is_success(), "{}: {}", reply.status, String::from_utf8_lossy(&reply.body));
        serde_json::from_slice(&reply.body).unwrap()
    }
}
