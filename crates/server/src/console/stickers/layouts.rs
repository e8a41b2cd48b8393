//! `GET /api/console/stickers/layouts`: the papers that stickers are printed on.

use axum::Json;
use feltbok_work_order::StickerLayout;

use crate::{console::views::stickers::LayoutView, identity::User};

const A4_MM: (f32, f32) = (210.0, 297.0);
/// Margins of the label sheets that shops sell.
const SIDE_MARGIN_MM: u8 = 7;
const TOP_MARGIN_MM: u8 = 13;

/// A paper by its key, as `SheetRequest::layout` names it; `used` labels of the first sheet are gone.
pub(super) fn layout(key: &str, used: u16) -> Option<StickerLayout> {
    let grid = |columns, rows| StickerLayout::Grid {
        columns,
        rows,
        start: used,
        side_margin_mm: SIDE_MARGIN_MM,
        top_margin_mm: TOP_MARGIN_MM,
    };
    Some(match key {
        "a4-3x8" => grid(3, 8),
        "a4-2x6" => grid(2, 6),
        "roll-62" => StickerLayout::Roll62,
        "label-50x30" => StickerLayout::Label50x30,
        _ => return None,
    })
}

const KEYS: [&str; 4] = ["a4-3x8", "a4-2x6", "roll-62", "label-50x30"];

/// Papers, the usual one first.
#[utoipa::path(
    get,
    path = "/api/console/stickers/layouts",
    tag = "stickers",
    responses((status = OK, body = Vec<LayoutView>))
)]
pub async fn layouts(_: User) -> Json<Vec<LayoutView>> {
    Json(KEYS.into_iter().filter_map(|key| Some(view(key, layout(key, 0)?))).collect())
}

fn view(key: &str, layout: StickerLayout) -> LayoutView {
    let (columns, rows, label_width_mm, label_height_mm) = match layout {
        StickerLayout::Grid { columns, rows, side_margin_mm, top_margin_mm, .. } => (
            u32::from(columns),
            u32::from(rows),
            (A4_MM.0 - 2.0 * f32::from(side_margin_mm)) / f32::from(columns),
            (A4_MM.1 - 2.0 * f32::from(top_margin_mm)) / f32::from(rows),
        ),
        StickerLayout::Roll62 => (1, 1, 62.0, 38.0),
        StickerLayout::Label50x30 => (1, 1, 50.0, 30.0),
    };
    LayoutView { key: key.to_owned(), columns, rows, label_width_mm, label_height_mm }
}
