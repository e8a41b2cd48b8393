//! Why a document could not be made, and what a made one warns of.

/// Each names the field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    #[error("{field}: {zone:?} is no time zone")]
    TimeZone { field: &'static str, zone: String },
    #[error("{field}: the picture is missing")]
    PictureMissing { field: String },
    #[error("{field}: {why}")]
    Picture { field: String, why: String },
    #[error("{field}: {why}")]
    Ink { field: &'static str, why: &'static str },
    #[error("{field}: {why}")]
    Sticker { field: String, why: String },
    #[error("the PDF could not be written: {0}")]
    Pdf(String),
}

impl DocumentError {
    /// A stable code for the user interface.
    pub fn code(&self) -> &'static str {
        match self {
            DocumentError::TimeZone { .. } => "document_time_zone",
            DocumentError::PictureMissing { .. } => "document_picture_missing",
            DocumentError::Picture { .. } => "document_picture",
            DocumentError::Ink { .. } => "document_ink",
            DocumentError::Sticker { .. } => "document_sticker",
            DocumentError::Pdf(_) => "document_pdf",
        }
    }
}

/// Something a person should know about a document that was made all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Characters that none of the fonts has stand as `\u{fffd}` on the page.
    MissingGlyphs { section: String, characters: String },
    /// The photo's bytes are not those that its record names.
    PhotoChanged { field: String },
}
