//! Loaners: when one is proposed, and which of the pool will do (R9).

use jiff::civil::Date;

use crate::{
    calendar::{CalendarError, WorkingCalendar},
    model::{Category, Equipment, MachineState, Owner},
};

/// A machine that is restored later than this many working days after the visit calls for a loaner.
pub const LOANER_AFTER_WORKING_DAYS: u32 = 5;

/// Whether a loaner is to be proposed on `today`: an office machine that is out of service, not expected back within
/// five working days. `restored_on` is the day it should work again; `None` when nobody knows.
///
/// Errors: see [`WorkingCalendar::working_day_after`].
pub fn loaner_due(
    machine: &Equipment,
    state: MachineState,
    restored_on: Option<Date>,
    today: Date,
    calendar: &WorkingCalendar,
) -> Result<bool, CalendarError> {
    if state == MachineState::Working || !is_office(machine.category) {
        return Ok(false);
    }
    let latest = calendar.working_day_after(today, LOANER_AFTER_WORKING_DAYS)?;
    Ok(restored_on.is_none_or(|day| day > latest))
}

/// The machines of the pool that can stand in for `machine`, the one that is nearest to it first.
pub fn propose_loaners<'a>(machine: &Equipment, pool: &'a [Equipment]) -> Vec<&'a Equipment> {
    let can_go = |loaner: &&Equipment| {
        loaner.owner == Owner::LoanerPool && loaner.state == MachineState::Working && is_as_good(loaner, machine)
    };
    let mut loaners: Vec<&Equipment> = pool.iter().filter(can_go).collect();
    let excess = |loaner: &Equipment| {
        let speed = loaner.functions.pages_per_minute.saturating_sub(machine.functions.pages_per_minute);
        let is_other_category = loaner.category != machine.category;
        let has_more_colour = loaner.functions.colour && !machine.functions.colour;
        let has_more_paper = loaner.functions.a3 && !machine.functions.a3;
        (is_other_category, has_more_colour, has_more_paper, speed)
    };
    loaners.sort_by(|a, b| excess(a).cmp(&excess(b)).then_with(|| a.si.cmp(&b.si)));
    loaners
}

/// Whether one machine has the same or better functions than another: category, colour, paper size, speed.
pub fn is_as_good(loaner: &Equipment, machine: &Equipment) -> bool {
    let (has, needs) = (&loaner.functions, &machine.functions);
    can_stand_in(loaner.category, machine.category)
        && (has.colour || !needs.colour)
        && (has.a3 || !needs.a3)
        && has.pages_per_minute >= needs.pages_per_minute
}

fn is_office(category: Category) -> bool {
    matches!(category, Category::Printer | Category::Copier | Category::Fax | Category::Scanner | Category::Mfp)
}

/// A multi-function machine does what each of the single ones does.
fn can_stand_in(loaner: Category, machine: Category) -> bool {
    loaner == machine || (loaner == Category::Mfp && is_office(machine))
}
