//! What an entitlement is decided on: one visit's work with one attribution, and every promise that bears on it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Attribution, Rates, terms::Terms};
use crate::{
    ids::Id,
    model::{Agreement, FittedPart, PartKind},
    work_type::WorkType,
};

/// The work of one visit that has one attribution. A visit with two attributions makes two claims; the second one
/// sees the lots as the first one left them (see [`super::without`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Claim {
    /// The job's registration, local to the site: every period and warranty is looked at on this day.
    pub registered_on: Date,
    pub work_type: WorkType,
    pub attribution: Attribution,
    /// True when nobody travelled: phone, mail or remote help (R18).
    pub remote: bool,
    pub factory_warranty_until: Option<Date>,
    pub agreement: Option<AgreementClaimed>,
    /// Lots of the prepaid account, as far as they are known here (R17).
    pub prepaid_lots: Vec<Lot>,
    /// Recorded minutes, one number a time entry.
    pub labour_minutes: Vec<u32>,
    pub travel_minutes: Vec<u32>,
    pub parts: Vec<ClaimedPart>,
    pub rates: Rates,
}

/// An agreement in its state at the time of the claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AgreementClaimed {
    pub signed: bool,
    pub suspended: bool,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    pub lists_equipment: bool,
    pub terms: Terms,
}

impl AgreementClaimed {
    /// The agreement as it bears on one machine. Work without a machine is the agreement's if it is the customer's.
    pub fn of(agreement: &Agreement, equipment_id: Option<Id>) -> Self {
        AgreementClaimed {
            signed: agreement.signed,
            suspended: agreement.suspended,
            from: agreement.from,
            until: agreement.until,
            lists_equipment: equipment_id.is_none_or(|id| agreement.equipment_ids.contains(&id)),
            terms: agreement.terms.clone(),
        }
    }
}

/// Prepaid minutes that are left of one purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Lot {
    /// First day on which the minutes can be used.
    pub bought: Date,
    /// Last day on which they can.
    pub expires: Date,
    pub minutes: u32,
}

impl Lot {
    /// What is left of an agreement's lots, in their order, so that a debit's index is theirs too.
    pub fn all_of(agreement: &Agreement) -> Vec<Lot> {
        let left = |lot: &crate::model::PrepaidLot| Lot {
            bought: lot.bought,
            expires: lot.expires,
            minutes: lot.minutes_left,
        };
        agreement.prepaid_lots.iter().map(left).collect()
    }
}

/// A part that was put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ClaimedPart {
    pub kind: PartKind,
    pub qty: u32,
    /// Net price of one, in minor units of the rates' currency.
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub unit_price: i64,
    /// End of the own warranty of the part that was there before, if there was one (R14, R20).
    pub replaces_part_warranty_until: Option<Date>,
}

impl From<&FittedPart> for ClaimedPart {
    fn from(part: &FittedPart) -> Self {
        ClaimedPart {
            kind: part.kind,
            qty: part.quantity,
            unit_price: part.unit_price,
            replaces_part_warranty_until: part.replaces_warranty_until,
        }
    }
}
