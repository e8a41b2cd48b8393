//! Single labels for label printers, as dots: ZPL and ESC/POS.
//!
//! Printers' own fonts know neither our scripts nor their shaping, so the label is drawn here; only the code is drawn
//! anew, each module the same whole number of dots, because a module of 4.7 dots is a code that reads worse.

use image::{GrayImage, Luma};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    error::DocumentError,
    layout::qr::{QUIET_MODULES, Qr},
    preview::preview,
    sticker::{Sticker, StickerLayout, code_place, single_size_mm, sticker_sheet},
};

/// What the printer understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterLanguage {
    /// Zebra and its kin.
    Zpl,
    /// Receipt printers with label paper.
    EscPos,
}

/// How fine the printer prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterDots {
    /// 203 dots an inch.
    Eight,
    /// 300 dots an inch.
    Twelve,
}

impl PrinterDots {
    fn per_mm(self) -> f32 {
        match self {
            PrinterDots::Eight => 8.0,
            PrinterDots::Twelve => 12.0,
        }
    }
}

/// Darker than this is a dot.
const DOT_BELOW: u8 = 150;

/// One label after the other, ready to be sent to the printer as it is.
///
/// Errors: as [`sticker_sheet`], and `layout` for sheets of labels, which no label printer takes.
pub fn sticker_print_job(
    stickers: &[Sticker],
    layout: StickerLayout,
    language: PrinterLanguage,
    dots: PrinterDots,
    at: Timestamp,
) -> Result<Vec<u8>, DocumentError> {
    let Some((width_mm, _)) = single_size_mm(layout) else {
        let why = "label printers print single labels: choose the roll or the single label".to_owned();
        return Err(DocumentError::Sticker { field: "layout".into(), why });
    };
    let document = sticker_sheet(stickers, layout, at)?;
    let mut job = Vec::new();
    for (index, sticker) in stickers.iter().enumerate() {
        let picture = preview(&document.pdf, index + 1, (width_mm * dots.per_mm()) as u32)?;
        let picture = image::load_from_memory(&picture).map_err(|error| DocumentError::Pdf(error.to_string()))?;
        let mut label = picture.into_luma8();
        draw_code(&mut label, sticker, layout);
        match language {
            PrinterLanguage::Zpl => zpl(&label, &mut job),
            PrinterLanguage::EscPos => esc_pos(&label, &mut job),
        }
    }
    Ok(job)
}

/// Puts the code, in whole dots, into the middle of where the page has it.
fn draw_code(label: &mut GrayImage, sticker: &Sticker, layout: StickerLayout) {
    let (Some(place), Some(code)) = (code_place(layout, sticker.lang), Qr::of(&sticker.address)) else { return };
    let across = label.width() as f32;
    let (x, y, side) = (place.x * across, place.y * across, place.side * across);
    let modules = code.modules as f32 + 2.0 * QUIET_MODULES;
    let module = (side / modules).floor();
    if module < 1.0 {
        return;
    }
    let mut fill = |left: f32, top: f32, width: f32, height: f32, level: u8| {
        for row in top as u32..((top + height) as u32).min(label.height()) {
            for column in left as u32..((left + width) as u32).min(label.width()) {
                label.put_pixel(column, row, Luma([level]));
            }
        }
    };
    fill(x.floor(), y.floor(), side.ceil() + 1.0, side.ceil() + 1.0, 255);
    let margin = (side - module * modules) / 2.0;
    let (left, top) = ((x + margin).round(), (y + margin).round());
    for dark in code.rects(0.0, 0.0, module * modules) {
        fill(left + dark.x.round(), top + dark.y.round(), dark.width.round(), module, 0);
    }
}

/// Rows of eight dots a byte, the leftmost in the highest bit, 1 black.
fn rows(label: &GrayImage) -> Vec<Vec<u8>> {
    let is_dot = |x: u32, y: u32| x < label.width() && label.get_pixel(x, y).0[0] < DOT_BELOW;
    let byte = |start: u32, y: u32| (0..8).fold(0, |byte, bit| byte << 1 | u8::from(is_dot(start + bit, y)));
    (0..label.height()).map(|y| (0..label.width()).step_by(8).map(|x| byte(x, y)).collect()).collect()
}

/// A graphic field in hexadecimal; `,` fills the rest of a row with white, `:` repeats the row above.
fn zpl(label: &GrayImage, job: &mut Vec<u8>) {
    let rows = rows(label);
    let bytes_a_row = rows.first().map_or(0, Vec::len);
    let all = bytes_a_row * rows.len();
    let mut text = format!("^XA^PW{}^LL{}^LH0,0^FO0,0^GFA,{all},{all},{bytes_a_row},", label.width(), label.height());
    let mut above: Option<&Vec<u8>> = None;
    for row in &rows {
        if above == Some(row) {
            text.push(':');
        } else {
            let used = row.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
            text.extend(row[..used].iter().map(|byte| format!("{byte:02X}")));
            if used < row.len() {
                text.push(',');
            }
        }
        above = Some(row);
    }
    text.push_str("^FS^PQ1^XZ\n");
    job.extend_from_slice(text.as_bytes());
}

/// Reset, one raster picture, forward to the cutter and cut.
fn esc_pos(label: &GrayImage, job: &mut Vec<u8>) {
    let rows = rows(label);
    let bytes_a_row = rows.first().map_or(0, Vec::len) as u16;
    job.extend_from_slice(b"\x1b@\x1dv0\0");
    job.extend_from_slice(&bytes_a_row.to_le_bytes());
    job.extend_from_slice(&(rows.len() as u16).to_le_bytes());
    job.extend(rows.into_iter().flatten());
    job.extend_from_slice(b"\x1dVB\0");
}
