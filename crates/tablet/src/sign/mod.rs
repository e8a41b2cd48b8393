//! Signing: the content is fixed and hashed, read page by page, and sealed in one transaction (R30–R33).

mod certificate;
mod content;
mod evidence;
mod ink;
mod page;
mod prepare;
mod rate;
mod seal;
mod sign_and_confirm;
mod unsigned;

pub(crate) use certificate::{DocumentChain, is_certified};
pub(crate) use ink::is_enough;
pub(crate) use prepare::PREPARED;
