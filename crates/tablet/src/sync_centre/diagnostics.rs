//! Diagnostics for the office: counts, states and versions, no personal data.

use feltbok_sync::Store;
use serde_json::json;

use super::show::storage;
use crate::{
    error::Result,
    tablet::Tablet,
    views::{SavedFile, TabletError},
};

impl Tablet {
    /// Writes a file that says how this tablet stands, without names, addresses or texts.
    ///
    /// Errors: `disk_full`.
    pub fn export_diagnostics(&self) -> Result<SavedFile> {
        let open = self.open()?;
        let position = open.store.position()?;
        let status = open.driver.status()?;
        let storage = open.store.try_read(storage)?;
        let attention: Vec<_> = open
            .store
            .read(|reader| reader.attention())?
            .into_iter()
            .map(|item| json!({ "kind": item.kind, "code": item.code, "at": item.at }))
            .collect();
        let feeds: Vec<_> = position
            .feeds
            .iter()
            .map(|feed| json!({ "feed": feed.feed, "cursor": feed.cursor, "head": feed.head, "complete": feed.complete }))
            .collect();
        let report = json!({
            "app": env!("CARGO_PKG_VERSION"),
            "protocol": feltbok_protocol::PROTOCOL,
            "database": open.database_version()?,
            "tablet": open.enrolment.tablet_code,
            "at": self.now(),
            "sync": status,
            "epoch": position.epoch,
            "acknowledged": position.acknowledged,
            "sent": position.sent,
            "clock_offset_ms": position.clock_offset_ms,
            "feeds": feeds,
            "attention": attention,
            "storage": storage,
            "key_store": self.key_store()?,
        });
        let json = serde_json::to_vec_pretty(&report).map_err(TabletError::internal)?;
        let name = format!("feltbok-{}-{}.json", open.enrolment.tablet_code, self.now().as_second());
        self.save_download(&name, &json)
    }
}
