//! The sync chip and the sync centre.

mod attention;
mod bundle;
mod diagnostics;
mod show;
mod status;
