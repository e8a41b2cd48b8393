//! R21–R24: the ledger, counts, serials, transfers and replenishment.

use feltbok_domain::{
    ids::Id,
    stock::{
        CountRequest, Difference, Ledger, Level, Movement, MovementError, MovementKind, Proposal, SerialError,
        TransferState, Whereabouts, balance, count_adjustment, count_request, differences, may_issue, propose,
        transfers, whereabouts,
    },
};

use crate::{at, id};

const PART: u128 = 100;
const VAN: u128 = 1;
const OTHER_VAN: u128 = 2;

fn movement(number: u128, kind: MovementKind, from: Option<u128>, to: Option<u128>, quantity: u32) -> Movement {
    let hour = number % 24;
    Movement {
        id: id(number),
        part_id: id(PART),
        kind,
        from: from.map(id),
        to: to.map(id),
        quantity,
        serial: None,
        lot: None,
        job_id: None,
        visit_id: None,
        transfer_id: None,
        at: at(&format!("2026-06-01T{hour:02}:00:00Z")),
        by: id(9),
        note: None,
    }
}

fn with_serial(mut movement: Movement, serial: &str) -> Movement {
    movement.serial = Some(serial.into());
    movement.job_id = Some(id(77));
    movement
}

fn transfer(mut movement: Movement, transfer_id: u128) -> Movement {
    movement.transfer_id = Some(id(transfer_id));
    movement
}

#[test]
fn a_balance_is_the_sum_of_its_movements() {
    let movements = [
        movement(1, MovementKind::Receive, None, Some(VAN), 5),
        movement(2, MovementKind::Issue, Some(VAN), None, 2),
        movement(3, MovementKind::ReturnUnused, None, Some(VAN), 1),
    ];
    assert_eq!(balance(&movements, Some(id(VAN)), id(PART)), 4);
    assert_eq!(balance(&movements, None, id(PART)), -4);
    assert_eq!(balance(&movements, Some(id(VAN)), id(8)), 0);
    let ledger: Ledger = movements.iter().collect();
    assert_eq!(ledger.balance(Some(id(VAN)), id(PART)), 4);
    assert_eq!(ledger.sum_everywhere(id(PART)), 0);
    assert_eq!(ledger.balances().count(), 2);
}

#[test]
fn a_movement_that_arrives_twice_counts_once() {
    let receipt = movement(1, MovementKind::Receive, None, Some(VAN), 5);
    let mut ledger = Ledger::default();
    assert!(ledger.add(&receipt));
    assert!(!ledger.add(&receipt));
    assert_eq!(ledger.balance(Some(id(VAN)), id(PART)), 5);
}

#[test]
fn using_what_the_books_lack_asks_for_a_count() {
    let issue = movement(1, MovementKind::Issue, Some(VAN), None, 2);
    let requested = CountRequest { location_id: id(VAN), part_id: id(PART), balance: -2 };
    assert_eq!(count_request(&issue, -2), Some(requested));
    assert_eq!(count_request(&issue, 0), None);
    assert_eq!(count_request(&movement(2, MovementKind::Receive, None, Some(VAN), 2), -1), None);
}

#[test]
fn a_count_moves_the_difference() {
    use MovementKind::CountAdjustment;
    let van = id(VAN);
    assert_eq!(count_adjustment(van, -2, 3), Some((CountAdjustment, None, Some(van), 5)));
    assert_eq!(count_adjustment(van, 4, 3), Some((CountAdjustment, Some(van), None, 1)));
    assert_eq!(count_adjustment(van, 3, 3), None);
}

#[test]
fn movements_go_the_way_of_their_kind() {
    use MovementKind::*;
    let check = |kind, from, to, quantity, expected: Result<(), MovementError>| {
        assert_eq!(movement(1, kind, from, to, quantity).check(), expected, "{kind:?}");
    };
    check(Issue, Some(VAN), None, 1, Ok(()));
    check(Issue, Some(VAN), None, 0, Err(MovementError::NoQuantity));
    check(Issue, Some(VAN), Some(OTHER_VAN), 1, Err(MovementError::WrongSides));
    check(Receive, Some(VAN), None, 1, Err(MovementError::WrongSides));
    check(ReturnDefective, None, Some(VAN), 1, Ok(()));
    check(ReturnDefective, Some(VAN), Some(OTHER_VAN), 1, Ok(()));
    check(CountAdjustment, Some(VAN), Some(OTHER_VAN), 1, Err(MovementError::WrongSides));
    check(Scrap, Some(VAN), Some(VAN), 1, Err(MovementError::SamePlace));
    check(TransferOut, Some(VAN), None, 1, Err(MovementError::NoTransferId));
    assert_eq!(transfer(movement(1, TransferOut, Some(VAN), None, 1), 5).check(), Ok(()));
    assert_eq!(with_serial(movement(1, Issue, Some(VAN), None, 2), "A").check(), Err(MovementError::SerialQuantity));
}

