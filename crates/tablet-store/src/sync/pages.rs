//! Pages: changes of a feed go in with its cursor and digest, all or nothing.

use std::collections::BTreeSet;

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    digest::FeedDigest,
    feed::{Body, Change, FeedId, FeedPage},
    record::RecordKind,
};
use feltbok_sync::{PageOutcome, integrate};
use rusqlite::{Connection, OptionalExtension, params};

use super::push;
use crate::{
    error::StoreError,
    ids,
    part_index::{self, Words},
    record,
    work::outbox,
};

/// The outcome of a page that changes nothing here, so that a sync without news writes nothing.
pub(super) fn nothing_new(connection: &Connection, page: &FeedPage) -> Result<Option<PageOutcome>, StoreError> {
    if !page.changes.is_empty() || page.from != page.to || page.to != page.head {
        return Ok(None);
    }
    if !answered(connection, &page.feed)?.is_empty() {
        return Ok(None);
    }
    let sql = "SELECT digest FROM feed WHERE feed = ?1 AND cursor = ?2 AND head = ?2 AND complete = 1
               AND NOT EXISTS (SELECT 1 FROM fill WHERE fill.feed = feed.feed)";
    let known: Option<String> = connection
        .prepare_cached(sql)?
        .query_row(params![page.feed.to_string(), page.head.cast_signed()], |row| row.get(0))
        .optional()?;
    Ok(known.map(|digest| match &page.digest {
        Some(theirs) if *theirs != digest => PageOutcome::DigestDiffers,
        _ => PageOutcome::Applied,
    }))
}

pub(super) fn apply(tx: &Connection, page: &FeedPage) -> Result<PageOutcome, StoreError> {
    let name = page.feed.to_string();
    let Some((cursor, digest)) = state(tx, &name)? else { return Ok(PageOutcome::Stale) };
    if is_filling(tx, &name)? {
        return Ok(PageOutcome::Stale);
    }
    if cursor != page.from {
        // A head behind our cursor: the feed was made anew on the server.
        return Ok(if page.head < cursor { PageOutcome::DigestDiffers } else { PageOutcome::Stale });
    }
    let digest = apply_changes(tx, &page.feed, &page.changes, Held::Some, digest)?;
    let at_head = page.to == page.head;
    tx.prepare_cached(
        "UPDATE feed SET cursor = ?2, head = ?3, digest = ?4, complete = complete OR ?5 WHERE feed = ?1",
    )?
    .execute(params![name, page.to.cast_signed(), page.head.cast_signed(), digest.to_hex(), at_head])?;
    if at_head {
        reached_head(tx, &page.feed)?;
        if page.digest.as_ref().is_some_and(|theirs| *theirs != digest.to_hex()) {
            return Ok(PageOutcome::DigestDiffers);
        }
    }
    Ok(PageOutcome::Applied)
}

/// From so many parts on, their words are read beside storing them.
const APART_FROM: usize = 100;

/// Whether records of the changes may be in the feed already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    Some,
    /// A fill: nothing was in the feed when it began, and a snapshot has each record once. Otherwise the digest differs.
    None,
}

/// Applies changes of a feed; gives its digest afterwards.
pub(super) fn apply_changes(
    tx: &Connection,
    feed: &FeedId,
    changes: &[Change],
    held: Held,
    mut digest: FeedDigest,
) -> Result<FeedDigest, StoreError> {
    let (parts, words) = std::thread::scope(|scope| {
        // Reading parts for their words takes about as long as storing them.
        let reader = (parts(changes).count() >= APART_FROM).then(|| scope.spawn(|| words(changes)));
        let stored = store_changes(tx, feed, changes, held, &mut digest)?;
        let words = match reader.map(std::thread::ScopedJoinHandle::join) {
            Some(Ok(words)) => words,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => words(changes),
        };
        Ok::<_, StoreError>((stored, words))
    })?;
    for (n, words) in parts.into_iter().zip(words) {
        if let Some(words) = words {
            part_index::put_words(tx, n, &words)?;
        }
    }
    Ok(digest)
}

fn parts(changes: &[Change]) -> impl Iterator<Item = &Body> {
    changes.iter().filter(|change| change.kind == RecordKind::Part).filter_map(|change| change.body.as_ref())
}

fn words(changes: &[Change]) -> Vec<Option<Words>> {
    parts(changes).map(|body| Words::of(body.text())).collect()
}

/// Stores changes; gives the rows of the parts among them, in order.
fn store_changes(
    tx: &Connection,
    feed: &FeedId,
    changes: &[Change],
    held: Held,
    digest: &mut FeedDigest,
) -> Result<Vec<i64>, StoreError> {
    let name = feed.to_string();
    let mut parts = Vec::new();
    for change in changes {
        match &change.body {
            Some(body) => {
                let n = put(tx, &name, change, body, held, digest)?;
                parts.extend((change.kind == RecordKind::Part).then_some(n));
            }
            None => take_out(tx, change, digest)?,
        }
        if is_edited(tx, change)? {
            for kind in kinds_of(change.kind) {
                push::mark_shown(tx, kind, change.id, change.rev)?;
            }
            record::refresh(tx, change.kind, change.id)?;
        }
    }
    Ok(parts)
}

