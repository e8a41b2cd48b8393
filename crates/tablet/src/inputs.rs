//! The domain's own types that the window gives and gets, so that the shell needs no other crate.

pub use feltbok_domain::{
    ids::Id,
    lang::Lang,
    model::{CloseOut, ContactEdit, Diagnosis, MeterKind, PhotoKind},
    target::PauseReason,
};
pub use feltbok_scan::{FrameReport, LookingFor, SeenCode};
pub use jiff::civil::Date;
