//! Attribution: whose fault it was, as the technician records it (DOMAIN §8).

use serde::{Deserialize, Serialize};

/// The cause of the work, in the sense of who answers for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Attribution {
    EquipmentFault,
    Wear,
    ManufacturingDefect,
    ConsumableOriginal,
    NetworkDown,
    NoSignal,
    ConnectedEquipment,
    Telephony,
    ThirdPartySoftware,
    ThirdPartyConsumable,
    DriverOrAppSettings,
    TraySettings,
    NetworkSettingsChanged,
    UnauthorisedRepair,
    AccidentalDamage,
    ForceMajeure,
    NoFaultFound,
    PlannedWork,
}

/// Whom a group of attributions puts the cost on, before any agreement is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum AttributionGroup {
    /// The machine itself: warranties apply (R14, R15).
    Equipment,
    ThirdParty,
    UserError,
    External,
    /// Nobody's fault: no warranty applies, an agreement may.
    None,
}

impl Attribution {
    pub const ALL: [Attribution; 18] = [
        Attribution::EquipmentFault,
        Attribution::Wear,
        Attribution::ManufacturingDefect,
        Attribution::ConsumableOriginal,
        Attribution::NetworkDown,
        Attribution::NoSignal,
        Attribution::ConnectedEquipment,
        Attribution::Telephony,
        Attribution::ThirdPartySoftware,
        Attribution::ThirdPartyConsumable,
        Attribution::DriverOrAppSettings,
        Attribution::TraySettings,
        Attribution::NetworkSettingsChanged,
        Attribution::UnauthorisedRepair,
        Attribution::AccidentalDamage,
        Attribution::ForceMajeure,
        Attribution::NoFaultFound,
        Attribution::PlannedWork,
    ];

    /// The group the code belongs to.
    pub fn group(self) -> AttributionGroup {
        use Attribution::*;
        match self {
            EquipmentFault | Wear | ManufacturingDefect | ConsumableOriginal => AttributionGroup::Equipment,
            NetworkDown | NoSignal | ConnectedEquipment | Telephony | ThirdPartySoftware | ThirdPartyConsumable => {
                AttributionGroup::ThirdParty
            }
            DriverOrAppSettings | TraySettings | NetworkSettingsChanged | UnauthorisedRepair => {
                AttributionGroup::UserError
            }
            AccidentalDamage | ForceMajeure => AttributionGroup::External,
            NoFaultFound | PlannedWork => AttributionGroup::None,
        }
    }
}
