//! Operations: each once, each with its own answer, none beyond its grants.

use feltbok_domain::{
    ids::derived,
    job_life::JobStatus,
    model::{Contact, ContactEdit, Equipment, Job, StockLevel, Visit, VisitEdit},
    stock::{Movement, MovementKind},
};
use feltbok_protocol::operation::{Edit, Outcome};
use feltbok_server_store::{Store, StoreError, api::Seed};

use crate::{
    desk::{Desk, Mirror},
    fixture::{
        BOARD, COMPANY, CONTACT, FUSER, JOB, Pen, TECHNICIAN, VAN, begin, equipment, fitted, id, minutes, now, part,
    },
};

pub async fn an_operation_sent_twice_takes_effect_once(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut pen = Pen::new(1);
    let operations = vec![
        pen.visit(id(300), 0, begin(0, 0)),
        pen.visit(id(300), 0, VisitEdit::PutPart(fitted(id(900), FUSER, 0, None))),
    ];
    let first = desk.push(&tablet, operations.clone()).await;
    let again = desk.push(&tablet, operations).await;
    assert_eq!(first, again);
    assert!(first.iter().all(|result| result.outcome == Outcome::Applied), "{first:?}");
    let visit: Visit = desk.held(&tablet, id(300)).await.unwrap();
    assert_eq!(visit.parts.len(), 1);
}

pub async fn the_same_number_with_another_content_is_a_clone(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    desk.push(&tablet, vec![Pen::new(1).visit(id(300), 0, begin(0, 0))]).await;
    let other = Pen::new(1).visit(id(301), 0, begin(0, 0));
    let error = store.push(&tablet, vec![other], now()).await.unwrap_err();
    assert!(matches!(error, StoreError::TabletCloned { dev_seq: 1 }), "{error:?}");
    assert!(desk.held::<Visit>(&tablet, id(301)).await.is_none());
}

pub async fn nothing_behind_a_gap_is_taken_in(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut pen = Pen::new(1);
    let (first, _lost, third) =
        (pen.visit(id(300), 0, begin(0, 0)), pen.visit(id(301), 0, begin(0, 0)), pen.visit(id(302), 0, begin(0, 0)));
    let pushed = store.push(&tablet, vec![first, third], now()).await.unwrap();
    assert_eq!((pushed.last_dev_seq, pushed.results.len()), (1, 1));
    assert!(desk.held::<Visit>(&tablet, id(302)).await.is_none());
}

pub async fn a_bad_operation_is_rejected_alone(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut pen = Pen::new(1);
    let mut strange = pen.visit(id(300), 0, begin(0, 0));
    strange.kind = "teleport".into();
    let mut newer = pen.visit(id(300), 0, begin(0, 0));
    newer.v = 99;
    let mut damaged = pen.visit(id(300), 0, begin(0, 0));
    damaged.fields = serde_json::json!({ "edit": "begin", "job_id": 7 });
    let good = pen.visit(id(300), 0, begin(0, 0));
    let results = desk.push(&tablet, vec![strange, newer, damaged, good]).await;
    let codes: Vec<_> = results.iter().map(|result| (result.outcome, result.code.as_deref())).collect();
    assert_eq!(
        codes,
        [
            (Outcome::Rejected, Some("operation_unknown")),
            (Outcome::Rejected, Some("operation_too_new")),
            (Outcome::Rejected, Some("operation_unreadable")),
            (Outcome::Applied, None),
        ]
    );
}

pub async fn a_job_never_held_is_not_there(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut pen = Pen::new(1);
    let results = desk
        .push(
            &tablet,
            vec![
                // The colleague's job, in the own name and in the colleague's.
                pen.visit(id(300), 1, begin(1, 0)),
                pen.visit(id(301), 0, begin(0, 1)),
                pen.status(1, JobStatus::Dispatched, JobStatus::Accepted, 0),
            ],
        )
        .await;
    let is_not_found = |code: &Option<String>| code.as_deref() == Some("not_found");
    assert!(results.iter().all(|result| is_not_found(&result.code)), "{results:?}");
}

