//! A second enrolment: the tablet's work comes under a new name, and none of it counts twice.

use feltbok_domain::model::{TimeEntry, TimeKind, Visit, VisitEdit};
use feltbok_protocol::{
    operation::{Operation, Outcome},
    wire_error::code,
};
use feltbok_server_store::{
    Store, StoreError, TabletActor,
    api::{Follows, TimelineEntry},
};

use crate::{
    desk::Desk,
    fixture::{COMPANY, JOB, Pen, TECHNICIAN, begin, id, minutes, now},
};

fn worked(until: i64) -> VisitEdit {
    entry(950, until)
}

fn entry(number: u128, until: i64) -> VisitEdit {
    let entry = TimeEntry {
        id: id(number),
        kind: TimeKind::Work,
        from: minutes(0),
        until: Some(minutes(until)),
        edit_reason: None,
    };
    VisitEdit::PutTime(entry)
}

async fn again(desk: &Desk<'_>, before: &TabletActor) -> (TabletActor, u64) {
    let follows = Follows { tablet_id: before.tablet_id, technician_id: before.technician_id };
    let enrolled = desk.enrol(0, 120, Some(follows)).await.unwrap();
    (enrolled.tablet, enrolled.follows_last_dev_seq)
}

/// The same operations as a tablet numbers them under its new name.
fn renumbered(operations: &[Operation]) -> Vec<Operation> {
    (1..).zip(operations).map(|(dev_seq, operation)| Operation { dev_seq, ..operation.clone() }).collect()
}

pub async fn what_a_second_enrolment_sends_again_counts_once(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut pen = Pen::new(1);
    let sent = [pen.visit(id(300), 0, begin(0, 0)), pen.visit(id(300), 0, worked(10))];
    let corrected = pen.visit(id(300), 0, worked(20));
    let first = desk.push(&tablet, sent.to_vec()).await;
    desk.push(&tablet, vec![corrected]).await;
    store.revoke_tablet(&desk.admin, tablet.tablet_id, now()).await.unwrap();

    let (second, received) = again(&desk, &tablet).await;
    assert_eq!((received, second.shares_work, tablet.shares_work), (3, true, false));
    let mut operations = renumbered(&sent);
    operations.push(Operation { dev_seq: 3, ..pen.visit(id(300), 0, entry(951, 5)) });
    let results = desk.push(&second, operations.clone()).await;
    assert_eq!(
        results.iter().map(|result| (result.dev_seq, result.outcome)).collect::<Vec<_>>(),
        [(1, Outcome::Applied), (2, Outcome::Applied), (3, Outcome::Applied)]
    );
    assert_eq!((results[0].rev, results[1].rev), (first[0].rev, first[1].rev), "answered as the first time");
    assert_eq!(desk.push(&second, operations).await, results);
    let visit: Visit = desk.held(&second, id(300)).await.unwrap();
    assert_eq!(
        visit.times.iter().map(|entry| entry.until).collect::<Vec<_>>(),
        [Some(minutes(20)), Some(minutes(5))],
        "not set back"
    );

    let tablets = store.tablets(&desk.admin).await.unwrap();
    assert_eq!(tablets.iter().map(|tablet| tablet.follows_code.as_deref()).collect::<Vec<_>>(), [None, Some("T01")]);
    let timeline = store.job(&desk.admin, JOB[0]).await.unwrap().timeline;
    let received = timeline.iter().filter_map(|entry| match entry {
        TimelineEntry::Received { operations, .. } => Some(*operations),
        _ => None,
    });
    assert_eq!(received.sum::<u32>(), 4);
}

pub async fn what_a_copy_changed_is_work_of_its_own(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut pen = Pen::new(1);
    let (visit, time) = (pen.visit(id(300), 0, begin(0, 0)), pen.visit(id(300), 0, worked(10)));
    desk.push(&tablet, vec![visit.clone(), time.clone()]).await;
    // The copy was made while the second one was still being typed.
    let typed_on = Operation { fields: feltbok_protocol::operation::Edit::Visit(worked(30)).fields(), ..time };
    let (second, _) = again(&desk, &tablet).await;
    desk.push(&second, renumbered(&[visit, typed_on])).await;
    let held: Visit = desk.held(&second, id(300)).await.unwrap();
    assert_eq!(held.times.iter().map(|entry| entry.until).collect::<Vec<_>>(), [Some(minutes(30))]);
    // The tablet that it was copied from goes on under its own name; what both have counts once here too.
    let original = store.tablet(COMPANY, [100; 32]).await.unwrap();
    let both = pen.visit(id(300), 0, entry(951, 5));
    let third = Operation { dev_seq: 3, ..both.clone() };
    let corrected = Operation { dev_seq: 4, ..pen.visit(id(300), 0, entry(951, 6)) };
    desk.push(&second, vec![third, corrected]).await;
    desk.push(&original, vec![both]).await;
    let held: Visit = desk.held(&second, id(300)).await.unwrap();
    assert_eq!(held.times[1].until, Some(minutes(6)), "not set back");
    let more = Operation { dev_seq: 4, ..pen.visit(id(300), 0, worked(40)) };
    assert_eq!(desk.push(&original, vec![more]).await[0].outcome, Outcome::Applied);
}

pub async fn work_of_one_technician_joins_under_no_other(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    for (number, tablet_id) in [(130, tablet.tablet_id), (140, id(799))] {
        let other = desk.enrol(1, number, Some(Follows { tablet_id, technician_id: TECHNICIAN[0] })).await;
        let code = code::INVITE_OTHER_TECHNICIAN;
        assert!(matches!(other, Err(StoreError::Refused { code: found, .. }) if found == code), "{other:?}");
    }
    // A server that was restored knows nothing of the tablet: it lacks everything.
    let unknown = desk.enrol(0, 120, Some(Follows { tablet_id: id(799), technician_id: TECHNICIAN[0] })).await.unwrap();
    assert_eq!(unknown.follows_last_dev_seq, 0);
}

pub async fn no_code_is_given_twice_after_a_restore(store: &dyn Store) {
    let desk = Desk::open(store).await;
    desk.tablet(0).await;
    // The backup knows T01; T02 to T100 may be out there, enrolled after it.
    store.renew_epoch(desk.admin.company_id, id(77), now()).await.unwrap();
    let number = |code: &str| code.strip_prefix('T').unwrap().parse::<u32>().unwrap();
    let after = desk.enrol(0, 121, None).await.unwrap().tablet.tablet_code;
    assert!(number(&after) > 100, "{after}");
    let next = desk.enrol(1, 122, None).await.unwrap().tablet.tablet_code;
    assert_eq!(number(&next), number(&after) + 1);
}
