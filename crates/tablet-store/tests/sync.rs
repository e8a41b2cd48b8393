//! The engine and the store together, against a model server.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod common;

use common::{
    Tablet,
    records::*,
    server::{ModelServer, sync_until_quiet},
};
use feltbok_domain::{ids::Id, job_life::JobStatus, model::Visit};
use feltbok_protocol::{file::FileRole, record::RecordKind};
use feltbok_sync::{Clock, Engine, LaneState, Settings, Store, SyncState};
use feltbok_tablet_store::TabletStore;

fn engine() -> Engine {
    Engine::new(Settings::new("1.0.0"), 1)
}

fn server_with_job() -> ModelServer {
    let mut server = ModelServer::new();
    server.put(RecordKind::Job, id(1), serde_json::to_value(job(1)).unwrap());
    server
}

/// What the server has of a record is what the tablet shows.
fn assert_same(store: &TabletStore, server: &ModelServer, visit: Id) {
    let shown: Option<Visit> = store.read(|reader| reader.get(visit)).unwrap();
    let kept = server.body(RecordKind::Visit, visit).map(|body| serde_json::from_value::<Visit>(body.clone()).unwrap());
    assert_eq!(shown, kept);
}

#[test]
fn a_visit_reaches_the_server_and_comes_back_the_same() {
    let (tablet, mut server, mut engine) = (Tablet::new(1), server_with_job(), engine());
    let store = tablet.open();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    assert!(store.read(|reader| reader.job(id(1))).unwrap().is_some());
    store
        .write(|work| {
            work.job(id(1), step(JobStatus::OnSite, 5))?;
            work.visit(id(2), begin(id(1)))?;
            work.visit(id(2), diagnosis("rollers worn"))?;
            work.visit(id(2), fitted(50, 1))?;
            work.movement(issue(40, id(500), 1))
        })
        .unwrap();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    assert_same(&store, &server, id(2));
    let status = engine.status(&store, tablet.clock.now()).unwrap();
    assert_eq!(status.state, SyncState::Idle);
    assert_eq!(engine.lanes(&store).unwrap()[0].state, LaneState::Received);
}

#[test]
fn a_job_taken_away_goes_only_after_its_work_and_its_files_have_reached_the_server() {
    let (tablet, mut server, mut engine) = (Tablet::new(1), server_with_job(), engine());
    server.put(
        RecordKind::Customer,
        id(100),
        serde_json::json!({"id": id(100), "number": "1", "name": "Bergen Havn",
        "lang": "nb", "overdue": false, "note": ""}),
    );
    let store = tablet.open();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    let photo = store.keep_file(b"photo").unwrap();
    store
        .write(|work| {
            work.visit(id(2), begin(id(1)))?;
            work.put_draft("note 1", Some(id(1)), &"half typed")?;
            work.add_file(&photo, FileRole::Photo, "image/jpeg", id(1))
        })
        .unwrap();
    for (kind, gone) in [(RecordKind::Job, id(1)), (RecordKind::Customer, id(100))] {
        server.revoke(kind, gone);
    }
    // The revoke arrives while the work is still here.
    let request = feltbok_protocol::sync::SyncRequest {
        protocol: 1,
        app_version: String::new(),
        epoch: Some(Id::from_u128(1)),
        device_time: tablet.clock.now(),
        cursors: vec![feltbok_protocol::feed::Cursor { feed: common::tech_feed(), seq: 2 }],
        operations: Vec::new(),
        backlog: 0,
        push_only: false,
    };
    let page = server.sync(&request, tablet.clock.now()).pages.remove(0);
    store.apply_page(&page).unwrap();
    assert_eq!(store.purge_revoked().unwrap().records, 0);
    assert!(store.read(|reader| reader.job_has_left(id(1))).unwrap());
    assert!(store.read(|reader| reader.customer(id(100))).unwrap().is_some());

    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    assert!(server.body(RecordKind::Visit, id(2)).is_some());
    assert_eq!(server.uploads[&photo.sha256], (5, 5));
    store
        .read(|reader| {
            assert_eq!(reader.job(id(1))?, None);
            assert_eq!(reader.customer(id(100))?, None);
            assert_eq!(reader.draft::<String>("note 1")?, None);
            Ok(())
        })
        .unwrap();
    // A server restored from an older state would ask for it as long as it may ask for the operations.
    assert!(store.has_file(&photo.sha256));
    tablet.clock.forward(31 * 24 * 3_600 * 1_000);
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    assert!(!store.has_file(&photo.sha256));
}

#[test]
fn a_rejected_operation_holds_up_no_other() {
    let (tablet, mut server, mut engine) = (Tablet::new(1), server_with_job(), engine());
    let store = tablet.open();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    server.rejects = Some(id(1));
    store.write(|work| work.job(id(1), step(JobStatus::OnSite, 5))).unwrap();
    store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    assert_same(&store, &server, id(2));
    let status = engine.status(&store, tablet.clock.now()).unwrap();
    assert_eq!(status.state, SyncState::Attention { count: 1 });
}

