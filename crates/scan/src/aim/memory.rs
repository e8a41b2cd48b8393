//! What earlier frames of one aiming showed: soft grids of a sticker that no single frame could decode, added up.

use crate::{
    code::{CodeKind, SeenCode},
    grid::SoftGrid,
};

/// Codes remembered at the same time: the sticker, and what else looked like one.
const SHEETS_MAX: usize = 3;
/// Grids of the same sticker agree at least this well, those of two stickers or of chance do not.
const CORRELATION_MIN: f32 = 0.45;
/// Older evidence fades, because the fit of a moving picture gets better, not worse.
const FADING: f32 = 0.85;

/// Evidence about the codes in front of the camera.
#[derive(Default)]
pub(crate) struct Memory {
    sheets: Vec<Sheet>,
}

struct Sheet {
    /// Weighted sum of the values.
    sum: SoftGrid,
    weight: f32,
}

impl Memory {
    /// Adds a grid; the code, if with it the evidence is enough.
    pub(crate) fn add(&mut self, grid: &SoftGrid) -> Option<SeenCode> {
        let known = self.sheets.iter().position(|sheet| {
            sheet.sum.symbol.modules == grid.symbol.modules && sheet.correlation(grid) >= CORRELATION_MIN
        });
        let Some(place) = known else {
            self.sheets.insert(0, Sheet::new(grid));
            self.sheets.truncate(SHEETS_MAX);
            return None;
        };
        // The most recently seen stays in front; the last one is forgotten first.
        let mut sheet = self.sheets.remove(place);
        sheet.add(grid);
        let text = sheet.mean().decode();
        let corners = grid.outline;
        self.sheets.insert(0, sheet);
        Some(SeenCode { text: text?, corners, kind: CodeKind::Qr })
    }
}

impl Sheet {
    fn new(grid: &SoftGrid) -> Self {
        let weight = weight_of(grid);
        let values = grid.values.iter().map(|value| limited(*value) * weight).collect();
        Self { sum: SoftGrid { values, ..grid.clone() }, weight }
    }

    fn add(&mut self, grid: &SoftGrid) {
        let weight = weight_of(grid);
        for (sum, &value) in self.sum.values.iter_mut().zip(&grid.values) {
            *sum = *sum * FADING + limited(value) * weight;
        }
        self.weight = self.weight * FADING + weight;
    }

    fn mean(&self) -> SoftGrid {
        let values = self.sum.values.iter().map(|sum| sum / self.weight).collect();
        SoftGrid { values, ..self.sum.clone() }
    }

    /// Over the data modules only: the known ones agree for any two codes.
    fn correlation(&self, grid: &SoftGrid) -> f32 {
        let (mut product, mut a, mut b) = (0.0_f32, 1e-6_f32, 1e-6_f32);
        for &index in &grid.symbol.bit_order {
            let (x, y) = (self.sum.values[index], limited(grid.values[index]));
            product += x * y;
            a += x * x;
            b += y * y;
        }
        product / (a * b).sqrt()
    }
}

/// A better fit counts more than proportionally.
fn weight_of(grid: &SoftGrid) -> f32 {
    grid.agreement * grid.agreement
}

fn limited(value: f32) -> f32 {
    value.clamp(-1.5, 1.5)
}
