//! QR codes as rectangles (vector), error level Q as measured best on stickers (R2).

use qrcode::{Color, EcLevel, QrCode};

use super::Rect;

/// Modules of white that must stay free around a code.
pub(crate) const QUIET_MODULES: f32 = 4.0;

/// A code's dark modules, merged along each row.
pub(crate) struct Qr {
    pub modules: usize,
    /// Row, first column, length.
    runs: Vec<(usize, usize, usize)>,
}

impl Qr {
    /// The smallest code of level Q that holds `text`; `None` when it is too long for any.
    pub fn of(text: &str) -> Option<Qr> {
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::Q).ok()?;
        let modules = code.width();
        let colours = code.to_colors();
        let mut runs = Vec::new();
        for (row, line) in colours.chunks(modules).enumerate() {
            let mut column = 0;
            while column < modules {
                let length = line[column..].iter().take_while(|&&colour| colour == Color::Dark).count();
                if length > 0 {
                    runs.push((row, column, length));
                }
                column += length.max(1);
            }
        }
        Some(Qr { modules, runs })
    }

    /// The dark rectangles of the code drawn into a square of `side`, quiet zone included.
    pub fn rects(&self, x: f32, y: f32, side: f32) -> Vec<Rect> {
        let module = side / (self.modules as f32 + 2.0 * QUIET_MODULES);
        let at = |index: usize| (index as f32 + QUIET_MODULES) * module;
        // Rows overlap by a hair, so that no viewer draws a white line between them.
        let height = module * 1.02;
        let rect = |&(row, column, length): &(usize, usize, usize)| Rect {
            x: x + at(column),
            y: y + at(row),
            width: length as f32 * module,
            height,
        };
        self.runs.iter().map(rect).collect()
    }
}
