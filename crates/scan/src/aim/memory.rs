//! What earlier frames of one aiming showed: soft grids of a sticker that no single frame could decode, added up.

use crate::{
    code::{CodeKind, SeenCode},
    grid::SoftGrid,
};

/// Codes remembered at the same time: the sticker, and what else looked like one.
const SHEETS_MAX: usize = 3;
/// Two grids of one sticker agree as well as each agrees with its own fixed modules (the product of both); two stickers
/// of one company share the beginning of their address, which is about half of that. Least part of it, and floor.
const LIKENESS_MIN: f32 = 0.78;
const CORRELATION_MIN: f32 = 0.2;
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
        let known = self.sheets.iter().position(|sheet| sheet.is_of_same_code(grid));
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

    /// The evidence about each code that was seen, the last one first.
    pub(super) fn means(&self) -> impl Iterator<Item = SoftGrid> {
        self.sheets.iter().map(Sheet::mean)
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

    fn is_of_same_code(&self, grid: &SoftGrid) -> bool {
        if self.sum.symbol.modules != grid.symbol.modules {
            return false;
        }
        let expected = certainty(&self.mean()) * certainty(grid);
        self.correlation(grid) >= (LIKENESS_MIN * expected).max(CORRELATION_MIN)
    }

    /// Over the data modules only: the fixed ones agree for any two codes.
    fn correlation(&self, grid: &SoftGrid) -> f32 {
        let pairs = grid.symbol.bit_order.iter().map(|&i| (self.sum.values[i], limited(grid.values[i])));
        correlation(pairs)
    }
}

/// How well a grid agrees with its fixed modules: 1 without noise, near 0 when it is all noise.
fn certainty(grid: &SoftGrid) -> f32 {
    let modules = grid.symbol.modules;
    let inside = |place: f32| (place > 0.0 && place < modules as f32).then_some(place as usize);
    let pairs = grid.symbol.known.iter().filter_map(|known| {
        let index = inside(known.row)? * modules + inside(known.column)?;
        Some((known.dark, limited(grid.values[index])))
    });
    correlation(pairs)
}

fn correlation(pairs: impl Iterator<Item = (f32, f32)>) -> f32 {
    let (mut product, mut a, mut b) = (0.0_f32, 1e-6_f32, 1e-6_f32);
    for (x, y) in pairs {
        product += x * y;
        a += x * x;
        b += y * y;
    }
    product / (a * b).sqrt()
}

/// A better fit counts more than proportionally.
fn weight_of(grid: &SoftGrid) -> f32 {
    grid.agreement * grid.agreement
}

fn limited(value: f32) -> f32 {
    value.clamp(-1.5, 1.5)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{geometry::Quad, grid::Symbol};
    use qrcode::{Color, EcLevel, QrCode, Version};

    /// The soft values of a code under noise, from a small fixed generator.
    pub(in crate::aim) fn grid(text: &str, noise: f32, seed: u64) -> SoftGrid {
        let symbol = Symbol::of_version(3).unwrap();
        let code = QrCode::with_version(text, Version::Normal(3), EcLevel::Q).unwrap();
        let mut state = seed * 7919 + 1;
        let mut part = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1_u64 << 24) as f32
        };
        let mut normal = || (0..6).map(|_| part()).sum::<f32>() * 1.414 - 4.243;
        let values =
            code.into_colors().into_iter().map(|c| if c == Color::Dark { 1.0 } else { -1.0 } + noise * normal());
        SoftGrid { symbol, values: values.collect(), agreement: 0.6, outline: Quad::rectangle(0.0, 0.0, 145.0, 145.0) }
    }

    #[test]
    fn a_clean_grid_decodes_alone() {
        assert_eq!(
            grid("HTTPS://SERVICE.EXAMPLE/S/SI-123455", 0.2, 1).decode().unwrap(),
            "HTTPS://SERVICE.EXAMPLE/S/SI-123455"
        );
    }

    #[test]
    fn what_no_frame_shows_alone_the_frames_of_one_aiming_show_together() {
        let text = "HTTPS://SERVICE.EXAMPLE/S/SI-123455";
        let grids: Vec<SoftGrid> = (0..16).map(|seed| grid(text, 0.95, seed)).collect();
        assert!(grids.iter().all(|grid| grid.decode().is_none()), "the grids are not noisy enough to show anything");
        let mut memory = Memory::default();
        let code = grids.iter().find_map(|grid| memory.add(grid)).expect("sixteen frames are enough");
        assert_eq!(code.text, text);
    }

    #[test]
    fn two_stickers_are_never_mixed() {
        let mut memory = Memory::default();
        for seed in 0..10 {
            for text in ["https://si.example/SI-004217", "https://si.example/SI-912346"] {
                let read = memory.add(&grid(text, 0.7, seed));
                assert!(read.is_none_or(|code| code.text == text));
            }
        }
        assert_eq!(memory.sheets.len(), 2);
    }
}
