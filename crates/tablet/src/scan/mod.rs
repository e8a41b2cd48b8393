//! From a camera frame or typed text to a machine of this tablet.

mod add_draft_machine;
mod confirm_machine;
mod frame;
mod likely;
mod recent;
mod resolve;

pub(crate) use frame::Aiming;
