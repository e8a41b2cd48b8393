//! The sync centre: what waits per job, what needs a person, what the store takes up.

use std::collections::BTreeSet;

use feltbok_domain::ids::Id;
use feltbok_protocol::{PROTOCOL, operation::Outcome, record::RecordKind};
use feltbok_sync::{JobLane, Store};
use feltbok_tablet_store::{
    Reader,
    read::{AttentionItem as Stored, FileState},
};

use crate::{
    driver::job_sync,
    error::Result,
    tablet::{Open, Tablet},
    views::{AttentionItem, AttentionKind, FeedView, FileView, Lane, StorageView, SyncCentre},
};

impl Tablet {
    /// Everything about sync on one screen.
    pub fn sync_centre(&self) -> Result<SyncCentre> {
        let open = self.open()?;
        let (lanes, offline) = (open.driver.lanes()?, open.driver.is_offline());
        let position = open.store.position()?;
        let feeds = position.feeds.iter().map(|feed| FeedView {
            feed: feed.feed.to_string(),
            seq: feed.cursor,
            complete: feed.complete,
        });
        let feeds = feeds.collect();
        let status = open.driver.status()?;
        open.store.try_read(|reader| {
            Ok(SyncCentre {
                status,
                lanes: lane_views(reader, &lanes, offline)?,
                attention: attention(reader)?,
                storage: storage(reader)?,
                key_store: self.key_store()?,
                server_host: open.enrolment.host(),
                tablet_code: open.enrolment.tablet_code.clone(),
                protocol: u32::from(PROTOCOL),
                feeds,
            })
        })
    }
}

fn lane_views(reader: &Reader<'_>, lanes: &[JobLane], offline: bool) -> Result<Vec<Lane>> {
    let files = reader.waiting_files()?;
    let jobs: BTreeSet<Id> =
        lanes.iter().map(|lane| lane.job).chain(files.iter().filter_map(|file| file.job)).collect();
    let mut views = Vec::new();
    for job_id in jobs {
        let job = reader.job(job_id)?;
        let customer = job.as_ref().map(|job| reader.customer(job.customer_id)).transpose()?.flatten();
        let of_job: Vec<FileView> = files.iter().filter(|file| file.job == Some(job_id)).map(file_view).collect();
        let sync = job_sync(lanes, job_id, offline);
        views.push(Lane {
            job_id: Some(job_id),
            job_number: job.map(|job| job.number),
            customer: customer.map(|customer| customer.name),
            operations: reader.unsent_operations_of(Some(job_id))?,
            files: of_job,
            sync,
        });
    }
    let without_job = reader.unsent_operations_of(None)?;
    if without_job > 0 {
        views.push(Lane {
            job_id: None,
            job_number: None,
            customer: None,
            sync: crate::views::JobSync::Saved { items: without_job, bytes: 0 },
            operations: without_job,
            files: Vec::new(),
        });
    }
    Ok(views)
}

fn file_view(file: &FileState) -> FileView {
    FileView {
        sha256: file.sha256.clone(),
        role: file.role.as_str().to_owned(),
        bytes: file.bytes,
        sent_bytes: file.sent_bytes,
    }
}

fn attention(reader: &Reader<'_>) -> Result<Vec<AttentionItem>> {
    let items = reader.attention()?;
    items.into_iter().map(|item| attention_item(reader, item)).collect()
}

fn attention_item(reader: &Reader<'_>, item: Stored) -> Result<AttentionItem> {
    let job = item.job.map(|id| reader.job(id)).transpose()?.flatten();
    // The edit's own word says most: `put_part`, `diagnosis`, `status`.
    let edit = item.fields.get("edit").or_else(|| item.fields.get("kind")).and_then(|word| word.as_str());
    Ok(AttentionItem {
        op_id: item.op_id,
        job_id: item.job,
        job_number: job.map(|job| job.number),
        outcome: if item.outcome == Outcome::Conflict { AttentionKind::Conflict } else { AttentionKind::Rejected },
        code: item.code.unwrap_or_default(),
        message: item.message.unwrap_or_default(),
        what: edit.map_or_else(|| item.kind.clone(), |edit| format!("{} {edit}", item.kind)),
        at: item.at,
    })
}

pub(super) fn storage(reader: &Reader<'_>) -> Result<StorageView> {
    let (files, file_bytes) = reader.file_totals()?;
    let (_, database_bytes) = reader.database_facts()?;
    Ok(StorageView {
        database_bytes,
        file_bytes,
        files,
        jobs: reader.record_count(RecordKind::Job)?,
        machines: reader.record_count(RecordKind::Equipment)?,
        parts: reader.record_count(RecordKind::Part)?,
    })
}

impl Open {
    /// The version of the database's schema.
    pub(crate) fn database_version(&self) -> Result<u32> {
        Ok(self.store.read(|reader| reader.database_facts())?.0)
    }
}
