//! One HTTP exchange: signed by the tablet, its answer signed by the server, both deadlines kept.

use std::{sync::Arc, time::Duration};

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{SigningKey, VerifyingKey};
use feltbok_protocol::{
    auth,
    wire_error::{WireError, code},
};
use feltbok_sync::{Clock, Deadlines, Failure};
use jiff::Timestamp;
use rand_core::{OsRng, RngCore};
use reqwest::{Method, Response, header::HeaderMap};

use super::tls;

/// An answer's body at most, as it comes and unpacked: a page of a feed, a chunk of a snapshot.
const BODY_MAX: usize = 64 * 1024 * 1024;
/// Smaller bodies are not worth compressing.
const PACK_FROM: usize = 1024;
const CONNECT_DEADLINE: Duration = Duration::from_secs(10);

/// Who the tablet is to its server.
#[derive(Clone)]
pub struct Identity {
    pub token: String,
    pub key: SigningKey,
}

/// The way to one server.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    server_key: VerifyingKey,
    identity: Option<Identity>,
    clock: Arc<dyn Clock>,
}

/// What is asked for.
pub(super) struct Ask<'a> {
    pub method: Method,
    /// Path with query, from the root.
    pub path: &'a str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// Compresses the body, and takes a compressed answer.
    pub packed: bool,
    pub deadlines: Deadlines,
}

/// A 2xx answer that bore the server's signature.
pub(super) struct Reply {
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Client {
    /// A client for the server at `base` (`https://host[:port]`), whose answers must bear `server_key`'s signature.
    ///
    /// Errors: `Unreadable` when the TLS pin or the address make no client.
    pub fn new(
        base: &str,
        server_key: VerifyingKey,
        tls_pin: Option<&str>,
        identity: Option<Identity>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Failure> {
        let unusable = |why: String| Failure::Unreadable(why);
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT_DEADLINE)
            // A captive portal redirects; our server never does.
            .redirect(reqwest::redirect::Policy::none());
        if base.starts_with("http://") {
            // Only this machine itself is spoken to without TLS: no proxy stands between.
            builder = builder.no_proxy();
        }
        if let Some(pin) = tls_pin {
            builder = builder.tls_backend_preconfigured(tls::pinned(pin).map_err(unusable)?);
        }
        let http = builder.build().map_err(|error| unusable(error.to_string()))?;
        Ok(Client { http, base: base.trim_end_matches('/').to_owned(), server_key, identity, clock })
    }

    /// Does one exchange within its deadlines.
    pub(super) async fn exchange(&self, ask: Ask<'_>) -> Result<Reply, Failure> {
        let total = ask.deadlines.total;
        tokio::time::timeout(total, self.exchange_in_time(ask)).await.unwrap_or(Err(Failure::TimedOut))
    }

    /// Opens a stream that has no end, such as the pokes; its head is checked like any answer's.
    pub(super) async fn open(&self, path: &str) -> Result<Response, Failure> {
        let (request, nonce) = self.signed(Method::GET, path, &[])?;
        let response = request.header("accept", "text/event-stream").send().await.map_err(|error| no_answer(&error))?;
        self.check_signature(&response, &nonce, &[])?;
        if !response.status().is_success() {
            return Err(Failure::Unreadable(format!("status {}", response.status())));
        }
        Ok(response)
    }

    async fn exchange_in_time(&self, mut ask: Ask<'_>) -> Result<Reply, Failure> {
        let pack = ask.packed && ask.body.len() >= PACK_FROM;
        if pack {
            ask.body = zstd::bulk::compress(&ask.body, 3).map_err(|error| Failure::Unreadable(error.to_string()))?;
        }
        let (mut request, nonce) = self.signed(ask.method, ask.path, &ask.body)?;
        for (name, value) in ask.headers {
            request = request.header(name, value);
        }
        if pack {
            request = request.header("content-encoding", "zstd");
        }
        if ask.packed {
            request = request.header("accept-encoding", "zstd");
        }
        let response = request.body(ask.body).send().await.map_err(|error| no_answer(&error))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let signature = response.headers().get(auth::SERVER_SIGNATURE).is_some();
        if !signature {
            return Err(Failure::NotTheServer);
        }
        let body = read_body(response, ask.deadlines.idle).await?;
        self.check(&headers, status, &nonce, &body)?;
        let body = unpack(&headers, body)?;
        if (200..300).contains(&status) { Ok(Reply { headers, body }) } else { Err(refusal(status, &headers, &body)) }
    }

    fn signed(&self, method: Method, path: &str, body: &[u8]) -> Result<(reqwest::RequestBuilder, String), Failure> {
        let mut bytes = [0_u8; 16];
        OsRng.fill_bytes(&mut bytes);
        let nonce = BASE64URL_NOPAD.encode(&bytes);
        let timestamp = self.clock.now().to_string();
        let mut request = self
            .http
            .request(method.clone(), format!("{}{path}", self.base))
            .header(auth::TIMESTAMP, &timestamp)
            .header(auth::NONCE, &nonce);
        if let Some(identity) = &self.identity {
            let canonical = auth::canonical_request(method.as_str(), path, &timestamp, &nonce, body);
            request =
                request.bearer_auth(&identity.token).header(auth::SIGNATURE, auth::sign(&identity.key, &canonical));
        }
        Ok((request, nonce))
    }

    fn check_signature(&self, response: &Response, nonce: &str, body: &[u8]) -> Result<(), Failure> {
        self.check(response.headers(), response.status().as_u16(), nonce, body)
    }

    /// No signature: something between answered. Another key's: the address is another server's.
    fn check(&self, headers: &HeaderMap, status: u16, nonce: &str, body: &[u8]) -> Result<(), Failure> {
        let signature = text(headers, auth::SERVER_SIGNATURE).ok_or(Failure::NotTheServer)?;
        let canonical = auth::canonical_response(nonce, status, body);
        if auth::verify(&self.server_key, &canonical, signature) { Ok(()) } else { Err(Failure::WrongServer) }
    }
}

async fn read_body(mut response: Response, idle: Duration) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    loop {
        let next = tokio::time::timeout(idle, response.chunk()).await.map_err(|_| Failure::TimedOut)?;
        let Some(piece) = next.map_err(|error| no_answer(&error))? else { return Ok(body) };
        if body.len() + piece.len() > BODY_MAX {
            return Err(Failure::Unreadable("the answer is too large".to_owned()));
        }
        body.extend_from_slice(&piece);
    }
}

