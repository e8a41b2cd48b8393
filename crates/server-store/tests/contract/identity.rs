//! Who is let in, and that nobody sees another company.

use feltbok_protocol::wire_error::code;
use feltbok_server_store::{
    Role, Store, StoreError,
    api::{NewInvite, Seed, Sighting},
};
use jiff::SignedDuration;

use crate::{
    desk::{Desk, new_tablet, sign_in},
    fixture::{COMPANY, CUSTOMER, EQUIPMENT, JOB, TECHNICIAN, company, id, minutes, now},
};

async fn invited(desk: &Desk<'_>) -> [u8; 32] {
    let secret_hash = [9; 32];
    let invite = NewInvite { id: id(590), secret_hash, technician_id: TECHNICIAN[0], expires_at: minutes(10) };
    desk.store.create_invite(&desk.admin, invite, now()).await.unwrap();
    secret_hash
}

pub async fn an_invite_lets_one_tablet_in(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let secret = invited(&desk).await;
    let enrolled = store.enrol(COMPANY, secret, new_tablet(1), now()).await.unwrap();
    assert_eq!((enrolled.tablet.tablet_code.as_str(), enrolled.tablet.technician_id), ("T01", TECHNICIAN[0]));
    let again = store.enrol(COMPANY, secret, new_tablet(2), now()).await;
    assert!(matches!(again, Err(StoreError::Refused { code: code::INVITE_USED, .. })), "{again:?}");
    assert_eq!(store.tablets(&desk.admin).await.unwrap().len(), 1);
}

pub async fn an_expired_invite_lets_nobody_in(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let secret = invited(&desk).await;
    let late = store.enrol(COMPANY, secret, new_tablet(1), minutes(10)).await;
    assert!(matches!(late, Err(StoreError::Refused { code: code::INVITE_EXPIRED, .. })), "{late:?}");
}

pub async fn an_unknown_invite_lets_nobody_in(store: &dyn Store) {
    let desk = Desk::open(store).await;
    invited(&desk).await;
    for (company, secret) in [(COMPANY, [8; 32]), (id(2), [9; 32])] {
        let foreign = store.enrol(company, secret, new_tablet(1), now()).await;
        assert!(matches!(foreign, Err(StoreError::Refused { code: code::INVITE_FOREIGN, .. })), "{foreign:?}");
    }
}

pub async fn a_revoked_tablet_is_unknown(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    assert!(store.tablet(COMPANY, [100; 32]).await.is_ok());
    store.revoke_tablet(&desk.admin, tablet.tablet_id, now()).await.unwrap();
    assert!(matches!(store.tablet(COMPANY, [100; 32]).await, Err(StoreError::NotFound)));
    assert!(matches!(store.pull(&tablet, vec![]).await, Err(StoreError::NotFound)));
    assert!(matches!(store.push(&tablet, vec![], now()).await, Err(StoreError::NotFound)));
}

/// What the console shows of a tablet is at most a minute old; what changed is shown at once.
pub async fn a_sighting_is_written_when_it_tells_something(store: &dyn Store) {
    let desk = Desk::open(store).await;
    desk.tablet(0).await;
    let shown = async |at_minute: i64, backlog: u32| {
        let tablet = store.tablet(COMPANY, [100; 32]).await.unwrap();
        store.sighted(&tablet, sighting(at_minute, backlog)).await.unwrap();
        let tablets = store.tablets(&desk.admin).await.unwrap();
        (tablets[0].last_seen_at, tablets[0].backlog)
    };
    assert_eq!(shown(1, 0).await, (now(), 0), "the same within the minute");
    assert_eq!(shown(1, 3).await, (minutes(1), 3), "another backlog");
    assert_eq!(shown(3, 3).await, (minutes(3), 3), "the same after two minutes");
}

pub fn sighting(at_minute: i64, backlog: u32) -> Sighting {
    Sighting { at: minutes(at_minute), app_version: "0.1.0".into(), backlog, clock_offset_ms: 0 }
}

pub async fn a_session_ends(store: &dyn Store) {
    let desk = Desk::open(store).await;
    assert_eq!(store.session(COMPANY, [1; 32], now()).await.unwrap(), desk.admin);
    let later = now() + SignedDuration::from_hours(2);
    assert!(matches!(store.session(COMPANY, [1; 32], later).await, Err(StoreError::NotFound)));
    store.close_session(COMPANY, [1; 32]).await.unwrap();
    assert!(matches!(store.session(COMPANY, [1; 32], now()).await, Err(StoreError::NotFound)));
}

pub async fn another_company_sees_nothing(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let other = id(2);
    let mut seed = Seed { company: company().company, ..Seed::default() };
    if let Some(company) = &mut seed.company {
        company.id = other;
    }
    store.seed(other, seed, now()).await.unwrap();
    let stranger = sign_in(store, other, Role::Admin, 7).await;
    assert!(matches!(store.job(&stranger, JOB[0]).await, Err(StoreError::NotFound)));
    assert!(matches!(store.customer(&stranger, CUSTOMER).await, Err(StoreError::NotFound)));
    assert!(matches!(
        store.stickers(&stranger, &[EQUIPMENT], vec!["A".into()], now()).await,
        Err(StoreError::NotFound)
    ));
    assert!(matches!(store.revoke_tablet(&stranger, tablet.tablet_id, now()).await, Err(StoreError::NotFound)));
    let invite = NewInvite { id: id(591), secret_hash: [7; 32], technician_id: TECHNICIAN[0], expires_at: minutes(9) };
    assert!(matches!(store.create_invite(&stranger, invite, now()).await, Err(StoreError::NotFound)));
    assert!(matches!(store.tablet(other, [100; 32]).await, Err(StoreError::NotFound)));
    assert!(store.unassigned(&stranger).await.unwrap().is_empty());
    assert!(store.technicians(&stranger).await.unwrap().is_empty());
    assert!(store.tablets(&stranger).await.unwrap().is_empty());
    assert_eq!(store.search(&stranger, "K", 10).await.unwrap(), Default::default());
}
