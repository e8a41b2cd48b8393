//! The simulation: the real engine, tablet store and server store under a seeded schedule of edits, losses, repeats, late
//! messages, crashes, clock jumps, reassignments, restores, fills and updates. After quiet, DESIGN §3's invariants must hold.
//!
//! `cargo xtask sim --seeds N --from FIRST` runs as many as wanted.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod days;
#[path = "../../crates/server-store/tests/contract/fixture.rs"]
#[allow(dead_code, reason = "the contract of the stores uses more of it")]
mod fixture;
mod office;
mod place;
mod plan;
mod planted;
mod play;
mod snapshots;
mod van;
mod version;
mod world;

use place::Database;
use planted::Planted;
use play::Setting;

/// Seeds within which each planted bug must be found.
const FOUND_WITHIN: u64 = 1_000;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The cluster that `cargo xtask test` and `cargo xtask sim --postgres` start.
fn postgres() -> Option<Database> {
    std::env::var("FELTBOK_POSTGRES").ok().map(Database::Postgres)
}

fn hold_everywhere(database: Database, from: u64, seeds: u64, joins: bool) {
    play::listen_to_panics();
    let setting = Setting { database, planted: None, joins };
    if let Some(violation) = play::search(number("FELTBOK_SIM_FROM", from), seeds, &setting) {
        eprintln!("{violation}");
        panic!("an invariant did not hold");
    }
}

#[test]
fn whatever_happens_nothing_is_lost_doubled_stuck_or_leaked() {
    hold_everywhere(Database::Sqlite, 1, number("FELTBOK_SIM_SEEDS", 1_000), false);
}

#[test]
fn whatever_happens_when_tablets_join_again_it_is_so_too() {
    hold_everywhere(Database::Sqlite, 2_000, number("FELTBOK_SIM_SEEDS", 150), true);
}

#[test]
fn nor_is_it_on_postgres() {
    match postgres() {
        Some(database) => hold_everywhere(database, 1, number("FELTBOK_SIM_POSTGRES_SEEDS", 20), false),
        None => eprintln!("not tried on PostgreSQL: FELTBOK_POSTGRES names no cluster"),
    }
}

#[test]
fn a_planted_bug_is_found() {
    play::listen_to_panics();
    let mut missed = Vec::new();
    for planted in Planted::ALL {
        let setting = Setting { database: Database::Sqlite, planted: Some(planted), joins: true };
        match play::search(1, FOUND_WITHIN, &setting) {
            Some(violation) => println!("{planted:?} was found by {violation}\n"),
            None => missed.push(planted),
        }
    }
    if !missed.is_empty() {
        eprintln!("{missed:?} were not found within {FOUND_WITHIN} seeds");
        panic!("the simulation is blind");
    }
}

fn each_store() -> Vec<Database> {
    [Some(Database::Sqlite), postgres()].into_iter().flatten().collect()
}

#[test]
fn a_server_of_yesterdays_backup_gets_todays_work_again() {
    each_store().iter().for_each(days::yesterdays_backup);
}

#[test]
fn what_is_done_again_after_a_silent_restore_reaches_the_tablets() {
    each_store().iter().for_each(days::done_again_after_a_silent_restore);
}

#[test]
fn a_tablet_that_was_off_for_sixty_days_brings_its_work() {
    each_store().iter().for_each(days::sixty_days_off);
}

#[test]
fn a_server_killed_during_every_push_has_each_once() {
    each_store().iter().for_each(days::killed_during_every_push);
}
