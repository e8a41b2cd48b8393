//! Everything that is printed, word for word, before any signature: what the customer reads is what is hashed (R31).
//!
//! Words are already in the document's language and values already written as that language writes them; the layout
//! only places them. What the signature adds (name, ink, time) is no part of it.

mod build;
mod cost;
mod hash;
mod header;
mod input;
mod work;

use std::collections::BTreeMap;

use feltbok_domain::lang::Lang;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use build::content;
pub(crate) use hash::hex;
pub use hash::{canonical_json, content_hash};
pub use input::{CodeNames, Correction, WorkOrderInput};

/// The form of [`Content`]; printed documents keep theirs.
pub const CONTENT_FORM: u32 = 1;

/// A whole work order without its signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// [`CONTENT_FORM`] of the program that made it.
    pub form: u32,
    pub lang: Lang,
    pub number: String,
    pub revision: u32,
    /// When the content was fixed.
    pub at: Timestamp,
    /// IANA zone of the times, the signature's too.
    pub time_zone: String,
    pub title: String,
    pub brand: Brand,
    /// What a correction says about the revision before it.
    pub correction: Option<String>,
    /// Date, job, kind of work, technician.
    pub facts: Vec<Field>,
    /// Customer, site, contact.
    pub parties: Vec<Party>,
    pub machine: Option<Machine>,
    /// The three things a customer looks for first.
    pub summary: Vec<Fact>,
    pub sections: Vec<Section>,
    /// Where it is signed.
    pub place: String,
    pub technician: String,
    /// The words the customer agrees to by signing, and their version.
    pub consent: Option<ConsentWords>,
    /// Where the document can be checked by its hash (R34).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_address: Option<String>,
    /// Bytes of the photos by SHA-256; the hash stands in the sections, the bytes travel beside.
    #[serde(skip)]
    pub pictures: BTreeMap<String, Vec<u8>>,
}

/// The company as the document shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brand {
    pub name: String,
    /// Address, phone and mail, organisation number.
    pub lines: Vec<String>,
    /// SVG, PNG or JPEG as base64.
    pub logo: Option<String>,
    /// `#rrggbb` of headings and rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    pub footer: String,
}

/// A label, its value and, smaller under it, its code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    pub label: String,
    pub value: String,
    pub detail: String,
}

/// Somebody or some place: a name and what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    pub label: String,
    pub name: String,
    pub lines: Vec<String>,
}

/// The machine with its SI number and what its sticker holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    pub label: String,
    pub name: String,
    pub si: String,
    pub fields: Vec<Field>,
    pub sticker: Option<String>,
    pub sticker_hint: String,
}

/// How a fact is meant; shown by a coloured edge beside the words, never by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Good,
    Attention,
    Bad,
    Plain,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
    pub tone: Tone,
}

/// A heading with what stands under it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    pub heading: String,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// Labels above values, side by side.
    Fields {
        fields: Vec<Field>,
    },
    /// Paragraphs, divided by line ends; in whatever language they were typed.
    Text {
        text: String,
    },
    Table(Table),
    Photos {
        photos: Vec<PhotoCell>,
    },
    /// A mark out of `of`, drawn and written.
    Rating {
        mark: u8,
        of: u8,
        words: String,
    },
}

/// A table whose header is repeated on every page it runs over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub title: String,
    /// Share of the width; the shares of a table need no particular sum.
    pub share: u16,
    /// Aligned to the end edge: amounts and counts.
    pub at_end: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// A sum.
    pub is_strong: bool,
}

/// A cell's text and, smaller under it, what else is known.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Cell {
    pub text: String,
    pub detail: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhotoCell {
    /// Key into [`Content::pictures`].
    pub sha256: String,
    pub caption: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConsentWords {
    pub version: u32,
    pub text: String,
}

impl Cell {
    fn of(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), detail: String::new() }
    }

    fn with(text: impl Into<String>, detail: &[String]) -> Cell {
        Cell { text: text.into(), detail: joined(detail) }
    }
}

impl Field {
    /// A field that has a value; `None` otherwise.
    pub(crate) fn of(label: &str, value: impl Into<String>) -> Option<Field> {
        let value = value.into();
        (!value.is_empty()).then(|| Field { label: label.to_owned(), value, detail: String::new() })
    }
}

impl Row {
    fn of(cells: Vec<Cell>) -> Row {
        Row { cells, is_strong: false }
    }
}

impl Column {
    fn start(title: &str, share: u16) -> Column {
        Column { title: title.to_owned(), share, at_end: false }
    }

    fn end(title: &str, share: u16) -> Column {
        Column { title: title.to_owned(), share, at_end: true }
    }
}

/// The parts that say something, one after the other.
fn joined(parts: &[String]) -> String {
    let said: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    said.join(" · ")
}
