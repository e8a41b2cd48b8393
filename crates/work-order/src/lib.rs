//! The work order: layout, fonts and PDF in five languages.

mod format;
mod messages;
mod text;
