//! Edits and their operations: together or not at all, folded while unsent, unchanged once sent.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod common;

use common::{Tablet, batch, change, last_page, records::*, tech_feed};
use feltbok_domain::{
    job_life::JobStatus,
    model::{EditError, Visit, VisitEdit},
};
use feltbok_protocol::{
    operation::{Edit, OperationResult, Outcome},
    record::RecordKind,
};
use feltbok_sync::{BatchLimit, LaneState, Store};
use feltbok_tablet_store::{StoreError, TabletStore};

/// A store with job 1 on it, as the server sent it.
fn with_job(tablet: &Tablet) -> TabletStore {
    let store = tablet.open();
    store.grant_feeds(&[tech_feed()]).unwrap();
    let body = serde_json::to_value(job(1)).unwrap();
    let page = last_page(tech_feed(), 0, vec![change(1, RecordKind::Job, id(1), 1, Some(body))]);
    store.apply_page(&page).unwrap();
    store
}

fn visit(store: &TabletStore) -> Visit {
    store.read(|reader| reader.need(id(2))).unwrap()
}

fn applied(dev_seq: u64, op_id: feltbok_domain::ids::Id, rev: u64) -> OperationResult {
    OperationResult { dev_seq, op_id, outcome: Outcome::Applied, code: None, message: None, rev }
}

#[test]
fn an_edit_shows_at_once_and_waits_for_the_server() {
    let tablet = Tablet::new(1);
    let store = with_job(&tablet);
    store
        .write(|work| {
            work.job(id(1), step(JobStatus::OnSite, 5))?;
            work.visit(id(2), begin(id(1)))
        })
        .unwrap();
    assert_eq!(store.read(|reader| reader.job(id(1))).unwrap().unwrap().status, JobStatus::OnSite);
    assert_eq!(visit(&store).job_id, id(1));
    assert_eq!(store.waiting().unwrap().operations, 2);
    let lanes = store.lanes().unwrap();
    assert_eq!(lanes.len(), 1);
    assert_eq!(lanes[0].state, LaneState::Waiting { items: 2, bytes: 0 });
}

#[test]
fn an_error_undoes_the_whole_action() {
    let tablet = Tablet::new(1);
    let store = with_job(&tablet);
    let refused = store.write(|work| {
        work.visit(id(2), begin(id(1)))?;
        work.put_draft("ink", Some(id(1)), &"stroke")?;
        work.next_work_order(2026, "T07")?;
        work.visit(id(3), diagnosis("no visit"))
    });
    assert!(matches!(refused, Err(StoreError::Edit(EditError::NotBegun))));
    assert_eq!(store.waiting().unwrap().operations, 0);
    store
        .read(|reader| {
            assert_eq!(reader.visit(id(2))?, None);
            assert_eq!(reader.draft::<String>("ink")?, None);
            Ok(())
        })
        .unwrap();
    let number = store.write(|work| work.next_work_order(2026, "T07")).unwrap();
    assert_eq!(number.to_string(), "WO-2026-T07-0001");
}

#[test]
fn power_lost_within_an_action_leaves_nothing_of_it_and_all_before() {
    let tablet = Tablet::new(1);
    let store = with_job(&tablet);
    store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
    let mut copies = Vec::new();
    store
        .write(|work| {
            copies.push(tablet.copy_of_disk());
            work.visit(id(2), diagnosis("rollers worn"))?;
            copies.push(tablet.copy_of_disk());
            work.movement(issue(40, id(500), 1))?;
            copies.push(tablet.copy_of_disk());
            work.next_work_order(2026, "T07")?;
            copies.push(tablet.copy_of_disk());
            Ok(())
        })
        .unwrap();
    for copy in &copies {
        let after_crash = copy.open();
        assert_eq!(visit(&after_crash).diagnosis.note, "");
        assert_eq!(after_crash.waiting().unwrap().operations, 1);
    }
    let kept = tablet.copy_of_disk().open();
    assert_eq!(visit(&kept).diagnosis.note, "rollers worn");
    assert_eq!(kept.waiting().unwrap().operations, 3);
}

