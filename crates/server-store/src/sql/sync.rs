//! Push, pull and snapshots.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use feltbok_domain::ids::Id;
use feltbok_protocol::{
    PULL_CHANGES_MAX,
    feed::{Body, Change, Cursor, FeedId, FeedPage},
    operation::Operation,
    record::RecordKind,
    snapshot::Manifest,
};
use jiff::Timestamp;

use super::{Database, Engine, SqlRows, SqlStore, identity::epoch_of, params, value::ToValue};
use crate::{
    StoreError, StoreResult, TabletActor,
    api::{FeedContent, IdentityStore, Moved, Pulled, Pushed, SyncStore},
    rows::{FeedHead, FeedRows, ResultRows},
    work::{Author, Received, Work},
};

#[async_trait]
impl<E: Engine> SyncStore for SqlStore<E> {
    async fn push(&self, tablet: &TabletActor, operations: Vec<Operation>, at: Timestamp) -> StoreResult<Pushed> {
        let author = Author { kind: "tablet", id: tablet.technician_id, name: tablet.technician_name.clone() };
        let actor = tablet.clone();
        let received = Received::all(operations);
        let work = move |work: &mut Work<'_>| work.push(&actor, &received);
        let ((epoch, last_dev_seq, results), moved) = self.work(tablet.company_id, author, at, work).await?;
        Ok(Pushed { epoch, last_dev_seq, results, company_id: tablet.company_id, moved })
    }

    async fn pull(&self, tablet: &TabletActor, cursors: Vec<Cursor>) -> StoreResult<Pulled> {
        let tablet = tablet.clone();
        self.read(tablet.company_id, move |tx| {
            let (epoch, last_dev_seq) = SqlRows::new(tx, tablet.company_id).stands_at(&tablet)?;
            let mut heads = heads_of(tx, &tablet)?;
            let mut room = PULL_CHANGES_MAX;
            let mut pages = Vec::new();
            for feed in tablet.feeds() {
                let from = cursors.iter().find(|cursor| cursor.feed == feed).map_or(0, |cursor| cursor.seq);
                let known = heads.remove(&feed);
                let page = page(tx, tablet.company_id, feed, known, from, room)?;
                room -= page.changes.len();
                pages.push(page);
            }
            Ok(Pulled { epoch, last_dev_seq, pages, missing_files: missing_files(tx, &tablet)? })
        })
        .await
    }

    async fn heads(&self, tablet: &TabletActor) -> StoreResult<Moved> {
        let tablet = tablet.clone();
        self.read(tablet.company_id, move |tx| {
            // Whoever was shut out meanwhile does not begin to listen.
            SqlRows::new(tx, tablet.company_id).stands_at(&tablet)?;
            let known = heads_of(tx, &tablet)?;
            let head = |feed: FeedId| {
                let head = known.get(&feed).map_or(0, |known| known.head);
                (feed, head)
            };
            Ok(tablet.feeds().into_iter().map(head).collect())
        })
        .await
    }

    async fn snapshot(&self, tablet: &TabletActor, feed: &FeedId) -> StoreResult<Option<Manifest>> {
        let (company_id, feed) = granted(tablet, feed)?;
        self.read(company_id, move |tx| {
            let head = SqlRows::new(tx, company_id).feed_head(&feed)?.map_or(0, |known| known.head);
            let kept = kept_manifest(tx, company_id, &feed)?;
            let epoch = epoch_of(tx, company_id)?;
            Ok(kept.filter(|manifest| manifest.seq == head && manifest.epoch == epoch))
        })
        .await
    }

    async fn feed_content(&self, tablet: &TabletActor, feed: &FeedId) -> StoreResult<FeedContent> {
        let (company_id, feed) = granted(tablet, feed)?;
        self.read(company_id, move |tx| {
            let head = SqlRows::new(tx, company_id).feed_head(&feed)?;
            let (seq, digest) = head.map_or((0, None), |known| (known.head, Some(known.digest)));
            Ok(FeedContent {
                epoch: epoch_of(tx, company_id)?,
                seq,
                digest: digest.unwrap_or_else(|| feltbok_protocol::digest::FeedDigest::default().to_hex()),
                changes: whole(tx, company_id, &feed)?,
            })
        })
        .await
    }

    async fn keep_snapshot(&self, tablet: &TabletActor, manifest: Manifest) -> StoreResult<()> {
        let (company_id, feed) = granted(tablet, &manifest.feed)?;
        self.write(company_id, move |tx| {
            let json = serde_json::to_string(&manifest).expect("a manifest holds only text and numbers");
            tx.execute(
                "INSERT INTO snapshot (company_id, feed, seq, manifest) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (company_id, feed) DO UPDATE SET seq = excluded.seq, manifest = excluded.manifest",
                params![company_id, feed.to_string(), manifest.seq, json],
            )?;
            Ok(())
        })
        .await
    }