#[test]
fn refused_work_can_be_sent_again_and_then_counts() {
    let (tablet, mut server, mut engine) = (Tablet::new(1), server_with_job(), engine());
    let store = tablet.open();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    server.rejects = Some(id(2));
    store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
    store.write(|work| work.visit(id(2), diagnosis("rollers worn"))).unwrap();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    assert_eq!(server.body(RecordKind::Visit, id(2)), None);
    let refused = store.read(|reader| reader.attention()).unwrap();
    assert_eq!(refused.len(), 2);
    server.rejects = None;
    for item in refused {
        assert!(store.write(|work| work.send_again(item.op_id)).unwrap());
        assert!(!store.write(|work| work.send_again(item.op_id)).unwrap());
    }
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    assert_same(&store, &server, id(2));
    assert!(store.read(|reader| reader.attention()).unwrap().is_empty());
}

#[test]
fn a_digest_that_differs_fetches_the_feed_again_and_keeps_the_outbox() {
    let (tablet, mut server, mut engine) = (Tablet::new(1), server_with_job(), engine());
    let store = tablet.open();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    store.run_sql("UPDATE record SET server_body = json_set(server_body, '$.number', 'WRONG'), rev = 7").unwrap();
    store
        .run_sql(
            "INSERT INTO record (kind, id, feed, in_feed, rev, server_body)
                   SELECT 'job', 'ffffffff-0000-0000-0000-000000000001', feed, 1, 1, server_body FROM record",
        )
        .unwrap();
    store.run_sql("UPDATE feed SET digest = '00000000000000000000000000000001'").unwrap();
    store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    let jobs = store.read(|reader| reader.jobs()).unwrap();
    assert_eq!(jobs.iter().map(|job| job.number.as_str()).collect::<Vec<_>>(), ["J-1"]);
    assert_same(&store, &server, id(2));
}

#[test]
fn a_server_whose_digest_never_fits_is_not_asked_without_end() {
    let (tablet, mut server, mut engine) = (Tablet::new(1), server_with_job(), engine());
    server.wrong_digests = u32::MAX;
    let store = tablet.open();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    assert!(u32::MAX - server.wrong_digests < 10);
    assert!(store.read(|reader| reader.job(id(1))).unwrap().is_some());
}

#[test]
fn a_restored_server_gets_back_what_it_lost() {
    let (tablet, mut server, mut engine) = (Tablet::new(1), server_with_job(), engine());
    let store = tablet.open();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    let backup = server.clone();
    store.write(|work| work.visit(id(2), diagnosis("after the backup"))).unwrap();
    store.write(|work| work.visit(id(2), fitted(50, 1))).unwrap();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    let lost = server;
    let mut server = ModelServer { epoch: 2, ..backup };
    store.write(|work| work.visit(id(2), time(60, 30))).unwrap();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    assert_same(&store, &server, id(2));
    let visit: Visit = store.read(|reader| reader.need(id(2))).unwrap();
    assert_eq!((visit.diagnosis.note.as_str(), visit.parts.len(), visit.times.len()), ("after the backup", 1, 1));
    assert_eq!(server.results[..3], lost.results[..3], "the same operations under the same numbers");
}

#[test]
fn a_feed_longer_than_a_page_comes_page_by_page() {
    let (tablet, mut server, mut engine) = (Tablet::new(1), ModelServer::new(), engine());
    server.page = 7;
    for n in 1..=40 {
        server.put(RecordKind::Job, id(n), serde_json::to_value(job(n)).unwrap());
    }
    let store = tablet.open();
    sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
    assert_eq!(store.read(|reader| reader.jobs()).unwrap().len(), 40);
}

#[test]
fn after_a_second_enrolment_unsent_work_goes_to_the_server_under_new_numbers() {
    // As far as the server had come: it knows the first operation still, or was restored from before it.
    for (received, numbers) in [(1, vec![1, 2]), (0, vec![1, 2, 3])] {
        let (tablet, mut server, mut engine) = (Tablet::new(1), server_with_job(), engine());
        let store = tablet.open();
        sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
        store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
        sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
        store.write(|work| work.visit(id(2), diagnosis("sent, not answered"))).unwrap();
        common::batch(&store);
        store.write(|work| work.visit(id(2), time(60, 30))).unwrap();
        store.write(|work| work.renumber_outbox(received)).unwrap();
        drop(store);
        let store = tablet.open();
        server.results.clear();
        sync_until_quiet(&mut engine, &store, &mut server, &tablet.clock);
        let sent: Vec<u64> = server.results.iter().map(|(op, _)| op.dev_seq).collect();
        assert_eq!(sent, numbers);
        assert_same(&store, &server, id(2));
        assert_eq!(engine.halted(), None);
    }
}
