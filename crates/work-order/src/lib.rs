//! The work order: layout, fonts and PDF in five languages.