fn issue(number: u128, part_id: feltbok_domain::ids::Id, serial: Option<&str>) -> Movement {
    Movement {
        id: id(number),
        part_id,
        kind: MovementKind::Issue,
        from: Some(VAN[0]),
        to: None,
        quantity: 1,
        serial: serial.map(str::to_owned),
        lot: None,
        job_id: Some(JOB[0]),
        visit_id: None,
        transfer_id: None,
        at: minutes(5),
        by: TECHNICIAN[0],
        note: None,
    }
}

pub async fn a_rejected_movement_moves_no_feed(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let heads = store.heads(&tablet).await.unwrap();
    let mut pen = Pen::new(1);
    let unknown_part = issue(800, id(999), None);
    let foreign_van = Movement { from: Some(VAN[1]), ..issue(801, FUSER, None) };
    let nothing = Movement { quantity: 0, ..issue(802, FUSER, None) };
    let operations =
        [unknown_part, foreign_van, nothing].map(|movement| pen.write(movement.id, None, 0, &Edit::Movement(movement)));
    let results = desk.push(&tablet, operations.to_vec()).await;
    assert!(results.iter().all(|result| result.outcome == Outcome::Rejected), "{results:?}");
    assert_eq!(store.heads(&tablet).await.unwrap(), heads);
}

pub async fn what_the_database_refuses_is_undone_alone_and_holds_nothing_up(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let level = derived(VAN[0], &FUSER.to_string());
    let before = desk.held::<StockLevel>(&tablet, level).await.unwrap().balance;
    let mut pen = Pen::new(1);
    // The van's level is changed before it turns out that the other place is none.
    let nowhere = Movement { kind: MovementKind::ReturnDefective, to: Some(id(998)), ..issue(801, FUSER, None) };
    let operations = [issue(800, FUSER, None), nowhere, issue(802, FUSER, None)]
        .map(|movement| pen.write(movement.id, None, 0, &Edit::Movement(movement)));
    let results = desk.push(&tablet, operations.to_vec()).await;
    let told: Vec<_> = results.iter().map(|result| (result.outcome, result.code.as_deref())).collect();
    assert_eq!(told, [(Outcome::Applied, None), (Outcome::Rejected, Some("contradiction")), (Outcome::Applied, None)]);
    assert_eq!(desk.held::<StockLevel>(&tablet, level).await.unwrap().balance, before - 2);
}

pub async fn movements_of_one_batch_add_up_on_a_level_under_an_id_of_the_offices(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let (toner, level) = (id(90), id(700));
    let stocked =
        StockLevel { id: level, location_id: VAN[0], part_id: toner, balance: 5, min: 0, max: 0, serials: vec![] };
    let seed = Seed { parts: vec![part(toner, "TO-1", false)], stock: vec![stocked], ..Seed::default() };
    store.seed(COMPANY, seed, now()).await.unwrap();
    let tablet = desk.tablet(0).await;
    let mut pen = Pen::new(1);
    let operations = [issue(800, toner, None), issue(801, toner, None)]
        .map(|movement| pen.write(movement.id, None, 0, &Edit::Movement(movement)));
    desk.push(&tablet, operations.to_vec()).await;
    assert_eq!(desk.held::<StockLevel>(&tablet, level).await.unwrap().balance, 3);
}

pub async fn a_serial_is_issued_once(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut pen = Pen::new(1);
    let operations = [issue(800, BOARD, Some("S-1")), issue(801, BOARD, Some(" s-1 "))]
        .map(|movement| pen.write(movement.id, None, 0, &Edit::Movement(movement)));
    let results = desk.push(&tablet, operations.to_vec()).await;
    assert_eq!(results[0].outcome, Outcome::Applied);
    assert_eq!(results[1].code.as_deref(), Some("serial_used"));
    let level: StockLevel = desk.held(&tablet, feltbok_domain::ids::derived(VAN[0], &BOARD.to_string())).await.unwrap();
    assert_eq!((level.balance, level.serials.len()), (0, 0));
}