/// Stores a change; gives its row.
fn put(
    tx: &Connection,
    feed: &str,
    change: &Change,
    body: &Body,
    held: Held,
    digest: &mut FeedDigest,
) -> Result<i64, StoreError> {
    let (kind, id, rev) = (change.kind.as_str(), change.id.to_string(), change.rev.cast_signed());
    if held == Held::Some {
        take_from_digest(tx, change, digest)?;
    }
    digest.toggle(change.kind, change.id, change.rev);
    let fresh = tx
        .prepare_cached(
            "INSERT INTO record (kind, id, feed, in_feed, rev, server_body) VALUES (?1, ?2, ?3, 1, ?4, ?5)
             ON CONFLICT (kind, id) DO NOTHING",
        )?
        .execute(params![kind, id, feed, rev, body.text()])?;
    if fresh == 1 {
        return Ok(tx.last_insert_rowid());
    }
    Ok(tx
        .prepare_cached(
            "UPDATE record SET feed = ?3, in_feed = 1, gone = 0, rev = ?4, server_body = ?5
             WHERE kind = ?1 AND id = ?2 RETURNING n",
        )?
        .query_row(params![kind, id, feed, rev, body.text()], |row| row.get(0))?)
}

fn take_out(tx: &Connection, change: &Change, digest: &mut FeedDigest) -> Result<(), StoreError> {
    take_from_digest(tx, change, digest)?;
    tx.prepare_cached("UPDATE record SET in_feed = 0, gone = 1 WHERE kind = ?1 AND id = ?2")?
        .execute(params![change.kind.as_str(), change.id.to_string()])?;
    Ok(())
}

/// Takes the version that the feed held until now out of its digest.
fn take_from_digest(tx: &Connection, change: &Change, digest: &mut FeedDigest) -> Result<(), StoreError> {
    let rev: Option<i64> = tx
        .prepare_cached("SELECT rev FROM record WHERE kind = ?1 AND id = ?2 AND in_feed = 1")?
        .query_row(params![change.kind.as_str(), change.id.to_string()], |row| row.get(0))
        .optional()?;
    if let Some(rev) = rev {
        digest.toggle(change.kind, change.id, rev.unsigned_abs());
    }
    Ok(())
}

/// The whole feed was seen: what is not in it has left it (R10).
pub(super) fn mark_left(tx: &Connection, feed: &FeedId) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE record SET gone = 1 WHERE feed = ?1 AND in_feed = 0 AND gone = 0")?
        .execute([feed.to_string()])?;
    Ok(())
}

/// The newest was seen too: acknowledged operations are in the feed now or never will be.
fn reached_head(tx: &Connection, feed: &FeedId) -> Result<(), StoreError> {
    mark_left(tx, feed)?;
    let mut records = BTreeSet::new();
    for (n, kind, entity) in answered(tx, feed)? {
        tx.prepare_cached("UPDATE operation SET shown = 1 WHERE n = ?1")?.execute([n])?;
        records.insert((kind, entity));
    }
    for (kind, entity) in records {
        outbox::refresh_target(tx, &kind, entity)?;
    }
    Ok(())
}

/// Acknowledged operations that this feed will show and has not shown yet: row, kind, record.
fn answered(connection: &Connection, feed: &FeedId) -> Result<Vec<(i64, String, Id)>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT n, kind, entity FROM operation WHERE state = 'acknowledged' AND shown = 0")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, ids::id(row, 2)?)))?;
    let mut found: Vec<(i64, String, Id)> = rows.collect::<Result<_, _>>()?;
    found.retain(|(_, kind, _)| integrate::target_of_kind(kind).is_some_and(|target| feed.carries(target)));
    Ok(found)
}

/// Whether there are edits of the record that the server's version may not show yet. Most kinds are never edited here.
fn is_edited(tx: &Connection, change: &Change) -> Result<bool, StoreError> {
    if kinds_of(change.kind).next().is_none() {
        return Ok(false);
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM operation WHERE entity = ?1 AND shown = 0)";
    Ok(tx.prepare_cached(sql)?.query_row([change.id.to_string()], |row| row.get(0))?)
}

/// The kinds of operations that change a kind of record.
fn kinds_of(kind: RecordKind) -> impl Iterator<Item = &'static str> {
    ["visit", "job", "contact", "equipment_draft"]
        .into_iter()
        .filter(move |word| integrate::target_of_kind(word) == Some(kind))
}

fn state(tx: &Connection, feed: &str) -> Result<Option<(u64, FeedDigest)>, StoreError> {
    let found: Option<(i64, String)> = tx
        .prepare_cached("SELECT cursor, digest FROM feed WHERE feed = ?1")?
        .query_row([feed], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(cursor, digest)| (cursor.unsigned_abs(), FeedDigest::from_hex(&digest).unwrap_or_default())))
}

fn is_filling(tx: &Connection, feed: &str) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM fill WHERE feed = ?1)";
    Ok(tx.prepare_cached(sql)?.query_row([feed], |row| row.get(0))?)
}

/// The running digest of a feed, for filling it.
pub(super) fn digest(tx: &Connection, feed: &str) -> Result<FeedDigest, StoreError> {
    Ok(state(tx, feed)?.map(|(_, digest)| digest).unwrap_or_default())
}
