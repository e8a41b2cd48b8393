//! Dispatch's side: registering, scheduling, blocks, lists.

use feltbok_domain::{
    job_life::{JobStatus, Priority},
    model::ScheduledSlot,
    work_type::WorkType,
};
use feltbok_server_store::{
    Role, Store, StoreError,
    api::{EquipmentFilter, NewJob},
};
use jiff::SignedDuration;

use crate::{
    desk::{Desk, sign_in},
    fixture::{AGREEMENT, COMPANY, CONTACT, CUSTOMER, EQUIPMENT, JOB, OVERDUE_SITE, Pen, SITE, TECHNICIAN, id, now},
};

fn new_job(number: u128) -> NewJob {
    NewJob {
        id: id(number),
        work_type: WorkType::BreakdownRepair,
        priority: Priority::Critical,
        site_id: SITE,
        contact_id: Some(CONTACT),
        equipment_id: Some(EQUIPMENT),
        reported_symptom: "No power".into(),
        dispatch_note: String::new(),
    }
}

pub async fn a_registered_job_has_number_agreement_and_targets(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let first = store.register_job(&desk.admin, new_job(200), now()).await.unwrap().value;
    let again = store.register_job(&desk.admin, new_job(200), now()).await.unwrap().value;
    let second = store.register_job(&desk.admin, new_job(201), now()).await.unwrap().value;
    // The fixture's jobs are numbers 1 and 2.
    assert_eq!((first.number.as_str(), second.number.as_str()), ("J2026-00003", "J2026-00004"));
    assert_eq!(first, again);
    assert_eq!(first.agreement_id, Some(AGREEMENT));
    // Monday 09:00 in Oslo, critical: eight hours of a day that ends at 16, so Tuesday at 09:00.
    assert_eq!(first.targets.on_site_due.unwrap().to_string(), "2026-11-24T08:00:00Z");
    let queue = store.unassigned(&desk.admin).await.unwrap();
    assert_eq!(queue.len(), 2);
    assert_eq!(queue[0].equipment.as_deref(), Some("Kyocera TASKalfa 3554ci"));
}

pub async fn an_overdue_customer_blocks_until_overridden(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let job = NewJob { site_id: OVERDUE_SITE, contact_id: None, equipment_id: None, ..new_job(200) };
    let written = store.register_job(&desk.admin, job, now()).await.unwrap();
    assert_eq!(written.value.status, JobStatus::Blocked);
    let refused = store.assign(&desk.admin, id(200), written.rev, TECHNICIAN[0], None, None, now()).await;
    assert!(matches!(refused, Err(StoreError::Refused { code: "job_blocked", .. })), "{refused:?}");
    let blank = store.override_block(&desk.admin, id(200), written.rev, "  ".into(), now()).await;
    assert!(matches!(blank, Err(StoreError::Refused { code: "reason_missing", .. })), "{blank:?}");
    let freed = store.override_block(&desk.admin, id(200), written.rev, "Paid today".into(), now()).await.unwrap();
    assert_ne!(freed.value.status, JobStatus::Blocked);
    let sent = store.assign(&desk.admin, id(200), freed.rev, TECHNICIAN[0], None, None, now()).await.unwrap();
    assert_eq!(sent.value.status, JobStatus::Dispatched);
}

pub async fn an_old_revision_is_stale(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let job = store.job(&desk.admin, JOB[0]).await.unwrap();
    let assign = |rev| store.assign(&desk.admin, JOB[0], rev, TECHNICIAN[1], None, None, now());
    let moved = assign(job.rev).await.unwrap();
    let stale = assign(job.rev).await;
    assert!(matches!(stale, Err(StoreError::Stale { rev }) if rev == moved.rev), "{stale:?}");
}

pub async fn what_a_technician_has_begun_is_theirs(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    desk.push(&tablet, vec![Pen::new(1).status(0, JobStatus::Dispatched, JobStatus::OnSite, 0)]).await;
    let job = store.job(&desk.admin, JOB[0]).await.unwrap();
    let refused = store.unassign(&desk.admin, JOB[0], job.rev, None, now()).await;
    assert!(matches!(refused, Err(StoreError::Refused { code: "not_owner", .. })), "{refused:?}");
}

pub async fn read_only_users_change_nothing(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let reader = sign_in(store, COMPANY, Role::ReadOnly, 2).await;
    let job = store.job(&reader, JOB[0]).await.unwrap();
    let refusals = [
        store.register_job(&reader, new_job(200), now()).await.err(),
        store.unassign(&reader, JOB[0], job.rev, None, now()).await.err(),
        store.stickers(&reader, &[EQUIPMENT], vec!["A".into()], now()).await.err(),
        store.revoke_tablet(&reader, id(1), now()).await.err(),
        store.users(&reader).await.err(),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, Some(StoreError::Refused { code: "role", .. })), "{refusal:?}");
    }
    assert_eq!(store.job(&desk.admin, JOB[0]).await.unwrap().rev, job.rev);
}

pub async fn lists_show_what_they_say(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let job = store.job(&desk.admin, JOB[0]).await.unwrap();
    let slot = ScheduledSlot { start: now() + SignedDuration::from_hours(2), minutes: 60 };
    store.assign(&desk.admin, JOB[0], job.rev, TECHNICIAN[0], Some(slot), Some("nearer".into()), now()).await.unwrap();
    let until = now() + SignedDuration::from_hours(8);
    let board = store.board(&desk.admin, now(), until).await.unwrap();
    let lanes: Vec<(&str, usize)> = board.iter().map(|lane| (lane.technician.name.as_str(), lane.jobs.len())).collect();
    assert_eq!(lanes, [("Kari Nordmann", 1), ("Ola Hansen", 0)]);
    let found = store.search(&desk.admin, "123455", 10).await.unwrap();
    assert_eq!((found.equipment.len(), found.jobs.len()), (1, 2));
    assert!(store.search(&desk.admin, "100%", 10).await.unwrap().jobs.is_empty());
    let machines = EquipmentFilter { customer_id: Some(CUSTOMER), limit: 10, ..EquipmentFilter::default() };
    assert_eq!(store.equipment_list(&desk.admin, machines).await.unwrap().len(), 1);
    let detail = store.job(&desk.admin, JOB[0]).await.unwrap();
    assert!(!detail.timeline.is_empty() && detail.job.slot == Some(slot));
    assert_eq!(store.customer(&desk.admin, CUSTOMER).await.unwrap().agreements.len(), 2);
}

pub async fn a_sticker_keeps_its_token(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let first = store.stickers(&desk.admin, &[EQUIPMENT], vec!["AAAA".into()], now()).await.unwrap();
    let again = store.stickers(&desk.admin, &[EQUIPMENT], vec!["BBBB".into()], now()).await.unwrap();
    assert_eq!((first[0].token.as_str(), again[0].token.as_str()), ("AAAA", "AAAA"));
}
