//! The kinds of work a job can be (DOMAIN §4); each has its own checklist template.

use serde::{Deserialize, Serialize};

/// What kind of work a job asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum WorkType {
    /// Carrying to the site: street level, lift, stairs, people needed.
    Delivery,
    /// Placement and unpacking, power and network socket within reach.
    Placement,
    /// Installation and configuration with the customer's IT contact.
    Installation,
    UserTraining,
    BreakdownRepair,
    /// Preventive maintenance with the full checklist of the model (R25).
    PmVisit,
    MeterReading,
    ConsumableDelivery,
    /// Count of the customer's own toner (R29).
    TonerStockCheck,
    RemoteAssistance,
    /// Workshop repair with parcel and tracking number.
    SendInRepair,
    /// Return or exchange under warranty.
    WarrantyExchange,
    LoanerDelivery,
    LoanerReturn,
    Relocation,
    DeInstallation,
    /// Second visit when the parts have arrived.
    FollowUp,
    SatisfactionCall,
}

impl WorkType {
    pub const ALL: [WorkType; 18] = [
        WorkType::Delivery,
        WorkType::Placement,
        WorkType::Installation,
        WorkType::UserTraining,
        WorkType::BreakdownRepair,
        WorkType::PmVisit,
        WorkType::MeterReading,
        WorkType::ConsumableDelivery,
        WorkType::TonerStockCheck,
        WorkType::RemoteAssistance,
        WorkType::SendInRepair,
        WorkType::WarrantyExchange,
        WorkType::LoanerDelivery,
        WorkType::LoanerReturn,
        WorkType::Relocation,
        WorkType::DeInstallation,
        WorkType::FollowUp,
        WorkType::SatisfactionCall,
    ];

    /// True for work that nobody travels for.
    pub fn is_remote(self) -> bool {
        matches!(self, WorkType::RemoteAssistance | WorkType::SatisfactionCall)
    }

    /// True for work that remote support may solve, and is therefore offered to it before a visit is scheduled (R7).
    pub fn remote_first(self) -> bool {
        matches!(
            self,
            WorkType::BreakdownRepair | WorkType::RemoteAssistance | WorkType::UserTraining | WorkType::MeterReading
        )
    }
}
