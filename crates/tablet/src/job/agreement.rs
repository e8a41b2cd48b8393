//! The job's agreement, as a verdict in advance.

use feltbok_domain::entitlement::{AgreementClaimed, Inactivity, Lot, inactivity, terms::Scheme, valid_minutes};
use jiff::civil::Date;

use super::Dossier;
use crate::{
    money::rates,
    views::{AgreementState, AgreementView},
};

/// The agreement on the day of the job's registration (R16).
pub fn agreement_view(dossier: &Dossier, today: Date) -> Option<AgreementView> {
    let agreement = dossier.agreement.as_ref()?;
    let claimed = AgreementClaimed::of(agreement, dossier.equipment_id());
    let registered_on = dossier.local_date(dossier.job.registered_at);
    let state = match inactivity(&claimed, registered_on) {
        None => AgreementState::Active,
        Some(Inactivity::Unsigned) => AgreementState::Unsigned,
        Some(Inactivity::Suspended) => AgreementState::Suspended,
        Some(Inactivity::NotStarted) => AgreementState::NotStarted,
        Some(Inactivity::Ended) => AgreementState::Ended,
        Some(Inactivity::EquipmentNotListed) => AgreementState::MachineNotListed,
    };
    let prepaid = agreement.terms.scheme == Scheme::Prepaid;
    Some(AgreementView {
        agreement_id: agreement.id,
        number: agreement.number.clone(),
        name: agreement.name.clone(),
        template: agreement.terms.template.clone(),
        from: agreement.from,
        until: agreement.until,
        state,
        covers_work_type: agreement.terms.covers_work(dossier.job.work_type),
        prepaid_minutes_left: prepaid.then(|| {
            let step = rates(dossier).map_or(1, |rates| rates.step_minutes);
            valid_minutes(&Lot::all_of(agreement), today, step)
        }),
        as_of: dossier.as_of,
    })
}