#[test]
fn typing_folds_into_one_operation_until_it_is_sent() {
    let tablet = Tablet::new(1);
    let store = with_job(&tablet);
    store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
    for text in ["r", "ro", "rollers"] {
        store.write(|work| work.visit(id(2), diagnosis(text))).unwrap();
    }
    store.write(|work| work.visit(id(2), time(30, 20))).unwrap();
    store.write(|work| work.visit(id(2), diagnosis("rollers worn"))).unwrap();
    let sent = batch(&store);
    let notes: Vec<String> = sent
        .iter()
        .filter_map(|op| match op.edit().unwrap() {
            Edit::Visit(VisitEdit::Diagnosis(diagnosis)) => Some(diagnosis.note),
            _ => None,
        })
        .collect();
    assert_eq!(notes, ["rollers worn"]);
    assert_eq!(sent.iter().map(|op| op.dev_seq).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn an_operation_never_changes_after_it_was_sent() {
    let tablet = Tablet::new(1);
    let store = with_job(&tablet);
    store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
    store.write(|work| work.visit(id(2), diagnosis("first"))).unwrap();
    let first = batch(&store);
    store.write(|work| work.visit(id(2), diagnosis("second"))).unwrap();
    drop(store);
    let second = batch(&tablet.open());
    assert_eq!(second[..2], first[..]);
    assert_eq!(second.len(), 3);
    assert_eq!(
        second[..2].iter().map(|op| op.hash()).collect::<Vec<_>>(),
        first.iter().map(|op| op.hash()).collect::<Vec<_>>()
    );
}

#[test]
fn a_part_put_removed_and_put_again_stays_in() {
    let tablet = Tablet::new(1);
    let store = with_job(&tablet);
    store
        .write(|work| {
            work.visit(id(2), begin(id(1)))?;
            work.visit(id(2), fitted(50, 1))?;
            work.visit(id(2), VisitEdit::RemovePart { id: id(50) })?;
            work.visit(id(2), fitted(50, 2))
        })
        .unwrap();
    let replayed = batch(&store).iter().fold(None, |visit, op| match op.edit().unwrap() {
        Edit::Visit(edit) => Some(edit.apply(id(2), visit).unwrap()),
        _ => visit,
    });
    assert_eq!(replayed, Some(visit(&store)));
    assert_eq!(visit(&store).parts[0].quantity, 2);
}

#[test]
fn the_same_edit_again_adds_no_operation() {
    let tablet = Tablet::new(1);
    let store = with_job(&tablet);
    for _ in 0..3 {
        store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
        store.write(|work| work.job(id(1), step(JobStatus::OnSite, 5))).unwrap();
        store.write(|work| work.movement(issue(40, id(500), 1))).unwrap();
    }
    assert_eq!(store.waiting().unwrap().operations, 3);
}

#[test]
fn a_batch_keeps_to_its_limits_but_always_moves() {
    let tablet = Tablet::new(1);
    let store = with_job(&tablet);
    store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
    for n in 0..30 {
        store.write(|work| work.visit(id(2), time(1_000 + n, 20))).unwrap();
    }
    let few = store.next_batch(BatchLimit { operations: 7, bytes: usize::MAX }, 0).unwrap();
    assert_eq!(few.len(), 7);
    let small = store.next_batch(BatchLimit { operations: 200, bytes: 2_000 }, 0).unwrap();
    assert!((1..7).contains(&small.len()), "{}", small.len());
    assert_eq!(store.next_batch(BatchLimit { operations: 200, bytes: 1 }, 0).unwrap().len(), 1);
    assert_eq!(few[0], small[0]);
}

#[test]
fn an_acknowledged_edit_stays_visible_until_the_servers_record_shows_it() {
    let tablet = Tablet::new(1);
    let store = with_job(&tablet);
    store.write(|work| work.job(id(1), step(JobStatus::OnSite, 5))).unwrap();
    let op = &batch(&store)[0];
    store.take_results(&[applied(1, op.op_id, 3)], at(6)).unwrap();
    let status = || store.read(|reader| reader.job(id(1))).unwrap().unwrap().status;
    assert_eq!(status(), JobStatus::OnSite);
    // A page of before the operation: the server's body alone would set the job back.
    let older = serde_json::to_value(job(1)).unwrap();
    let mut page = last_page(tech_feed(), 1, vec![change(2, RecordKind::Job, id(1), 2, Some(older))]);
    page.head = 9;
    store.apply_page(&page).unwrap();
    assert_eq!(status(), JobStatus::OnSite);
    let mut newer = job(1);
    newer.status = JobStatus::WaitingParts;
    let body = serde_json::to_value(newer).unwrap();
    store.apply_page(&last_page(tech_feed(), 2, vec![change(9, RecordKind::Job, id(1), 3, Some(body))])).unwrap();
    assert_eq!(status(), JobStatus::WaitingParts);
}

#[test]
fn a_rejected_operation_waits_for_a_person_with_everything_in_it() {
    let tablet = Tablet::new(1);
    let store = with_job(&tablet);
    store.write(|work| work.job(id(1), step(JobStatus::OnSite, 5))).unwrap();
    let op = &batch(&store)[0];
    let rejected =
        OperationResult { outcome: Outcome::Rejected, code: Some("not_yours".into()), ..applied(1, op.op_id, 0) };
    store.take_results(&[rejected], at(6)).unwrap();
    assert_eq!(store.waiting().unwrap().operations, 0);
    assert_eq!(store.lanes().unwrap()[0].state, LaneState::NeedsAttention { count: 1 });
    let items = store.read(|reader| reader.attention()).unwrap();
    assert_eq!(
        (items.len(), items[0].fields.clone(), items[0].code.as_deref()),
        (1, op.fields.clone(), Some("not_yours"))
    );
    assert_eq!(store.read(|reader| reader.job(id(1))).unwrap().unwrap().status, JobStatus::Dispatched);
    store.write(|work| work.resolve_attention(op.op_id)).unwrap();
    assert_eq!(Store::attention(&store).unwrap(), 0);
}

#[test]
fn an_entry_that_could_never_be_sent_is_refused_when_it_is_made() {
    let tablet = Tablet::new(1);
    let store = with_job(&tablet);
    store.write(|work| work.visit(id(2), begin(id(1)))).unwrap();
    let refused = store.write(|work| work.visit(id(2), diagnosis(&"x".repeat(300 * 1024))));
    assert!(matches!(refused, Err(StoreError::TooLarge { .. })));
    assert_eq!(visit(&store).diagnosis.note, "");
}

#[test]
fn work_order_numbers_have_no_gap_and_run_on_after_a_restart() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    store.write(|work| work.continue_work_orders(2026, 5)).unwrap();
    let mut numbers = vec![store.write(|work| work.next_work_order(2026, "T07")).unwrap().to_string()];
    let undone = store.write(|work| {
        work.next_work_order(2026, "T07")?;
        Err::<(), _>(StoreError::DiskFull)
    });
    assert!(undone.is_err());
    drop(store);
    let store = tablet.open();
    store.write(|work| work.continue_work_orders(2026, 2)).unwrap();
    numbers.push(store.write(|work| work.next_work_order(2026, "T07")).unwrap().to_string());
    numbers.push(store.write(|work| work.next_work_order(2027, "T07")).unwrap().to_string());
    assert_eq!(numbers, ["WO-2026-T07-0005", "WO-2026-T07-0006", "WO-2027-T07-0001"]);
}

#[test]
fn van_stock_is_the_books_plus_what_was_done_here() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    store.write(|work| work.movement(issue(40, id(500), 3))).unwrap();
    let line = store.read(|reader| reader.stock_line(id(77), id(500))).unwrap();
    assert_eq!(line.balance, -3);
    assert_eq!(store.read(|reader| reader.stock_of(id(77))).unwrap(), [line]);
}
