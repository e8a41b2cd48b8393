//! The sync chip and the sync centre.

mod attention;
mod diagnostics;
mod show;
mod status;
