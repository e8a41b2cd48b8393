//! R9: loaners.

use feltbok_domain::{
    calendar::WorkingCalendar,
    job_life::{loaner_due, propose_loaners},
    model::{Category, Equipment, Functions, MachineState, NetworkPlace, Owner},
    si::SiNumber,
};

use crate::{id, on};

fn machine(si: &str, category: Category, colour: bool, a3: bool, pages_per_minute: u32) -> Equipment {
    Equipment {
        id: id(1),
        si: SiNumber::canonical(si),
        category,
        make: String::new(),
        model: String::new(),
        serial: String::new(),
        customer_id: id(2),
        site_id: id(3),
        place: String::new(),
        user: String::new(),
        network: NetworkPlace::default(),
        condition: String::new(),
        state: MachineState::Working,
        functions: Functions { colour, a3, pages_per_minute },
        meters: Vec::new(),
        installed_on: None,
        factory_warranty_until: None,
        agreement_id: None,
        owner: Owner::LoanerPool,
        confirmed: true,
    }
}

#[test]
fn an_office_machine_that_stays_away_six_working_days_calls_for_a_loaner() {
    let printer = machine("SI-1", Category::Printer, false, false, 30);
    let calendar = WorkingCalendar::office("Europe/Oslo");
    let due = |machine: &Equipment, state, restored: Option<&str>| {
        loaner_due(machine, state, restored.map(on), on("2026-06-01"), &calendar).expect("countable")
    };
    assert!(!due(&printer, MachineState::Down, Some("2026-06-08")));
    assert!(due(&printer, MachineState::Down, Some("2026-06-09")));
    assert!(due(&printer, MachineState::Limited, None));
    assert!(!due(&printer, MachineState::Working, None));
    assert!(!due(&machine("SI-2", Category::Shredder, false, false, 0), MachineState::Down, None));
}

#[test]
fn a_loaner_does_the_same_or_better() {
    let own = machine("SI-0", Category::Printer, true, false, 30);
    let busy = Equipment { state: MachineState::Down, ..machine("SI-9", Category::Printer, true, false, 30) };
    let sold = Equipment { owner: Owner::Customer, ..machine("SI-8", Category::Printer, true, false, 30) };
    let pool = [
        machine("SI-1", Category::Mfp, true, true, 60),
        machine("SI-2", Category::Printer, true, true, 30),
        machine("SI-3", Category::Printer, false, true, 60),
        machine("SI-4", Category::Printer, true, false, 29),
        machine("SI-5", Category::Printer, true, false, 45),
        machine("SI-6", Category::Printer, true, false, 30),
        machine("SI-7", Category::Scanner, true, true, 60),
        sold,
        busy,
    ];
    let proposed: Vec<&str> = propose_loaners(&own, &pool).into_iter().map(|loaner| loaner.si.as_str()).collect();
    assert_eq!(proposed, ["SI-6", "SI-5", "SI-2", "SI-1"]);
}

#[test]
fn paper_size_is_a_function_too() {
    let own = machine("SI-0", Category::Copier, false, true, 20);
    let pool = [machine("SI-1", Category::Copier, true, false, 60), machine("SI-2", Category::Copier, false, true, 20)];
    let proposed: Vec<&str> = propose_loaners(&own, &pool).into_iter().map(|loaner| loaner.si.as_str()).collect();
    assert_eq!(proposed, ["SI-2"]);
}
