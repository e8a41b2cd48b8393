//! Alone in its process, since only the first opening of a process can meet what is tried here.

mod common;

use std::{process::Command, sync::Barrier};

use common::Tablet;

/// One process in twenty met the fault that this is about, so some are run.
#[test]
fn many_threads_may_be_the_first_to_open() {
    for _ in 0..30 {
        let run = Command::new(std::env::current_exe().unwrap()).args(["--ignored", "--exact", "together"]).output();
        let run = run.unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    }
}

#[test]
#[ignore = "run by the other one, in processes of its own"]
fn together() {
    let tablets: Vec<Tablet> = (0..16).map(Tablet::new).collect();
    let start = Barrier::new(tablets.len());
    std::thread::scope(|scope| {
        for tablet in &tablets {
            scope.spawn(|| {
                start.wait();
                tablet.open();
            });
        }
    });
}
