//! What a sticker, typed or scanned, stands for. What a camera frame shows is [`feltbok_scan::FrameReport`].

use feltbok_domain::ids::Id;
use jiff::Timestamp;
use serde::Serialize;

use super::MachineLine;

/// What a sticker stands for. Nothing is opened, whatever the code says (R2).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Resolution {
    /// The very machine of the job, or any known machine when no job was named.
    Expected {
        machine: MachineLine,
    },
    /// Another machine that is on this tablet: switch the job to it, or go back.
    OtherMachine {
        machine: MachineLine,
        same_customer: bool,
        open_job_id: Option<Id>,
    },
    /// A right number that is not on this tablet: becomes a draft machine (R3).
    Unknown {
        si: String,
    },
    /// Right form, wrong check digit; the nearest known numbers.
    WrongDigit {
        typed: String,
        suggestions: Vec<MachineLine>,
    },
    WrongLength {
        typed: String,
        min: u32,
        max: u32,
    },
    /// A sticker of another company.
    ForeignHost {
        host: String,
    },
    /// No SI sticker; shown as text.
    NotASticker {
        text: String,
    },
}

/// A machine scanned lately on this tablet, newest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RecentScan {
    pub machine: MachineLine,
    pub at: Timestamp,
}
