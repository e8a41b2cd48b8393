//! An office that has given its tablet for lost, on a port of this machine: it refuses everything but `/v1/lost`.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use ed25519_dalek::SigningKey;
use feltbok_protocol::{
    auth,
    lost::{Erased, ErasedReply, LostOrder},
    wire_error::{WireError, code},
};
use p256::elliptic_curve::sec1::ToEncodedPoint;
use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use super::{house::evidence_key, records::start};

/// What the office does and has heard.
pub struct Desk {
    /// Signs the answers; without it they are nobody's.
    pub key: Option<SigningKey>,
    pub withdrawn: bool,
    /// Parts that it takes before the line breaks.
    pub takes: usize,
    pub orders: usize,
    pub parts: BTreeMap<String, Vec<u8>>,
    pub puts: usize,
    pub erased: Option<Erased>,
}

pub struct Office {
    pub url: String,
    pub desk: Arc<Mutex<Desk>>,
    listening: JoinHandle<()>,
}

impl Drop for Office {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Office {
    pub async fn open(key: Option<SigningKey>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let parts = BTreeMap::new();
        let desk = Desk { key, withdrawn: false, takes: usize::MAX, orders: 0, parts, puts: 0, erased: None };
        let desk = Arc::new(Mutex::new(desk));
        let at_desk = desk.clone();
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = answer(stream, &at_desk).await;
            }
        });
        Office { url, desk, listening }
    }

    pub fn desk(&self) -> std::sync::MutexGuard<'_, Desk> {
        self.desk.lock().unwrap()
    }
}

async fn answer(mut stream: TcpStream, desk: &Mutex<Desk>) -> std::io::Result<()> {
    let mut request = Vec::new();
    let end = loop {
        if let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    };
    let head = String::from_utf8_lossy(&request[..end]).into_owned();
    let field = |name: &str| {
        let line =
            head.lines().find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)));
        line.map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    let length = field("content-length").parse().unwrap_or(0);
    while request.len() < end + length {
        stream.read_buf(&mut request).await?;
    }
    let Some((status, body)) = desk.lock().unwrap().judge(&head, &request[end..]) else { return Ok(()) };
    let signature = desk.lock().unwrap().key.as_ref().map(|key| {
        let canonical = auth::canonical_response(&field(auth::NONCE), status, &body);
        format!("{}: {}\r\n", auth::SERVER_SIGNATURE, auth::sign(key, &canonical))
    });
    let head = format!(
        "HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {}\r\n{}\r\n",
        body.len(),
        signature.unwrap_or_default()
    );
    stream.write_all(&[head.as_bytes(), &body].concat()).await
}

impl Desk {
    /// Status and body; `None` when the line breaks.
    fn judge(&mut self, head: &str, body: &[u8]) -> Option<(u16, Vec<u8>)> {
        let mut words = head.split(' ');
        let (method, path) = (words.next()?, words.next()?);
        let refused = |status, code: &str| {
            let error = WireError { code: code.into(), message: String::new() };
            Some((status, serde_json::to_vec(&error).unwrap()))
        };
        match (method, path) {
            (_, path) if !path.starts_with("/v1/lost") => refused(401, code::TABLET_LOST),
            _ if self.withdrawn => refused(404, code::NOT_FOUND),
            ("GET", "/v1/lost") => {
                self.orders += 1;
                let point = evidence_key().public_key().to_encoded_point(false);
                let order = LostOrder { lost_at: start(), seal_to: BASE64URL_NOPAD.encode(point.as_bytes()) };
                Some((200, serde_json::to_vec(&order).unwrap()))
            }
            ("PUT", path) => {
                if self.puts >= self.takes {
                    return None;
                }
                self.puts += 1;
                let name = HEXLOWER.encode(&Sha256::digest(body));
                assert_eq!(path, format!("/v1/lost/parts/{name}"));
                self.parts.insert(name, body.to_vec());
                Some((204, Vec::new()))
            }
            _ => {
                let erased: Erased = serde_json::from_slice(body).unwrap();
                let missing = erased.parts.iter().filter(|part| !self.parts.contains_key(*part)).cloned().collect();
                self.erased = Some(erased);
                Some((200, serde_json::to_vec(&ErasedReply { missing }).unwrap()))
            }
        }
    }
}
