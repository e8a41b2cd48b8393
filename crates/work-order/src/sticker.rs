//! Sticker sheets: QR, SI number in large print, company, phones, mail, and what to do, in the customer's language.

use feltbok_domain::lang::Lang;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    content::hex,
    error::DocumentError,
    layout::{
        Mark, Paper, Rect, Size,
        colour::{FJORD, GREY, INK},
        flow::{Flow, Ink, Margins, SetCell, SetLine},
        qr::{QUIET_MODULES, Qr},
        tree::Role,
    },
    messages::messages,
    pdf::{self, Meta},
    render::Document,
    text::clean::{clean_line, isolate, ltr},
};

const MM: f32 = 72.0 / 25.4;
const PAD: f32 = 2.0 * MM;
/// Phones read smaller modules only from the nearest.
const MODULE_MIN: f32 = 0.33 * MM;
/// Text is made smaller until it fits, but no smaller than this share of its size.
const SHRINK_MIN: f32 = 0.45;
const STICKERS_MAX: usize = 10_000;
/// Width and height of the single labels.
const ROLL_62_MM: (f32, f32) = (62.0, 38.0);
const LABEL_50X30_MM: (f32, f32) = (50.0, 30.0);

/// One machine's sticker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sticker {
    pub si: String,
    /// What the QR holds (R2), upper case.
    pub address: String,
    pub company: String,
    pub phones: Vec<String>,
    pub mail: String,
    /// The customer's language.
    pub lang: Lang,
}

/// The paper that stickers are printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StickerLayout {
    /// A4 sheets of `columns` × `rows` labels inside margins; `start` labels of the first sheet are used already.
    Grid { columns: u8, rows: u8, start: u16, side_margin_mm: u8, top_margin_mm: u8 },
    /// One label a page, 62 mm wide roll, 38 mm high.
    Roll62,
    /// One label a page, 50 × 30 mm.
    Label50x30,
}

/// The sheets of `stickers`; `at` is the file's date. The same input gives the same bytes.
///
/// Errors name the sticker that does not fit its label, and the layout that holds none.
pub fn sticker_sheet(stickers: &[Sticker], layout: StickerLayout, at: Timestamp) -> Result<Document, DocumentError> {
    let error = |field: &str, why: &str| DocumentError::Sticker { field: field.to_owned(), why: why.to_owned() };
    let (Some(first), true) = (stickers.first(), stickers.len() <= STICKERS_MAX) else {
        return Err(error("stickers", "print between 1 and 10,000 at a time"));
    };
    let places = Places::of(layout).ok_or_else(|| error("layout", "its labels have no room"))?;
    let margins = Margins { side: 0.0, top: 0.0, top_next: 0.0, bottom: 0.0 };
    let mut flow = Flow::new(first.lang, places.page, margins);
    for (index, sticker) in stickers.iter().enumerate() {
        let index = index + places.start;
        if index > places.start && index.is_multiple_of(places.per_page()) {
            flow.new_page();
        }
        flow.lang = sticker.lang;
        flow.place = clean_line(&sticker.si);
        let room = places.label(index % places.per_page());
        draw(&mut flow, sticker, room).map_err(|why| error(&format!("sticker {}", clean_line(&sticker.si)), why))?;
    }
    let (sheets, warnings) = flow.finish();
    let print = hex(&Sha256::digest(format!("{stickers:?} {layout:?}")));
    let company = clean_line(&first.company);
    let title = format!("{company} {}", clean_line(&first.si));
    let meta = Meta { title, author: &company, lang: first.lang, at, identity: &print, content_sha256: None };
    let pdf = pdf::write(&sheets, Vec::new(), &meta)?;
    let sha256 = hex(&Sha256::digest(&pdf));
    Ok(Document { pdf, pages: sheets.pages.len(), sha256, warnings })
}

/// Where the labels of a page are.
struct Places {
    page: Size,
    columns: usize,
    rows: usize,
    start: usize,
    side: f32,
    top: f32,
}

impl Places {
    /// `None` when a label would have no room.
    fn of(layout: StickerLayout) -> Option<Places> {
        let single = |(width, height): (f32, f32)| Places {
            page: Size { width: width * MM, height: height * MM },
            columns: 1,
            rows: 1,
            start: 0,
            side: 0.0,
            top: 0.0,
        };
        let places = match layout {
            StickerLayout::Roll62 => single(ROLL_62_MM),
            StickerLayout::Label50x30 => single(LABEL_50X30_MM),
            StickerLayout::Grid { columns, rows, start, side_margin_mm, top_margin_mm } => {
                let (columns, rows) = (usize::from(columns), usize::from(rows));
                let start = usize::from(start) % (columns * rows).max(1);
                let (side, top) = (f32::from(side_margin_mm) * MM, f32::from(top_margin_mm) * MM);
                Places { page: Paper::A4.size(), columns, rows, start, side, top }
            }
        };
        let has_room = places.columns > 0 && places.rows > 0 && {
            let label = places.label(0);
            label.width > 4.0 * PAD && label.height > 4.0 * PAD
        };
        has_room.then_some(places)
    }

    fn per_page(&self) -> usize {
        self.columns * self.rows
    }

    fn label(&self, index: usize) -> Rect {
        let width = (self.page.width - 2.0 * self.side) / self.columns as f32;
        let height = (self.page.height - 2.0 * self.top) / self.rows as f32;
        let (column, row) = ((index % self.columns) as f32, (index / self.columns) as f32);
        Rect { x: self.side + column * width, y: self.top + row * height, width, height }
    }
}

