//! Several servers on one database at once: what each acknowledges stands, and every feed stays dense.

use std::{collections::BTreeSet, time::Duration};

use feltbok_domain::model::{ContactEdit, Diagnosis, VisitEdit};
use feltbok_protocol::operation::Operation;
use feltbok_server_store::{ConsoleStore, IdentityStore, PostgresStore, SyncStore, TabletActor, UserActor};
use tokio::time::timeout;

use crate::{
    desk::Desk,
    fixture::{COMPANY, CONTACT, Pen, begin, id, now},
    identity::sighting,
    place::Database,
};

const ROUNDS: u32 = 20;

async fn push_all(store: PostgresStore, tablet: TabletActor, operations: Vec<Operation>) {
    for operation in operations {
        let pushed = store.push(&tablet, vec![operation], now()).await.unwrap();
        assert_eq!(pushed.results.len(), 1);
    }
}

async fn edit_contact(store: PostgresStore, admin: UserActor) {
    for round in 0..ROUNDS {
        let edit = ContactEdit { phone: Some(format!("+47 {round}")), ..ContactEdit::default() };
        store.edit_contact(&admin, CONTACT, edit, now()).await.unwrap();
    }
}

/// One technician's visit with an edit a round.
fn visit(technician: usize) -> Vec<Operation> {
    let mut pen = Pen::new(technician as u128 + 1);
    let visit = id(300 + technician as u128);
    let edits = (0..ROUNDS)
        .map(|round| VisitEdit::Diagnosis(Diagnosis { note: format!("look {round}"), ..Diagnosis::default() }));
    std::iter::once(begin(technician, technician)).chain(edits).map(|edit| pen.visit(visit, technician, edit)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_several_servers_write_at_once_all_stands() {
    let Some(place) = Database::make().await else { return };
    let (one, two, three) = (place.open().await, place.open().await, place.open().await);
    let desk = Desk::open(&one).await;
    let (kari, ola) = (desk.tablet(0).await, desk.tablet(1).await);
    let admin = desk.admin.clone();
    tokio::join!(
        push_all(one.clone(), kari.clone(), visit(0)),
        push_all(two.clone(), ola.clone(), visit(1)),
        edit_contact(three.clone(), admin)
    );
    for tablet in [kari, ola] {
        assert_eq!(three.pull(&tablet, vec![]).await.unwrap().last_dev_seq, u64::from(ROUNDS) + 1);
        for feed in tablet.feeds() {
            let content = three.feed_content(&tablet, &feed).await.unwrap();
            let mut digest = feltbok_protocol::digest::FeedDigest::default();
            for change in &content.changes {
                digest.toggle(change.kind, change.id, change.rev);
            }
            assert_eq!(digest.to_hex(), content.digest, "{feed}");
            let seqs: BTreeSet<u64> = content.changes.iter().map(|change| change.seq).collect();
            assert_eq!(seqs.len(), content.changes.len(), "{feed} gives a number twice");
            assert!(seqs.last().is_none_or(|last| *last <= content.seq));
        }
    }
}

/// Every sync tells that its tablet is there: that must neither wait for a long push of a colleague nor hold it up.
#[tokio::test]
async fn a_sighting_waits_for_no_writer_of_the_company() {
    let Some(place) = Database::make().await else { return };
    let store = place.open().await;
    let desk = Desk::open(&store).await;
    let tablet = desk.tablet(0).await;
    let writer = place.owner().await;
    let turn = format!("BEGIN; UPDATE epoch SET since_ms = since_ms WHERE company_id = '{COMPANY}'");
    writer.batch_execute(&turn).await.unwrap();
    let sighted = timeout(Duration::from_secs(20), store.sighted(&tablet, sighting(2, 5))).await;
    sighted.expect("it waits for the other's turn to end").unwrap();
    writer.batch_execute("COMMIT").await.unwrap();
    assert_eq!(store.tablets(&desk.admin).await.unwrap()[0].backlog, 5);
}
