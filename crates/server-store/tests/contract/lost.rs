//! Lost tablets: shut out by name, called back until they have heard, and what they sealed.

use feltbok_protocol::{lost::Erased, wire_error::code};
use feltbok_server_store::{
    Role, Store, StoreError, TabletActor,
    api::{ErasedSummary, SealedPart},
};

use crate::{
    desk::{Desk, sign_in},
    fixture::{COMPANY, Pen, begin, id, minutes, now},
};

fn part(letter: &str, is_work: bool) -> SealedPart {
    SealedPart { sha256: letter.repeat(64), is_work }
}

fn refused<T: std::fmt::Debug>(result: Result<T, StoreError>) -> &'static str {
    match result {
        Err(StoreError::Refused { code, .. }) => code,
        Err(StoreError::NotFound) => "not_found",
        other => panic!("{other:?}"),
    }
}

fn erased(parts: &[&str]) -> Erased {
    let parts = parts.iter().map(|letter| letter.repeat(64)).collect();
    Erased { erased_at: minutes(5), operations: 2, files: 1, unreadable: 0, parts }
}

async fn token(store: &dyn Store) -> Result<TabletActor, StoreError> {
    store.tablet(COMPANY, [100; 32]).await
}

pub async fn a_lost_tablet_is_shut_out_by_that_name_until_all_is_here(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let standing = store.loss(COMPANY, [100; 32]).await.unwrap();
    assert_eq!((standing.is_lost, standing.is_delivered), (false, false));
    assert_eq!(refused(store.hand_out_order(&tablet, now()).await), "not_found");
    assert_eq!(refused(store.keep_part(&tablet, part("a", true), now()).await), "not_found");
    assert_eq!(refused(store.note_erased(&tablet, erased(&[]), now()).await), "not_found");

    store.give_for_lost(&desk.admin, tablet.tablet_id, minutes(1)).await.unwrap();
    assert_eq!(refused(store.give_for_lost(&desk.admin, tablet.tablet_id, minutes(2)).await), "lost_already");
    assert_eq!(refused(token(store).await), code::TABLET_LOST);
    assert_eq!(refused(store.push(&tablet, vec![], now()).await), "not_found");
    assert_eq!(refused(store.heads(&tablet).await), "not_found");
    assert!(store.loss(COMPANY, [100; 32]).await.unwrap().is_lost);
    assert_eq!(store.hand_out_order(&tablet, minutes(3)).await.unwrap(), minutes(1));
    assert_eq!(store.hand_out_order(&tablet, minutes(4)).await.unwrap(), minutes(1));

    for _ in 0..2 {
        store.keep_part(&tablet, part("b", false), minutes(6)).await.unwrap();
    }
    assert!(store.has_part(&tablet, &"b".repeat(64)).await.unwrap());
    assert!(!store.has_part(&tablet, &"a".repeat(64)).await.unwrap());
    let missing = store.note_erased(&tablet, erased(&["a", "b"]), minutes(7)).await.unwrap();
    assert_eq!(missing, ["a".repeat(64)]);
    assert_eq!(refused(token(store).await), code::TABLET_LOST);
    store.keep_part(&tablet, part("a", true), minutes(8)).await.unwrap();
    let sealed = store.sealed(&desk.admin, tablet.tablet_id).await.unwrap();
    assert_eq!(sealed.parts, [part("a", true), part("b", false)], "in the tablet's order");
    assert!(sealed.is_whole);
    for _ in 0..2 {
        assert!(store.note_erased(&tablet, erased(&["a", "b"]), minutes(9)).await.unwrap().is_empty());
    }
    assert_eq!(refused(token(store).await), "not_found");
    assert!(store.loss(COMPANY, [100; 32]).await.unwrap().is_delivered);
    assert_eq!(refused(store.keep_part(&tablet, part("c", true), minutes(9)).await), "not_found");

    store.note_taken_in(&desk.admin, tablet.tablet_id, vec!["a".repeat(64)], minutes(10)).await.unwrap();
    let row = store.tablets(&desk.admin).await.unwrap().remove(0);
    assert_eq!(row.revoked_at, Some(minutes(1)));
    let lost = row.lost.unwrap();
    assert_eq!((lost.at, lost.by_name, lost.heard_at), (minutes(1), desk.admin.name.clone(), Some(minutes(3))));
    assert_eq!((lost.parts, lost.parts_received, lost.parts_taken_in), (2, 2, 1));
    assert_eq!(lost.taken_in_at, Some(minutes(10)));
    assert_eq!(lost.erased, Some(ErasedSummary { at: minutes(5), operations: 2, files: 1, unreadable: 0 }));
    assert_eq!(store.revoked_certificates(COMPANY).await.unwrap().len(), 0, "it had none");
}

pub async fn an_order_is_called_back_until_the_tablet_has_it(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let tablet_id = tablet.tablet_id;
    assert_eq!(refused(store.found(&desk.admin, tablet_id, now()).await), "not_lost");
    store.give_for_lost(&desk.admin, tablet_id, minutes(1)).await.unwrap();
    store.found(&desk.admin, tablet_id, minutes(2)).await.unwrap();
    assert_eq!(refused(token(store).await), "not_found", "it stays revoked");
    assert_eq!(refused(store.hand_out_order(&tablet, minutes(3)).await), "not_found");
    let (_, revocation) = store.tablet_to_take_in(&desk.admin, tablet_id).await.unwrap();
    let revocation = revocation.unwrap();
    assert_eq!((revocation.at, revocation.by_name), (minutes(1), desk.admin.name.clone()));
    assert!(store.tablets(&desk.admin).await.unwrap()[0].lost.is_none());

    store.give_for_lost(&desk.admin, tablet_id, minutes(4)).await.unwrap();
    store.hand_out_order(&tablet, minutes(5)).await.unwrap();
    assert_eq!(refused(store.found(&desk.admin, tablet_id, minutes(6)).await), "tablet_heard");
}

pub async fn only_its_own_company_and_who_dispatches_give_a_tablet_for_lost(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let reader = sign_in(store, COMPANY, Role::ReadOnly, 8).await;
    assert_eq!(refused(store.give_for_lost(&reader, tablet.tablet_id, now()).await), "role");
    assert_eq!(refused(store.found(&reader, tablet.tablet_id, now()).await), "role");
    assert_eq!(refused(store.sealed(&reader, tablet.tablet_id).await), "role");
    let other = id(2);
    let mut seed = feltbok_server_store::api::Seed { company: crate::fixture::company().company, ..Default::default() };
    if let Some(company) = &mut seed.company {
        company.id = other;
    }
    store.seed(other, seed, now()).await.unwrap();
    let stranger = sign_in(store, other, Role::Admin, 7).await;
    assert_eq!(refused(store.give_for_lost(&stranger, tablet.tablet_id, now()).await), "not_found");
    store.give_for_lost(&desk.admin, tablet.tablet_id, now()).await.unwrap();
    assert_eq!(refused(store.found(&stranger, tablet.tablet_id, now()).await), "not_found");
    assert_eq!(refused(store.sealed(&stranger, tablet.tablet_id).await), "not_found");
    assert_eq!(refused(store.loss(other, [100; 32]).await), "not_found");
}

pub async fn a_vouched_for_lost_tablets_operations_come_in(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    store.give_for_lost(&desk.admin, tablet.tablet_id, now()).await.unwrap();
    let vouched = store.vouch_for_tablet(&desk.admin, tablet, (now(), 1), now()).await.unwrap();
    let results = desk.push(&vouched, vec![Pen::new(1).visit(id(300), 0, begin(0, 0))]).await;
    assert_eq!(results.len(), 1);
}
