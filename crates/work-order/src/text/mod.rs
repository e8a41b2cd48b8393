//! The text core: a string becomes lines of positioned glyphs, right in five languages and three scripts.
//!
//! Order of work: visible replacement of what no font has, bidi levels (UAX 9), font and script per character,
//! shaping, line breaking (UAX 14), visual order per line. Pages and colours are not known here.

pub(crate) mod clean;
pub(crate) mod face;
mod itemise;
mod shape;
mod wrap;

use std::collections::BTreeSet;

use feltbok_domain::lang::Lang;

pub(crate) use face::{FaceId, Weight, faces};
pub(crate) use wrap::Typesetter;

/// How a text is set. `size` is in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub size: f32,
    pub weight: Weight,
    pub lang: Lang,
    pub direction: Direction,
}

/// Who decides the base direction of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// The document's language.
    Document,
    /// Its first strong letter: a technician's note may be in another language than the document.
    Text,
}

/// One glyph; distances in em.
#[derive(Debug, Clone)]
pub(crate) struct Glyph {
    pub id: u16,
    pub advance: f32,
    pub dx: f32,
    pub dy: f32,
    /// The text it stands for; empty for the second and later glyphs of a cluster.
    pub text: String,
    /// Byte in the paragraph where its cluster begins.
    at: usize,
    /// Its form depends on what stands before it: a line that begins here is shaped anew.
    is_joined: bool,
}

/// Glyphs of one face in visual order; `width` in points.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub face: FaceId,
    pub size: f32,
    /// Bold made by a thin stroke.
    pub is_stroked: bool,
    pub glyphs: Vec<Glyph>,
    pub width: f32,
}

/// One set line; `width` in points.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub runs: Vec<Run>,
    pub width: f32,
    /// The paragraph's base direction, which decides the edge it begins at.
    pub is_rtl: bool,
}

/// Characters that no font has, collected while a document is set.
pub(crate) type Missing = BTreeSet<char>;
