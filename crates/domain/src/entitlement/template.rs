//! The eight shipped agreement templates, as data that the admin may change (DOMAIN §7).

use serde::{Deserialize, Serialize};

use super::terms::{Inclusion, Inclusions, Scheme, Terms};
use crate::{target::TargetSet, work_type::WorkType};

/// A shipped template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum AgreementTemplate {
    /// Operating agreement: labour, travel, spare and wear parts.
    FullService,
    /// The same with toner by page price.
    FullServiceConsumables,
    LabourOnly,
    /// PM visits, breakdowns between them, worn parts replaced at PM.
    Preventive,
    /// Full service with consumables and a technician on site.
    Resident,
    /// Minutes bought beforehand, debited in steps.
    Prepaid,
    /// Phone, mail and remote help.
    FreeSupport,
    /// Ad hoc: everything at the current rate.
    None,
}

impl AgreementTemplate {
    pub const ALL: [AgreementTemplate; 8] = [
        AgreementTemplate::FullService,
        AgreementTemplate::FullServiceConsumables,
        AgreementTemplate::LabourOnly,
        AgreementTemplate::Preventive,
        AgreementTemplate::Resident,
        AgreementTemplate::Prepaid,
        AgreementTemplate::FreeSupport,
        AgreementTemplate::None,
    ];

    /// The stable key, as in [`Terms::template`].
    pub fn key(self) -> &'static str {
        match self {
            AgreementTemplate::FullService => "full_service",
            AgreementTemplate::FullServiceConsumables => "full_service_consumables",
            AgreementTemplate::LabourOnly => "labour_only",
            AgreementTemplate::Preventive => "preventive",
            AgreementTemplate::Resident => "resident",
            AgreementTemplate::Prepaid => "prepaid",
            AgreementTemplate::FreeSupport => "free_support",
            AgreementTemplate::None => "none",
        }
    }

    /// Months from start to end that a new agreement is proposed with; `None` leaves it to the admin.
    pub fn months(self) -> Option<u32> {
        match self {
            AgreementTemplate::Prepaid => Some(12),
            AgreementTemplate::FreeSupport => Some(6),
            _ => None,
        }
    }

    /// The terms as shipped.
    pub fn terms(self) -> Terms {
        let is_full_service = matches!(self, Self::FullService | Self::FullServiceConsumables | Self::Resident);
        Terms {
            template: self.key().to_owned(),
            scheme: self.scheme(),
            work_types: (self == Self::Preventive).then(maintenance),
            covers_attributions: Vec::new(),
            includes: self.includes(),
            pm_visits_a_year: match self {
                Self::Preventive | Self::FullService | Self::FullServiceConsumables => 2,
                Self::Resident => 12,
                Self::LabourOnly | Self::Prepaid | Self::FreeSupport | Self::None => 0,
            },
            targets: TargetSet::default(),
            calendar_id: None,
            rates: None,
            step_minutes: None,
            part_warranty_months: if is_full_service { 12 } else { 1 },
            loaners: is_full_service,
        }
    }

    fn scheme(self) -> Scheme {
        match self {
            Self::Prepaid => Scheme::Prepaid,
            Self::FreeSupport => Scheme::FreeSupport,
            Self::None => Scheme::AdHoc,
            _ => Scheme::Included,
        }
    }

    fn includes(self) -> Inclusions {
        use Inclusion::{Always, AtPmVisit};
        let work = Inclusions { labour: Always, travel: Always, ..Inclusions::default() };
        let full = Inclusions { spare: Always, wear: Always, ..work };
        match self {
            Self::FullService => full,
            Self::FullServiceConsumables | Self::Resident => Inclusions { consumables: Always, ..full },
            Self::LabourOnly => work,
            Self::Preventive => Inclusions { wear: AtPmVisit, ..work },
            Self::Prepaid | Self::FreeSupport | Self::None => Inclusions::default(),
        }
    }
}

/// PM visits, and what it takes to mend a breakdown between them. A breakdown that is solved from afar keeps its work type
/// (R7); remote assistance with anything else is not promised.
fn maintenance() -> Vec<WorkType> {
    vec![WorkType::PmVisit, WorkType::BreakdownRepair, WorkType::SendInRepair, WorkType::FollowUp]
}