#[test]
fn a_serial_is_issued_once() {
    use MovementKind::*;
    let received = with_serial(movement(1, Receive, None, Some(VAN), 1), "SN-1");
    let issued = with_serial(movement(2, Issue, Some(VAN), None, 1), "sn-1 ");
    let returned = with_serial(movement(3, ReturnUnused, None, Some(VAN), 1), "SN-1");
    let may = |story: &[&Movement]| may_issue(story.iter().copied(), id(PART), "SN-1");
    assert_eq!(may(&[]), Ok(()));
    assert_eq!(may(&[&received]), Ok(()));
    let went = Whereabouts::Issued { job_id: Some(id(77)), visit_id: None, on: issued.at };
    let refused = Err(SerialError::AlreadyGone { serial: "SN-1".into(), went });
    assert_eq!(may(&[&issued, &received]), refused);
    assert_eq!(may(&[&received, &issued, &returned]), Ok(()));
    // The receipt is entered after the part was used: it is on the job all the same.
    let late_receipt = with_serial(movement(5, Receive, None, Some(VAN), 1), "SN-1");
    assert_eq!(may(&[&issued, &late_receipt]), refused);
    assert_eq!(may_issue([&issued], id(8), "SN-1"), Ok(()));
}

#[test]
fn a_defective_or_scrapped_serial_is_gone() {
    use MovementKind::*;
    let issued = with_serial(movement(2, Issue, Some(VAN), None, 1), "SN-1");
    let defective = with_serial(movement(3, ReturnDefective, None, Some(VAN), 1), "SN-1");
    let scrapped = with_serial(movement(4, Scrap, Some(VAN), None, 1), "SN-2");
    let gone = Whereabouts::Gone { kind: ReturnDefective, on: defective.at };
    assert_eq!(whereabouts([&issued, &defective], id(PART), "SN-1"), gone);
    assert!(may_issue([&defective], id(PART), "SN-1").is_err());
    assert!(may_issue([&scrapped], id(PART), "SN-2").is_err());
}

#[test]
fn a_serial_on_the_road_can_be_used_by_whoever_holds_it() {
    let given = transfer(with_serial(movement(2, MovementKind::TransferOut, Some(VAN), None, 1), "SN-1"), 5);
    let taken = transfer(with_serial(movement(3, MovementKind::TransferIn, None, Some(OTHER_VAN), 1), "SN-1"), 5);
    let at_place = |story: &[&Movement]| whereabouts(story.iter().copied(), id(PART), "SN-1");
    assert_eq!(at_place(&[&given]), Whereabouts::OnTheWay { transfer_id: Some(id(5)) });
    assert_eq!(at_place(&[&taken, &given]), Whereabouts::InStock { location_id: id(OTHER_VAN) });
    assert_eq!(may_issue([&given], id(PART), "SN-1"), Ok(()));
}

#[test]
fn the_halves_of_a_transfer_meet_by_its_id() {
    let given = transfer(movement(1, MovementKind::TransferOut, Some(VAN), None, 3), 5);
    let taken = transfer(movement(2, MovementKind::TransferIn, None, Some(OTHER_VAN), 3), 5);
    let short = transfer(movement(2, MovementKind::TransferIn, None, Some(OTHER_VAN), 2), 5);
    let other = movement(3, MovementKind::Issue, Some(VAN), None, 1);
    let state = |halves: &[&Movement]| {
        transfers(halves.iter().copied()).iter().map(|transfer| transfer.state()).collect::<Vec<_>>()
    };
    assert_eq!(state(&[&given, &other]), [TransferState::OnTheWay]);
    assert_eq!(state(&[&taken]), [TransferState::GiverMissing]);
    assert_eq!(state(&[&taken, &given]), [TransferState::Complete]);
    assert_eq!(state(&[&given, &short]), [TransferState::Differs]);
    let met = transfers([&taken, &given]);
    assert_eq!((met[0].giver, met[0].receiver), (Some(id(VAN)), Some(id(OTHER_VAN))));
    let ledger: Ledger = [&taken, &given].into_iter().collect();
    assert_eq!((ledger.balance(None, id(PART)), ledger.balance(Some(id(OTHER_VAN)), id(PART))), (0, 3));
}

#[test]
fn below_min_is_filled_up_to_max() {
    let level = Level { location_id: id(VAN), part_id: id(PART), min: 2, max: 5, balance: 1, on_the_way: 0 };
    let proposed = |level: Level| propose(&level).map(|proposal: Proposal| proposal.quantity);
    assert_eq!(proposed(level), Some(4));
    assert_eq!(proposed(Level { balance: 2, ..level }), None);
    assert_eq!(proposed(Level { balance: -3, ..level }), Some(8));
    assert_eq!(proposed(Level { on_the_way: 1, ..level }), None);
    assert_eq!(proposed(Level { balance: 0, on_the_way: 1, ..level }), Some(4));
    assert_eq!(proposed(Level { max: 0, ..level }), Some(1));
    assert_eq!(proposed(Level { min: 0, max: 0, balance: 0, ..level }), None);
}

#[test]
fn differences_on_arrival_are_named() {
    let list = |entries: &[(u128, u32)]| entries.iter().map(|(part, n)| (id(*part), *n)).collect::<Vec<(Id, u32)>>();
    let found = differences(&list(&[(1, 2), (2, 1), (3, 4)]), &list(&[(2, 1), (1, 1), (1, 1), (3, 3), (4, 1)]));
    let difference = |part, sent, received| Difference { part_id: id(part), sent, received };
    assert_eq!(found, [difference(3, 4, 3), difference(4, 0, 1)]);
}
