//! Feeds: what a tablet is given, when it is taken away, and that it can always tell where it stands.

use feltbok_domain::{
    job_life::JobStatus,
    model::{Customer, Job, Visit, VisitEdit},
};
use feltbok_protocol::{
    PULL_CHANGES_MAX,
    feed::{Cursor, FeedId},
    record::RecordKind,
    snapshot::Manifest,
};
use feltbok_server_store::{Store, StoreError, api::Seed};
use jiff::SignedDuration;

use crate::{
    desk::{Desk, Mirror},
    fixture::{
        COMPANY, CUSTOMER, EQUIPMENT, FUSER, JOB, OVERDUE_CUSTOMER, Pen, TECHNICIAN, VAN, begin, fitted, id, now, part,
    },
};

pub async fn a_first_pull_brings_the_own_jobs_with_all_they_need(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut mirror = Mirror::default();
    desk.pull(&tablet, &mut mirror).await;
    assert!(mirror.get::<Job>(JOB[0]).is_some() && mirror.get::<Job>(JOB[1]).is_none());
    assert!(mirror.get::<Customer>(CUSTOMER).is_some() && mirror.get::<Customer>(OVERDUE_CUSTOMER).is_none());
    let counts = [
        (RecordKind::Site, 1),
        (RecordKind::Contact, 1),
        (RecordKind::Equipment, 1),
        (RecordKind::Passport, 1),
        (RecordKind::Agreement, 1),
        (RecordKind::Technician, 2),
        (RecordKind::Part, 2),
        (RecordKind::StockLevel, 2),
        (RecordKind::Calendar, 1),
        (RecordKind::Company, 1),
    ];
    for (kind, count) in counts {
        assert_eq!(mirror.count(kind), count, "{kind:?}");
    }
    let held: feltbok_domain::model::Equipment = mirror.get(EQUIPMENT).unwrap();
    assert_eq!(held.si.as_str(), "SI-123455");
}

/// The mirror itself checks density and digest at every page.
pub async fn feeds_are_dense_and_their_digest_fits(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let (first, second) = (desk.tablet(0).await, desk.tablet(1).await);
    let mut mirrors = [Mirror::default(), Mirror::default()];
    let mut pen = Pen::new(1);
    for step in 0..4 {
        match step {
            0 => drop(desk.push(&first, pen.whole_visit(id(300), 0, 0)).await),
            1 => desk.assign(JOB[1], 0).await,
            2 => desk.assign(JOB[1], 1).await,
            _ => drop(store.seed(COMPANY, crate::fixture::company(), now()).await.unwrap()),
        }
        desk.pull(&first, &mut mirrors[0]).await;
        desk.pull(&second, &mut mirrors[1]).await;
    }
    let mut anew = Mirror::default();
    desk.pull(&first, &mut anew).await;
    assert_eq!(anew.records, mirrors[0].records, "step by step or at once comes to the same");
}

pub async fn a_reassigned_job_leaves_one_tablet_and_reaches_the_other(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let (first, second) = (desk.tablet(0).await, desk.tablet(1).await);
    let mut mirror = Mirror::default();
    desk.pull(&first, &mut mirror).await;
    desk.assign(JOB[0], 1).await;
    desk.pull(&first, &mut mirror).await;
    assert_eq!(mirror.records.keys().filter(|(feed, ..)| matches!(feed, FeedId::Tech(_))).count(), 0);
    assert!(desk.held::<Job>(&second, JOB[0]).await.is_some());
}

/// A push writes what it changed into the feed; another technician's job coming and going has the whole feed compared.
pub async fn work_on_held_jobs_is_in_the_feed_as_if_it_was_compared_whole(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut pushed = Mirror::default();
    desk.pull(&tablet, &mut pushed).await;
    let mut pen = Pen::new(1);
    let arrival = vec![
        pen.status(0, JobStatus::Dispatched, JobStatus::Accepted, 0),
        pen.status(0, JobStatus::Accepted, JobStatus::OnSite, 0),
        pen.visit(id(300), 0, begin(0, 0)),
    ];
    let part = vec![pen.visit(id(300), 0, VisitEdit::PutPart(fitted(id(900), FUSER, 0, None)))];
    for operations in [arrival, part] {
        let results = desk.push(&tablet, operations).await;
        assert!(results.iter().all(|result| result.rev > 0), "{results:?}");
    }
    desk.pull(&tablet, &mut pushed).await;
    assert!(pushed.get::<Visit>(id(300)).is_some());
    desk.assign(JOB[1], 0).await;
    desk.assign(JOB[1], 1).await;
    let mut compared = Mirror::default();
    desk.pull(&tablet, &mut compared).await;
    assert_eq!(pushed.records, compared.records);
}

pub async fn an_ended_job_leaves_after_some_days(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    desk.push(&tablet, Pen::new(1).whole_visit(id(300), 0, 0)).await;
    store.sweep(now() + SignedDuration::from_hours(24)).await.unwrap();
    assert!(desk.held::<Job>(&tablet, JOB[0]).await.is_some());
    store.sweep(now() + SignedDuration::from_hours(24 * 5)).await.unwrap();
    assert!(desk.held::<Job>(&tablet, JOB[0]).await.is_none());
    assert!(desk.held::<Visit>(&tablet, id(300)).await.is_none());
    assert_eq!(store.job(&desk.admin, JOB[0]).await.unwrap().job.status, JobStatus::Completed);
}

pub async fn a_cursor_beyond_the_head_starts_anew(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let cursors = vec![Cursor { feed: FeedId::Tech(TECHNICIAN[0]), seq: 1_000_000 }];
    let pulled = store.pull(&tablet, cursors).await.unwrap();
    let page = pulled.pages.iter().find(|page| matches!(page.feed, FeedId::Tech(_))).unwrap();
    assert!(page.from == 0 && !page.changes.is_empty());
}

pub async fn a_long_feed_comes_in_pages(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let parts = (0..2_500).map(|number| part(id(10_000 + number), &format!("P-{number}"), false)).collect();
    store.seed(COMPANY, Seed { parts, ..Seed::default() }, now()).await.unwrap();
    let tablet = desk.tablet(0).await;
    let first = store.pull(&tablet, vec![]).await.unwrap();
    assert_eq!(first.pages.iter().map(|page| page.changes.len()).sum::<usize>(), PULL_CHANGES_MAX);
    let mut mirror = Mirror::default();
    desk.pull(&tablet, &mut mirror).await;
    assert_eq!(mirror.count(RecordKind::Part), 2_502);
    assert!(mirror.get::<Job>(JOB[0]).is_some());
}

pub async fn a_kept_snapshot_is_good_until_the_feed_moves(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let feed = FeedId::Catalogue(COMPANY);
    let content = store.feed_content(&tablet, &feed).await.unwrap();
    assert_eq!(content.changes.len(), 2);
    let manifest =
        Manifest { feed: feed.clone(), epoch: content.epoch, seq: content.seq, digest: content.digest, chunks: vec![] };
    store.keep_snapshot(&tablet, manifest.clone()).await.unwrap();
    assert_eq!(store.snapshot(&tablet, &feed).await.unwrap(), Some(manifest));
    let parts = vec![part(id(10_000), "P-1", false)];
    store.seed(COMPANY, Seed { parts, ..Seed::default() }, now()).await.unwrap();
    assert_eq!(store.snapshot(&tablet, &feed).await.unwrap(), None);
    let foreign = FeedId::Stock(VAN[1]);
    assert!(matches!(store.feed_content(&tablet, &foreign).await, Err(StoreError::NotFound)));
}
