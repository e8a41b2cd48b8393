//! R21: the ledger does not care about order, and nothing appears from nowhere.

use feltbok_domain::{
    ids::Id,
    stock::{Ledger, Movement, MovementKind, whereabouts},
};
use jiff::Timestamp;
use proptest::prelude::*;

const PARTS: u128 = 3;
const PLACES: u128 = 4;

fn any_place() -> impl Strategy<Value = Option<Id>> {
    prop::option::of((1..=PLACES).prop_map(Id::from_u128))
}

fn any_movement() -> impl Strategy<Value = Movement> {
    use MovementKind::*;
    let kinds = vec![Receive, Issue, ReturnUnused, ReturnDefective, TransferOut, TransferIn, CountAdjustment, Scrap];
    let kind = prop::sample::select(kinds);
    (any::<u128>(), 0..PARTS, kind, any_place(), any_place(), 1_u32..100, 0_i64..50).prop_map(
        |(id, part, kind, from, to, quantity, second)| Movement {
            id: Id::from_u128(id),
            part_id: Id::from_u128(part),
            kind,
            from,
            to,
            quantity,
            serial: (quantity % 2 == 0).then(|| "S".into()),
            lot: None,
            job_id: None,
            visit_id: None,
            transfer_id: None,
            at: Timestamp::from_second(second).expect("in range"),
            by: Id::nil(),
            note: None,
        },
    )
}

fn shuffled() -> impl Strategy<Value = (Vec<Movement>, Vec<Movement>)> {
    prop::collection::vec(any_movement(), 0..40).prop_flat_map(|movements| {
        let twice: Vec<Movement> = movements.iter().chain(&movements).cloned().collect();
        (Just(movements), Just(twice).prop_shuffle())
    })
}

proptest! {
    #[test]
    fn the_ledger_is_independent_of_order_and_repetition((once, again) in shuffled()) {
        let ledger: Ledger = once.iter().collect();
        prop_assert_eq!(&ledger, &again.iter().collect());
        for part in (0..PARTS).map(Id::from_u128) {
            prop_assert_eq!(ledger.sum_everywhere(part), 0);
            let places = (1..=PLACES).map(|place| Some(Id::from_u128(place))).chain([None]);
            for place in places {
                let sum = feltbok_domain::stock::balance(&once, place, part);
                prop_assert_eq!(ledger.balance(place, part), sum);
            }
        }
    }

    #[test]
    fn a_serial_is_where_it_is_in_whatever_order_one_reads((once, again) in shuffled()) {
        let part = Id::from_u128(1);
        let mut distinct = again;
        distinct.sort_by_key(|movement| std::cmp::Reverse(movement.id));
        distinct.dedup();
        prop_assert_eq!(whereabouts(&once, part, "S"), whereabouts(&distinct, part, "s"));
    }
}
