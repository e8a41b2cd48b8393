//! Stickers: which machines, on what paper, from which label on, for what printer.

use feltbok_domain::{ids::Uuid, lang::Lang};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words;

/// A paper that stickers can be printed on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LayoutView {
    pub key: String,
    pub columns: u32,
    pub rows: u32,
    /// Size of one label, millimetres.
    pub label_width_mm: f32,
    pub label_height_mm: f32,
}

/// What the labels are made for: a PDF for any printer, or dots in the language of a label printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrintFor {
    #[default]
    Pdf,
    Zpl203,
    Zpl300,
    EscPos203,
    EscPos300,
}

/// What to print.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SheetRequest {
    /// 1–500 machines, printed in this order.
    pub equipment_ids: Vec<Uuid>,
    pub layout: String,
    /// The first label to use, from 1, for a sheet that was begun.
    pub start: u32,
    /// Language of the line that says what to do; each customer's own when left out.
    #[schema(value_type = Option<words::Lang>)]
    pub lang: Option<Lang>,
    /// Label printers take single labels only.
    #[serde(default)]
    pub print_for: PrintFor,
}