fn unpack(headers: &HeaderMap, body: Vec<u8>) -> Result<Vec<u8>, Failure> {
    if text(headers, "content-encoding") != Some("zstd") {
        return Ok(body);
    }
    let announced = zstd::zstd_safe::get_frame_content_size(&body).ok().flatten();
    let room = announced.and_then(|bytes| usize::try_from(bytes).ok()).map_or(BODY_MAX, |bytes| bytes.min(BODY_MAX));
    zstd::bulk::decompress(&body, room).map_err(|error| Failure::Unreadable(error.to_string()))
}

fn refusal(status: u16, headers: &HeaderMap, body: &[u8]) -> Failure {
    let error = serde_json::from_slice::<WireError>(body).unwrap_or_else(|_| WireError {
        code: code::INTERNAL.to_owned(),
        message: format!("The server answered with status {status}."),
    });
    Failure::Refused {
        status,
        error,
        retry_after: text(headers, "retry-after").and_then(|text| text.parse().ok()).map(Duration::from_secs),
        server_time: text(headers, auth::SERVER_TIME).and_then(|text| text.parse::<Timestamp>().ok()),
    }
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// A request that brought no complete answer: too slow, or nobody there.
fn no_answer(error: &reqwest::Error) -> Failure {
    if error.is_timeout() && !error.is_connect() { Failure::TimedOut } else { Failure::Unreachable }
}
