//! The work order: layout, fonts and PDF in five languages.
//!
//! [`content`] says everything that is printed, word for word; [`content_hash`] fixes it before the signature (R31);
//! [`render`] sets it on paper. Nothing here reads a clock, a file or the network.

mod content;
mod error;
mod evidence;
mod format;
#[cfg(feature = "preview")]
mod label_printer;
mod layout;
mod logo;
mod messages;
mod pdf;
#[cfg(feature = "preview")]
mod preview;
mod render;
mod sign;
mod sticker;
mod text;

pub use content::{
    Block, Brand, CONTENT_FORM, Cell, CodeNames, Column, ConsentWords, Content, Correction, Fact, Field, Machine,
    Party, PhotoCell, Row, Section, Table, Tone, WorkOrderInput, canonical_json, content, content_hash,
};
pub use error::{DocumentError, Warning};
pub use evidence::{PenStroke, SignatureEvidence, evidence_page};
#[cfg(feature = "preview")]
pub use label_printer::{PrinterDots, PrinterLanguage, sticker_print_job};
pub use layout::{Paper, colour::is_readable_colour, signature::Seal};
pub use logo::check_logo;
#[cfg(feature = "preview")]
pub use preview::{page_count, preview};
pub use render::{Archive, Document, RenderOptions, render};
pub use sign::{
    Authenticity, CertificateFacts, Revoked, SignError, SignatureNote, SignedBy, Signer, Stamp, StampRequest, Subject,
    Unfinished, Validity, begin_stamped, certificate_facts, read_stamp_answer, revocation_list, root_certificate, sign,
    signer_certificate, stamp_request, verify,
};
pub use sticker::{Sticker, StickerLayout, sticker_sheet};
pub use text::clean::clean;
