//! One job with everything around it.

mod agreement;
mod dossier;
mod edit_contact;
mod load;
mod loaner;
mod open;
mod passport;
mod progress;
mod target;

pub(crate) use dossier::Dossier;
pub(crate) use load::load;
pub(crate) use loaner::loaner_proposal;
pub(crate) use passport::passport_view;
pub(crate) use target::target_state;
