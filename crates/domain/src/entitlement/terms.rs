//! What an agreement promises: a template's terms plus the changes made for one customer (DOMAIN §7).

use serde::{Deserialize, Serialize};

use super::Attribution;
use crate::{ids::Id, model::PartKind, money::Currency, target::TargetSet, work_type::WorkType};

/// How an agreement pays for what it does not simply include.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Scheme {
    /// What is included is covered (R16), nothing else.
    Included,
    /// Labour is debited from minutes bought beforehand (R17).
    Prepaid,
    /// Labour of remote work is covered (R18).
    FreeSupport,
    /// Everything at the current rate; counts as having no agreement (R19).
    AdHoc,
}

/// When one kind of line is included in an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Inclusion {
    #[default]
    Never,
    /// Only on a preventive maintenance visit.
    AtPmVisit,
    Always,
}

impl Inclusion {
    /// Whether a line of this inclusion is covered on work of `work_type`.
    pub fn holds_for(self, work_type: WorkType) -> bool {
        match self {
            Inclusion::Never => false,
            Inclusion::AtPmVisit => work_type == WorkType::PmVisit,
            Inclusion::Always => true,
        }
    }
}

/// What is included, line by line (R16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Inclusions {
    pub labour: Inclusion,
    pub travel: Inclusion,
    pub spare: Inclusion,
    pub wear: Inclusion,
    pub consumables: Inclusion,
}

impl Inclusions {
    /// The inclusion that decides on a part of `kind`.
    pub fn part(&self, kind: PartKind) -> Inclusion {
        match kind {
            PartKind::Spare => self.spare,
            PartKind::Wear => self.wear,
            PartKind::Consumable => self.consumables,
        }
    }
}

/// What time costs. Amounts are net minor units of `currency` an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Rates {
    pub currency: Currency,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub labour_per_hour: i64,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub travel_per_hour: i64,
    /// Hundredths of a per cent: 2500 is 25 %.
    pub vat_basis_points: u32,
    /// The billing increment: minutes are rounded up to whole steps of it.
    pub step_minutes: u32,
}

/// Everything an agreement promises; a template's terms are the same thing before any change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Terms {
    /// Key of the template that the terms were made from; for people and reports, no rule reads it.
    pub template: String,
    pub scheme: Scheme,
    /// Covered work types; `None` covers every one.
    pub work_types: Option<Vec<WorkType>>,
    /// Attributions that R13 lets through although they are not the equipment's fault.
    pub covers_attributions: Vec<Attribution>,
    pub includes: Inclusions,
    /// Preventive visits a year, 0–12.
    pub pm_visits_a_year: u8,
    pub targets: TargetSet,
    /// The calendar that targets count in; `None` is the company's first one.
    pub calendar_id: Option<Id>,
    /// Rates of this agreement; `None` is the company's ad-hoc rate.
    pub rates: Option<Rates>,
    /// Billing increment of this agreement in minutes; `None` is that of the rates.
    pub step_minutes: Option<u32>,
    /// Own warranty of fitted parts in months, 1–12 (R20).
    pub part_warranty_months: u32,
    /// Whether a loaner is lent without charge while the machine is out of service (R9).
    pub loaners: bool,
}

impl Terms {
    /// Whether work of this type is the agreement's business at all.
    pub fn covers_work(&self, work_type: WorkType) -> bool {
        self.work_types.as_ref().is_none_or(|covered| covered.contains(&work_type))
    }

    /// Whether the agreement names the attribution as covered, so that R13 lets it through.
    pub fn names(&self, attribution: Attribution) -> bool {
        self.covers_attributions.contains(&attribution)
    }

    /// The rates and the increment that apply under this agreement.
    pub fn rates_or(&self, ad_hoc: &Rates) -> Rates {
        let rates = self.rates.as_ref().unwrap_or(ad_hoc).clone();
        Rates { step_minutes: self.step_minutes.unwrap_or(rates.step_minutes), ..rates }
    }
}
