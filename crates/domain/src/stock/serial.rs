//! Serial-tracked parts: each exists once, and one that was issued cannot be issued again (R24).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Movement, MovementKind, StockLocationId};
use crate::ids::Id;

/// Where a serial is by the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Whereabouts {
    /// No movement names it: it may be used, the books will follow (R22).
    Unknown,
    InStock {
        location_id: StockLocationId,
    },
    /// Given, not received yet.
    OnTheWay {
        transfer_id: Option<Id>,
    },
    /// Used on a job.
    Issued {
        job_id: Option<Id>,
        visit_id: Option<Id>,
        on: Timestamp,
    },
    /// Came back defective, or was scrapped or counted out.
    Gone {
        kind: MovementKind,
        on: Timestamp,
    },
}

/// Why a serial is not issued.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum SerialError {
    /// Look at the label again; `went` says where this one went.
    #[error("serial {serial} was used already")]
    AlreadyGone { serial: String, went: Whereabouts },
}

/// Where the serial of a part is, whatever order the movements come in. A part that was issued more often than it was
/// returned is on a job, even if a movement with a later time (a late receipt, a wrong clock) says otherwise.
pub fn whereabouts<'a>(movements: impl IntoIterator<Item = &'a Movement>, part_id: Id, serial: &str) -> Whereabouts {
    let names_it = |movement: &&Movement| {
        movement.part_id == part_id && movement.serial.as_deref().is_some_and(|known| same_serial(known, serial))
    };
    let mut story: Vec<&Movement> = movements.into_iter().filter(names_it).collect();
    // Two movements of one instant: the halves of a transfer. The receiving half, made later, has the greater id.
    story.sort_by_key(|movement| (movement.at, movement.id));
    let of_kind = |kind: MovementKind| story.iter().filter(move |movement| movement.kind == kind);
    let Some(last) = story.last() else {
        return Whereabouts::Unknown;
    };
    if let Some(defect) = of_kind(MovementKind::ReturnDefective).next_back() {
        return Whereabouts::Gone { kind: defect.kind, on: defect.at };
    }
    if of_kind(MovementKind::Issue).count() > of_kind(MovementKind::ReturnUnused).count() {
        let issue = of_kind(MovementKind::Issue).next_back().unwrap_or(last);
        return Whereabouts::Issued { job_id: issue.job_id, visit_id: issue.visit_id, on: issue.at };
    }
    match (last.kind, last.to) {
        (_, Some(location_id)) => Whereabouts::InStock { location_id },
        (MovementKind::TransferOut, None) => Whereabouts::OnTheWay { transfer_id: last.transfer_id },
        (kind, None) => Whereabouts::Gone { kind, on: last.at },
    }
}

/// Whether the serial can be issued now. One in another van or on the way can: the person holds it in the hand.
///
/// Errors: `AlreadyGone` with where it went.
pub fn may_issue<'a>(
    movements: impl IntoIterator<Item = &'a Movement>,
    part_id: Id,
    serial: &str,
) -> Result<(), SerialError> {
    match whereabouts(movements, part_id, serial) {
        Whereabouts::Unknown | Whereabouts::InStock { .. } | Whereabouts::OnTheWay { .. } => Ok(()),
        went => Err(SerialError::AlreadyGone { serial: serial.trim().to_owned(), went }),
    }
}

/// Labels are typed in any case and with stray spaces.
fn same_serial(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}