pub async fn a_step_of_dispatchs_state_is_kept_as_a_conflict(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let rev = store.job(&desk.admin, JOB[0]).await.unwrap().rev;
    store.set_status(&desk.admin, JOB[0], rev, JobStatus::Cancelled, Some("called off".into()), now()).await.unwrap();
    let results = desk.push(&tablet, vec![Pen::new(1).status(0, JobStatus::Dispatched, JobStatus::Accepted, 0)]).await;
    assert_eq!(results[0].outcome, Outcome::Conflict);
    let conflicts = store.conflicts(&desk.admin).await.unwrap();
    assert_eq!(conflicts[0].kept, serde_json::json!("cancelled"));
    assert_eq!(conflicts[0].offered["to"], "accepted");
    // The tablet's word for its technician is not taken over.
    assert_eq!(conflicts[0].offered["by_name"], "Kari Nordmann");
    assert_eq!(store.job(&desk.admin, JOB[0]).await.unwrap().job.status, JobStatus::Cancelled);
}

pub async fn fields_changed_on_one_side_merge_and_on_both_conflict(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let office = ContactEdit { phone: Some("+47 2".into()), ..ContactEdit::default() };
    store.edit_contact(&desk.admin, CONTACT, office, now()).await.unwrap();
    let field = ContactEdit { phone: Some("+47 3".into()), email: Some("new@example.org".into()), name: None };
    let results = desk.push(&tablet, vec![Pen::new(1).write(CONTACT, None, 1, &Edit::Contact(field))]).await;
    assert_eq!(results[0].code.as_deref(), Some("field_changed"));
    let contact: Contact = desk.held(&tablet, CONTACT).await.unwrap();
    assert_eq!((contact.phone.as_str(), contact.email.as_str()), ("+47 2", "new@example.org"));
    let conflicts = store.conflicts(&desk.admin).await.unwrap();
    assert_eq!((conflicts[0].kept.as_str(), conflicts[0].offered.as_str()), (Some("+47 2"), Some("+47 3")));
    store.resolve_conflict(&desk.admin, conflicts[0].id, true, now()).await.unwrap();
    let contact: Contact = desk.held(&tablet, CONTACT).await.unwrap();
    assert_eq!(contact.phone, "+47 3");
    assert!(store.conflicts(&desk.admin).await.unwrap().is_empty());
}

pub async fn a_draft_machine_waits_for_dispatch(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let draft = equipment(id(62), "SI-200006");
    let edit = Edit::EquipmentDraft(Box::new(draft.clone()));
    let results = desk.push(&tablet, vec![Pen::new(1).write(draft.id, Some(JOB[0]), 0, &edit)]).await;
    assert_eq!(results[0].outcome, Outcome::Applied, "{results:?}");
    // It claims to be confirmed; that is dispatch's to say.
    assert!(!desk.held::<Equipment>(&tablet, draft.id).await.unwrap().confirmed);
    assert_eq!(desk.notices().await, ["draft_equipment"]);
    store.confirm_equipment(&desk.admin, draft.clone(), now()).await.unwrap();
    assert!(desk.held::<Equipment>(&tablet, draft.id).await.unwrap().confirmed);
    assert!(desk.notices().await.is_empty());
}

pub async fn a_taken_away_job_still_takes_in_its_report(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let (first, second) = (desk.tablet(0).await, desk.tablet(1).await);
    desk.assign(JOB[0], 1).await;
    let results = desk.push(&first, Pen::new(1).whole_visit(id(300), 0, 0)).await;
    assert!(results.iter().all(|result| result.outcome != Outcome::Rejected), "{results:?}");
    assert!(desk.notices().await.contains(&"reassigned_report".to_owned()));
    let mut mirror = Mirror::default();
    desk.pull(&first, &mut mirror).await;
    assert!(mirror.get::<Job>(JOB[0]).is_none(), "the first tablet holds the job no more");
    let job: Job = desk.held(&second, JOB[0]).await.unwrap();
    assert_eq!((job.status, job.technician_id), (JobStatus::Dispatched, Some(TECHNICIAN[1])));
    assert!(desk.held::<Visit>(&second, id(300)).await.is_some(), "the second one sees what was done");
    assert!(store.conflicts(&desk.admin).await.unwrap().iter().any(|conflict| conflict.code == "reassigned"));
}
