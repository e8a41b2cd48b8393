//! Pages as lists of marks: where every line of glyphs, rule, photo and stroke stands. Knows nothing of PDF.
//!
//! Points from the top left corner. Positions inside this module are logical (from the start edge); [`Flow`] mirrors
//! them for languages that run from the right.

pub(crate) mod blocks;
pub(crate) mod colour;
pub(crate) mod flow;
pub(crate) mod qr;
pub(crate) mod signature;
pub(crate) mod tree;
pub(crate) mod work_order;

use crate::{logo::Corner, text::Line};
use colour::Colour;
use tree::{NodeId, Tree};

/// Paper sizes, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Size {
    pub width: f32,
    pub height: f32,
}

/// The paper of a work order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    #[default]
    A4,
    Letter,
}

impl Paper {
    pub(crate) fn size(self) -> Size {
        match self {
            Paper::A4 => Size { width: 595.276, height: 841.89 },
            Paper::Letter => Size { width: 612.0, height: 792.0 },
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// One thing on a page.
#[derive(Debug, Clone)]
pub(crate) enum Mark {
    /// `y` is the baseline.
    Text {
        x: f32,
        y: f32,
        line: Line,
        colour: Colour,
    },
    /// Text turned by `degrees` counter-clockwise around its start; the watermark.
    Turned {
        x: f32,
        y: f32,
        line: Line,
        colour: Colour,
        degrees: f32,
    },
    Fill {
        rects: Vec<Rect>,
        colour: Colour,
    },
    /// Closed outlines with curves, filled; a logo.
    Shape {
        outlines: Vec<Vec<Corner>>,
        colour: Colour,
        even_odd: bool,
    },
    Stroke {
        points: Vec<[f32; 2]>,
        width: f32,
        colour: Colour,
    },
    /// By index into the document's pictures.
    Picture {
        picture: usize,
        rect: Rect,
    },
}

/// A mark with the element of the document it belongs to; `None` for what only decorates.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub mark: Mark,
    pub node: Option<NodeId>,
}

/// All pages of a document.
pub(crate) struct Sheets {
    pub size: Size,
    pub pages: Vec<Vec<Placed>>,
    pub tree: Tree,
}
