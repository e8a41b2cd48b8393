//! Cursors, feeds and whole sync requests: read or refused; a feed's name says the same when it is written again.

use feltbok_protocol::{feed::FeedId, sync::SyncRequest};

pub fn check(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(feed) = text.parse::<FeedId>()
    {
        assert_eq!(feed.to_string().parse::<FeedId>().ok(), Some(feed));
    }
    let Ok(request) = serde_json::from_slice::<SyncRequest>(bytes) else { return };
    let written = serde_json::to_vec(&request).unwrap();
    assert_eq!(serde_json::from_slice::<SyncRequest>(&written).unwrap(), request);
}
