//! `GET /v1/poke`: the server says that a feed has something new, and nothing more.

use std::time::Duration;

use feltbok_protocol::sync::Poke;
use feltbok_sync::Failure;

use super::Client;

/// Longer silence means a dead connection: the server sends a comment every 15 s.
const SILENCE_MAX: Duration = Duration::from_secs(45);
/// One event at most; anything longer is not ours.
const EVENT_MAX: usize = 4096;

/// Listens until the stream ends; `on_poke` is called for the opening and for every poke.
pub async fn listen(client: &Client, mut on_poke: impl FnMut(Option<Poke>)) -> Failure {
    let mut response = match client.open("/v1/poke").await {
        Ok(response) => response,
        Err(failure) => return failure,
    };
    on_poke(None);
    let mut unread = Vec::new();
    loop {
        let piece = match tokio::time::timeout(SILENCE_MAX, response.chunk()).await {
            Err(_) => return Failure::TimedOut,
            Ok(Err(_) | Ok(None)) => return Failure::Unreachable,
            Ok(Ok(Some(piece))) => piece,
        };
        unread.extend_from_slice(&piece);
        while let Some(end) = unread.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = unread.drain(..=end).collect();
            if let Some(poke) = poke_of(&line) {
                on_poke(Some(poke));
            }
        }
        if unread.len() > EVENT_MAX {
            return Failure::Unreadable("an event without an end".to_owned());
        }
    }
}

/// The poke in a `data:` line; comments and other fields say nothing.
fn poke_of(line: &[u8]) -> Option<Poke> {
    let data = line.strip_prefix(b"data:")?;
    serde_json::from_slice(data.trim_ascii()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strange_lines_are_no_pokes() {
        assert!(poke_of(b": keep alive\n").is_none());
        assert!(poke_of(b"data: {\"price\": 1}\n").is_none());
        assert_eq!(poke_of(b"data: {\"feed\":\"company\",\"head\":7}\r\n").unwrap().head, 7);
    }
}