/// The room inside a label's edge, the side of its code, and whether the words stand beside it instead of below.
fn division(label: &Rect) -> (Rect, f32, bool) {
    let is_wide = label.width >= label.height * 1.2;
    let inner =
        Rect { x: label.x + PAD, y: label.y + PAD, width: label.width - 2.0 * PAD, height: label.height - 2.0 * PAD };
    let side = if is_wide { inner.height.min(inner.width * 0.48) } else { inner.width.min(inner.height * 0.55) };
    (inner, side, is_wide)
}

/// Width and height of a single label in millimetres; `None` for a sheet.
#[cfg(feature = "preview")]
pub(crate) fn single_size_mm(layout: StickerLayout) -> Option<(f32, f32)> {
    match layout {
        StickerLayout::Roll62 => Some(ROLL_62_MM),
        StickerLayout::Label50x30 => Some(LABEL_50X30_MM),
        StickerLayout::Grid { .. } => None,
    }
}

/// Where the code of a single label is, quiet zone included, in parts of the label's width.
#[cfg(feature = "preview")]
pub(crate) struct CodePlace {
    pub x: f32,
    pub y: f32,
    pub side: f32,
}

#[cfg(feature = "preview")]
pub(crate) fn code_place(layout: StickerLayout, lang: Lang) -> Option<CodePlace> {
    let (width, height) = single_size_mm(layout)?;
    let label = Rect { x: 0.0, y: 0.0, width: width * MM, height: height * MM };
    let (inner, side, is_wide) = division(&label);
    let (x, y) = match is_wide {
        true if lang.is_rtl() => (label.width - inner.x - side, inner.y + (inner.height - side) / 2.0),
        true => (inner.x, inner.y + (inner.height - side) / 2.0),
        false => ((label.width - side) / 2.0, inner.y),
    };
    Some(CodePlace { x: x / label.width, y: y / label.width, side: side / label.width })
}

/// The code at the start side (on top of a tall label), the words beside it.
fn draw(flow: &mut Flow, sticker: &Sticker, label: Rect) -> Result<(), &'static str> {
    let code = Qr::of(&sticker.address).ok_or("its address is too long for a QR code")?;
    let (inner, side, is_wide) = division(&label);
    if side / (code.modules as f32 + 2.0 * QUIET_MODULES) < MODULE_MIN {
        return Err("the label is too small for a code that phones can read");
    }
    // Logical places mirror over the page; a right-to-left label must stay in its own cell.
    let start = if flow.lang.is_rtl() { flow.size.width - inner.x - inner.width } else { inner.x };
    flow.tree.open(Role::Section);
    let (code_x, code_y) = match is_wide {
        true => (start, inner.y + (inner.height - side) / 2.0),
        false => (start + (inner.width - side) / 2.0, inner.y),
    };
    let node = flow.tree.figure(sticker.address.as_str());
    let rects = code.rects(flow.mirror(code_x, side), code_y, side);
    flow.push(Mark::Fill { rects, colour: INK }, Some(node));
    let room = match is_wide {
        true => Rect { x: start + side + PAD, width: inner.width - side - PAD, ..inner },
        false => Rect { x: start, y: inner.y + side, height: inner.height - side, ..inner },
    };
    let lines = words(flow, sticker, &room)?;
    let cell = SetCell { x: room.x, width: room.width, at_end: false, lines };
    let y = room.y + (room.height - cell.height()) / 2.0;
    flow.place(cell, y);
    flow.tree.close();
    Ok(())
}

/// The label's words, as large as the room allows.
fn words(flow: &mut Flow, sticker: &Sticker, room: &Rect) -> Result<Vec<SetLine>, &'static str> {
    let phones: Vec<String> = sticker.phones.iter().map(|phone| ltr(&clean_line(phone))).collect();
    let texts = [
        (isolate(&clean_line(&sticker.company)), Ink::new(8.0).bold().colour(FJORD)),
        (ltr(&clean_line(&sticker.si)), Ink::new(17.0).bold()),
        (messages(sticker.lang).sticker_line.to_owned(), Ink::new(8.0)),
        (phones.join("\n"), Ink::new(9.0).bold()),
        (ltr(&clean_line(&sticker.mail)), Ink::new(7.0).colour(GREY)),
    ];
    let nodes: Vec<_> = texts.iter().map(|_| flow.tree.leaf(Role::Paragraph)).collect();
    let mut share = (room.width / (36.0 * MM)).clamp(SHRINK_MIN, 2.0);
    while share >= SHRINK_MIN {
        let mut lines = Vec::new();
        let mut fits = true;
        for ((text, ink), node) in texts.iter().zip(&nodes).filter(|((text, _), _)| !text.is_empty()) {
            let ink = Ink { size: ink.size * share, ..*ink };
            // The number is read at a glance: never on two lines.
            fits &= !text.contains(sticker.si.as_str()) || flow.set_line(text, &ink).width <= room.width;
            lines.extend(flow.set(text, &ink, room.width, Some(*node)));
        }
        if fits && lines.iter().map(|line| line.leading).sum::<f32>() <= room.height {
            return Ok(lines);
        }
        share *= 0.93;
    }
    Err("its words do not fit the label")
}
