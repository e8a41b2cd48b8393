//! What a sealed work order sets off.

use feltbok_domain::{
    entitlement::{PrepaidDebit, Verdict},
    ids::derived,
    job_life::JobStatus,
    model::{Agreement, Job, Passport, SignedWorkOrder, StockLevel, VisitEdit},
    money::Currency,
    stock::{Movement, MovementKind},
};
use feltbok_protocol::operation::{Edit, Outcome};
use feltbok_server_store::{Store, TabletActor};

use crate::{
    desk::Desk,
    fixture::{EQUIPMENT, FUSER, JOB, PREPAID, Pen, TECHNICIAN, VAN, company, fitted, id, job, now, sealed},
};

async fn balance(desk: &Desk<'_>, tablet: &TabletActor) -> i32 {
    desk.held::<StockLevel>(tablet, derived(VAN[0], &FUSER.to_string())).await.unwrap().balance
}

pub async fn a_sealed_visit_ends_the_job_and_fills_the_passport(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let results = desk.push(&tablet, Pen::new(1).whole_visit(id(300), 0, 0)).await;
    assert!(results.iter().all(|result| result.outcome == Outcome::Applied), "{results:?}");
    let job: Job = desk.held(&tablet, JOB[0]).await.unwrap();
    assert_eq!(job.status, JobStatus::Completed);
    assert_eq!(job.history.last().unwrap().by_name, "Kari Nordmann");
    let passport: Passport = desk.held(&tablet, EQUIPMENT).await.unwrap();
    assert_eq!(passport.visits[0].work_order.as_deref(), Some("WO-2026-T01-0001"));
    assert_eq!(passport.readings[0].value, 12_345);
    assert_eq!(passport.parts[0].warranty_until.to_string(), "2027-02-23");
    assert_eq!(balance(&desk, &tablet).await, 1);
    let pulled = store.pull(&tablet, vec![]).await.unwrap();
    assert_eq!(pulled.missing_files, [format!("{:064x}", 1)]);
    assert!(desk.notices().await.is_empty());
}

pub async fn an_unsigned_work_order_is_for_review(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut operations = Pen::new(1).whole_visit(id(300), 0, 0);
    let last = operations.last_mut().unwrap();
    last.fields = Edit::Visit(VisitEdit::Seal(sealed("WO-2026-T01-0001", 1, false))).fields();
    desk.push(&tablet, operations).await;
    assert_eq!(desk.notices().await, ["unsigned"]);
}

pub async fn stock_is_booked_once_whoever_books_it(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut pen = Pen::new(1);
    let by_tablet = Movement {
        id: id(800),
        part_id: FUSER,
        kind: MovementKind::Issue,
        from: Some(VAN[0]),
        to: None,
        quantity: 1,
        serial: None,
        lot: None,
        job_id: Some(JOB[0]),
        visit_id: Some(id(300)),
        transfer_id: None,
        at: now(),
        by: TECHNICIAN[0],
        note: None,
    };
    let mut operations = vec![pen.write(id(800), Some(JOB[0]), 0, &Edit::Movement(by_tablet))];
    operations.extend(pen.whole_visit(id(300), 0, 0));
    desk.push(&tablet, operations).await;
    assert_eq!(balance(&desk, &tablet).await, 1);
}

pub async fn a_further_revision_books_nothing(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut pen = Pen::new(1);
    desk.push(&tablet, pen.whole_visit(id(300), 0, 0)).await;
    let revision = pen.visit(id(300), 0, VisitEdit::Seal(sealed("WO-2026-T01-0001", 2, true)));
    let results = desk.push(&tablet, vec![revision]).await;
    assert_eq!(results[0].outcome, Outcome::Applied, "{results:?}");
    assert_eq!(balance(&desk, &tablet).await, 1);
    let passport: Passport = desk.held(&tablet, EQUIPMENT).await.unwrap();
    assert_eq!((passport.visits.len(), passport.parts.len(), passport.readings.len()), (1, 1, 1));
}

pub async fn prepaid_minutes_are_settled_here(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let mut seed = company();
    seed.jobs = vec![Job { agreement_id: Some(PREPAID), ..job(0) }];
    store.seed(crate::fixture::COMPANY, seed, now()).await.unwrap();
    let tablet = desk.tablet(0).await;
    let verdict = Verdict {
        labour: None,
        travel: None,
        parts: vec![],
        prepaid_debits: vec![PrepaidDebit { lot: 0, minutes: 75 }],
        inactive_because: None,
        lines: vec![],
        currency: Currency::new("NOK").unwrap(),
        vat_basis_points: 2500,
        net: 0,
        vat: 0,
        gross: 0,
        needs_consent: false,
    };
    let mut operations = Pen::new(1).whole_visit(id(300), 0, 0);
    let last = operations.last_mut().unwrap();
    let seal = SignedWorkOrder { verdict: Some(verdict), ..sealed("WO-2026-T01-0001", 1, true) };
    last.fields = Edit::Visit(VisitEdit::Seal(seal)).fields();
    desk.push(&tablet, operations).await;
    let agreement: Agreement = desk.held(&tablet, PREPAID).await.unwrap();
    assert_eq!(agreement.prepaid_lots[0].minutes_left, 0, "60 were left of the 75 that the tablet counted on");
    assert_eq!(desk.notices().await, ["prepaid_short"]);
}

pub async fn a_sealed_visit_takes_no_edit(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let mut pen = Pen::new(1);
    desk.push(&tablet, pen.whole_visit(id(300), 0, 0)).await;
    let late = pen.visit(id(300), 0, VisitEdit::PutPart(fitted(id(905), FUSER, 0, None)));
    let results = desk.push(&tablet, vec![late]).await;
    assert_eq!(results[0].code.as_deref(), Some("sealed"));
}
