//! What every QR code of one version has in common: its fixed modules, the order of its codewords, its blocks.

use rxing::qrcode::common::{ErrorCorrectionLevel, Version, VersionRef};
use std::sync::OnceLock;

/// The largest version that the grey reader tries; a sticker or a part's label is never larger.
pub(crate) const VERSION_MAX: usize = 10;

/// A module whose colour is known before reading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// Centre, in modules from the top left corner of the code; the quiet ring has places outside.
    pub(crate) column: f32,
    pub(crate) row: f32,
    /// 1 dark, −1 light.
    pub(crate) dark: f32,
}

/// One version of QR code.
pub(crate) struct Symbol {
    pub(crate) version: VersionRef,
    /// Width in modules.
    pub(crate) modules: usize,
    pub(crate) known: Vec<Known>,
    /// A third of them, with the whole alignment square: enough to compare guesses.
    pub(crate) known_sparse: Vec<Known>,
    /// Indices (`row · modules + column`) of the data bits in the order of the codewords.
    pub(crate) bit_order: Vec<usize>,
}

impl Symbol {
    /// The symbol of a version from 1 to [`VERSION_MAX`].
    pub(crate) fn of_version(version: usize) -> Option<&'static Symbol> {
        static SYMBOLS: [OnceLock<Option<Symbol>>; VERSION_MAX] = [const { OnceLock::new() }; VERSION_MAX];
        SYMBOLS.get(version.checked_sub(1)?)?.get_or_init(|| Symbol::build(version)).as_ref()
    }

    fn build(number: usize) -> Option<Symbol> {
        let version = Version::getVersionForNumber(number as u32).ok()?;
        let modules = 17 + 4 * number;
        let known = known_modules(modules);
        let near_alignment = |k: &Known| k.row > modules as f32 - 9.5 && k.column > modules as f32 - 9.5;
        let known_sparse =
            known.iter().enumerate().filter(|(i, k)| i % 3 == 0 || near_alignment(k)).map(|(_, k)| *k).collect();
        Some(Symbol { version, modules, known, known_sparse, bit_order: bit_order(version, modules)? })
    }

    /// Error correction codewords per block and the number of data codewords of each block, in order.
    pub(crate) fn blocks(&self, level: ErrorCorrectionLevel) -> (usize, Vec<usize>) {
        let blocks = self.version.getECBlocksForLevel(level);
        let data = blocks
            .getECBlocks()
            .iter()
            .flat_map(|b| std::iter::repeat_n(b.getDataCodewords() as usize, b.getCount() as usize))
            .collect();
        (blocks.getECCodewordsPerBlock() as usize, data)
    }
}

/// Corner squares with their light border, timing lines, and the alignment square of versions from 2.
fn known_modules(modules: usize) -> Vec<Known> {
    let size = modules as i32;
    let mut known = Vec::new();
    let mut add = |row: i32, column: i32, dark: bool| {
        known.push(Known { column: column as f32 + 0.5, row: row as f32 + 0.5, dark: if dark { 1.0 } else { -1.0 } });
    };
    for (top, left) in [(0, 0), (0, size - 7), (size - 7, 0)] {
        for row in -1..8_i32 {
            for column in -1..8_i32 {
                let ring = (row - 3).abs().max((column - 3).abs());
                add(top + row, left + column, ring != 2 && ring != 4);
            }
        }
    }
    for i in 8..size - 8 {
        add(6, i, i % 2 == 0);
        add(i, 6, i % 2 == 0);
    }
    if modules >= 25 {
        for row in -2..=2_i32 {
            for column in -2..=2_i32 {
                add(size - 7 + row, size - 7 + column, row.abs().max(column.abs()) != 1);
            }
        }
    }
    known
}

/// Column pairs from the right, up and down in turn, around the fixed modules.
fn bit_order(version: VersionRef, modules: usize) -> Option<Vec<usize>> {
    let fixed = version.buildFunctionPattern().ok()?;
    let mut order = Vec::new();
    let mut upwards = true;
    // The vertical timing line (column 6) belongs to no pair.
    let columns: Vec<usize> = (0..modules).rev().filter(|&column| column != 6).collect();
    for pair in columns.chunks(2) {
        for i in 0..modules {
            let row = if upwards { modules - 1 - i } else { i };
            for &column in pair {
                if !fixed.get(column as u32, row as u32) {
                    order.push(row * modules + column);
                }
            }
        }
        upwards = !upwards;
    }
    Some(order)
}