    async fn has_chunk(&self, tablet: &TabletActor, feed: &FeedId, sha256: &str) -> StoreResult<bool> {
        let (company_id, feed) = granted(tablet, feed)?;
        let sha256 = sha256.to_owned();
        self.read(company_id, move |tx| {
            let kept = kept_manifest(tx, company_id, &feed)?;
            Ok(kept.is_some_and(|manifest| manifest.chunks.iter().any(|chunk| chunk.sha256 == sha256)))
        })
        .await
    }

    async fn sweep(&self, at: Timestamp) -> StoreResult<Vec<(Id, Moved)>> {
        let mut swept = Vec::new();
        for (company_id, _) in self.companies().await? {
            let author = Author { kind: "system", id: company_id, name: "Feltbok".to_owned() };
            let ((), moved) = self.work(company_id, author, at, |work| work.touch_ended()).await?;
            swept.push((company_id, moved));
        }
        Ok(swept)
    }

    async fn renew_epoch(&self, company_id: Id, epoch: Id, at: Timestamp) -> StoreResult<()> {
        self.write(company_id, move |tx| {
            tx.execute(
                "INSERT INTO epoch (company_id, epoch, since_ms) VALUES (?1, ?2, ?3)
                     ON CONFLICT (company_id) DO UPDATE SET epoch = excluded.epoch, since_ms = excluded.since_ms",
                params![company_id, epoch, at.as_millisecond()],
            )?;
            tx.execute(
                "INSERT INTO counter (company_id, series, last) VALUES (?1, 'tablet', ?2)
                     ON CONFLICT (company_id, series) DO UPDATE SET last = counter.last + excluded.last",
                params![company_id, CODES_PASSED_OVER],
            )?;
            Ok(())
        })
        .await
    }
}

/// Tablets that were enrolled after the backup have codes, and work orders under them, that the restored server does not
/// know: what it enrols starts beyond (R30, no number twice).
const CODES_PASSED_OVER: u64 = 100;

/// The company and the feed, if the tablet may read it. Errors: `NotFound`.
fn granted(tablet: &TabletActor, feed: &FeedId) -> StoreResult<(Id, FeedId)> {
    if tablet.may_read(feed) { Ok((tablet.company_id, feed.clone())) } else { Err(StoreError::NotFound) }
}

/// The heads of the tablet's feeds, in one statement; a feed that nothing was ever put into is left out.
fn heads_of(tx: &dyn Database, tablet: &TabletActor) -> StoreResult<HashMap<FeedId, FeedHead>> {
    let feeds = tablet.feeds();
    let holes: Vec<String> = (0..feeds.len()).map(|index| format!("?{}", index + 2)).collect();
    let sql = format!("SELECT feed, head, digest FROM feed WHERE company_id = ?1 AND feed IN ({})", holes.join(", "));
    let mut values = vec![tablet.company_id.to_value()];
    values.extend(feeds.iter().map(|feed| feed.to_string().to_value()));
    let rows = tx.collect(&sql, &values, |row| {
        let feed: String = row.get(0)?;
        Ok((feed, FeedHead { head: row.get(1)?, digest: row.get(2)? }))
    })?;
    Ok(rows.into_iter().filter_map(|(feed, head)| Some((feed.parse().ok()?, head))).collect())
}

/// The changes of one feed after `from`; a cursor beyond the head belongs to another life of the feed and starts anew.
fn page(
    tx: &dyn Database,
    company_id: Id,
    feed: FeedId,
    known: Option<FeedHead>,
    from: u64,
    room: usize,
) -> StoreResult<FeedPage> {
    let head = known.as_ref().map_or(0, |known| known.head);
    let from = if from > head { 0 } else { from };
    let changes = if from == head { Vec::new() } else { changes(tx, company_id, &feed, from, room)? };
    let is_whole = changes.len() < room || changes.last().is_some_and(|last| last.seq == head) || from == head;
    let to = if is_whole { head } else { changes.last().map_or(from, |last| last.seq) };
    let digest = if to == head { known.map(|known| known.digest) } else { None };
    Ok(FeedPage { feed, from, to, head, changes, digest })
}

