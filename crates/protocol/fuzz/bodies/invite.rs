//! A code that somebody holds up to a tablet, and the text that a stranger sends to the server.
//!
//! Whoever makes a code may sign it by a key of his own: what counts is where a tablet would go then.

use std::net::IpAddr;

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::SigningKey;
use feltbok_protocol::invite::{Invite, InviteError};
use jiff::Timestamp;
use url::{Host, Url};

pub fn check(text: &str) {
    let now = Timestamp::UNIX_EPOCH;
    let _ = Invite::open(text, now);
    let Ok(mut invite) = serde_json::from_str::<Invite>(text) else { return };
    let key = SigningKey::from_bytes(&[1; 32]);
    invite.server_key = BASE64URL_NOPAD.encode(key.verifying_key().as_bytes());
    match Invite::open(&invite.seal(&key), now) {
        Ok(opened) => {
            assert_eq!(opened, invite);
            assert!(invite.expires_at > now && leads_where_it_may(&invite.url), "{}", invite.url);
        }
        Err(InviteError::Expired(at)) => assert!(at <= now),
        Err(InviteError::UnsafeAddress(url)) => assert_eq!(url, invite.url),
        Err(error) => panic!("an invite that was just made: {error}"),
    }
}

/// By the reader of addresses that goes there.
fn leads_where_it_may(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return url.starts_with("https://") };
    match url.host() {
        _ if url.scheme() == "https" => true,
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}