/// Everything that a feed holds now, in order: row beside row, for there may be very many.
fn whole(tx: &dyn Database, company_id: Id, feed: &FeedId) -> StoreResult<Vec<Change>> {
    let mut changes = Vec::new();
    for kind in RecordKind::ALL.into_iter().filter(|kind| feed.carries(*kind)) {
        let table = kind.as_str();
        let sql = format!(
            "SELECT i.record_id, i.seq, i.rev, r.body
             FROM feed_item AS i LEFT JOIN {table} AS r ON r.company_id = i.company_id AND r.id = i.record_id
             WHERE i.company_id = ?1 AND i.feed = ?2 AND i.kind = ?3 AND i.gone = 0"
        );
        changes.extend(tx.collect(&sql, params![company_id, feed.to_string(), table], |row| {
            change(kind, row.get(0)?, row.get(1)?, row.get(2)?, Some(row.get(3)?))
        })?);
    }
    changes.sort_unstable_by_key(|change| change.seq);
    Ok(changes)
}

/// The change of one item; `text` is `None` for what has left, and holds nothing for a record that is not there.
fn change(kind: RecordKind, id: Id, seq: u64, rev: u64, text: Option<Option<String>>) -> StoreResult<Change> {
    let corrupt = |why: &str| StoreError::Corrupt { what: format!("{kind:?} {id}"), why: why.to_owned() };
    let text = text.map(|text| text.ok_or_else(|| corrupt("a feed names it, but it is not there"))).transpose()?;
    let body = text.map(Body::from_text).transpose().map_err(|error| corrupt(&error.to_string()))?;
    Ok(Change { seq, kind, id, rev, body })
}

/// Changes in order, at most `room`. Who reads from the start holds nothing, and is not told what has left.
fn changes(tx: &dyn Database, company_id: Id, feed: &FeedId, from: u64, room: usize) -> StoreResult<Vec<Change>> {
    let limit = i64::try_from(room).unwrap_or(i64::MAX);
    let items: Vec<(RecordKind, Id, u64, u64, bool)> = tx.collect(
        "SELECT kind, record_id, seq, rev, gone FROM feed_item
         WHERE company_id = ?1 AND feed = ?2 AND seq > ?3 AND (?3 > 0 OR gone = 0) ORDER BY seq LIMIT ?4",
        params![company_id, feed.to_string(), from, limit],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    let mut bodies = bodies(tx, company_id, feed, from, &items)?;
    let with_body = |(kind, id, seq, rev, gone): (_, _, _, _, bool)| {
        let text = bodies.remove(&(kind, id));
        change(kind, id, seq, rev, (!gone).then_some(text))
    };
    items.into_iter().map(with_body).collect()
}

/// The records of a stretch of a feed: one statement a kind, however many they are.
fn bodies(
    tx: &dyn Database,
    company_id: Id,
    feed: &FeedId,
    from: u64,
    items: &[(RecordKind, Id, u64, u64, bool)],
) -> StoreResult<HashMap<(RecordKind, Id), String>> {
    let to = items.last().map_or(from, |(_, _, seq, ..)| *seq);
    let kinds: BTreeSet<RecordKind> = items.iter().filter(|(.., gone)| !gone).map(|(kind, ..)| *kind).collect();
    let mut bodies = HashMap::with_capacity(items.len());
    for kind in kinds {
        let table = kind.as_str();
        let sql = format!(
            "SELECT r.id, r.body FROM feed_item AS i JOIN {table} AS r ON r.company_id = i.company_id AND r.id = i.record_id
             WHERE i.company_id = ?1 AND i.feed = ?2 AND i.kind = ?3 AND i.seq > ?4 AND i.seq <= ?5 AND i.gone = 0"
        );
        let values = params![company_id, feed.to_string(), table, from, to];
        bodies.extend(tx.collect(&sql, values, |row| Ok(((kind, row.get(0)?), row.get(1)?)))?);
    }
    Ok(bodies)
}

fn missing_files(tx: &dyn Database, tablet: &TabletActor) -> StoreResult<Vec<String>> {
    let sql =
        "SELECT DISTINCT sha256 FROM file_ref WHERE company_id = ?1 AND tablet_id = ?2 AND stored = 0 ORDER BY sha256";
    tx.collect(sql, params![tablet.company_id, tablet.tablet_id], |row| row.get(0))
}

fn kept_manifest(tx: &dyn Database, company_id: Id, feed: &FeedId) -> StoreResult<Option<Manifest>> {
    let sql = "SELECT manifest FROM snapshot WHERE company_id = ?1 AND feed = ?2";
    let json: Option<String> = tx.first(sql, params![company_id, feed.to_string()], |row| row.get(0))?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}
