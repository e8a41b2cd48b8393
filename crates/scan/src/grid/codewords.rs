//! From soft module values to text: format, codewords, error correction that erases what is doubtful, bit stream.

use super::{
    format::{Format, is_masked, read_format},
    reed_solomon::correct,
    symbol::Symbol,
};
use crate::{geometry::Quad, reader::fenced};
use rxing::qrcode::cpp_port::decoder::DecodeBitStream;

/// The modules of one code as soft values.
#[derive(Clone)]
pub(crate) struct SoftGrid {
    pub(crate) symbol: &'static Symbol,
    /// Row by row, dark positive, about ±1.
    pub(crate) values: Vec<f32>,
    /// How well the known modules fit, at most 1.
    pub(crate) agreement: f32,
    /// The outer edge of the code.
    pub(crate) outline: Quad,
}

/// One codeword and how far it may be wrong.
#[derive(Clone, Copy, Default)]
pub(super) struct Codeword {
    byte: u8,
    /// Soft values of its bits, most significant first, 1 positive.
    pub(super) bits: [f32; 8],
    doubt: f32,
}

/// Check words that must stay for errors nobody suspected: fewer would let chance produce a text.
const CHECK_KEPT: usize = 6;
/// Accepted corrections turn over at most this part of the evidence.
const TURNED_OVER_MAX: f32 = 0.065;

impl SoftGrid {
    /// The text, if the evidence is good enough for exactly one.
    pub(crate) fn decode(&self) -> Option<String> {
        let format = read_format(&self.values, self.symbol.modules)?;
        let codewords = self.codewords(format);
        let (check, data_counts) = self.symbol.blocks(format.level);
        let mut data = Vec::new();
        let (mut turned, mut evidence) = (0.0, 0.0);
        for block in deinterleave(&codewords, check, &data_counts)? {
            let corrected = correct_block(&block, check)?;
            turned += turned_over(&block, &corrected);
            evidence += block.iter().flat_map(|codeword| codeword.bits).map(f32::abs).sum::<f32>();
            data.extend_from_slice(&corrected[..corrected.len() - check]);
        }
        if turned > TURNED_OVER_MAX * evidence {
            return None;
        }
        let decoded = fenced(|| DecodeBitStream(&data, self.symbol.version, format.level))?.ok()?;
        let text = decoded.text();
        (decoded.isValid() && !text.is_empty()).then_some(text)
    }

    pub(super) fn codewords(&self, format: Format) -> Vec<Codeword> {
        let modules = self.symbol.modules;
        let soft_bit = |&index: &usize| {
            let value = self.values[index].clamp(-1.5, 1.5);
            if is_masked(format.mask, index / modules, index % modules) { -value } else { value }
        };
        self.symbol
            .bit_order
            .chunks_exact(8)
            .map(|places| {
                let bits: [f32; 8] = std::array::from_fn(|i| soft_bit(&places[i]));
                let byte = bits.iter().fold(0, |byte, &bit| byte << 1 | u8::from(bit > 0.0));
                let doubt = bits.iter().map(|bit| (-5.0 * bit.abs()).exp()).sum();
                Codeword { byte, bits, doubt }
            })
            .collect()
    }
}

/// Codewords are dealt to the blocks in turn, data first, then check words.
pub(super) fn deinterleave(codewords: &[Codeword], check: usize, data_counts: &[usize]) -> Option<Vec<Vec<Codeword>>> {
    let mut rest = codewords.iter().copied();
    let mut blocks = vec![Vec::new(); data_counts.len()];
    for i in 0..data_counts.iter().copied().max()? {
        for (block, _) in blocks.iter_mut().zip(data_counts).filter(|(_, count)| i < **count) {
            block.push(rest.next()?);
        }
    }
    for _ in 0..check {
        for block in &mut blocks {
            block.push(rest.next()?);
        }
    }
    Some(blocks)
}

/// Erases the most doubtful codewords, two more at every attempt, and takes the first correction that works.
fn correct_block(block: &[Codeword], check: usize) -> Option<Vec<u8>> {
    let received: Vec<u8> = block.iter().map(|codeword| codeword.byte).collect();
    let mut by_doubt: Vec<usize> = (0..block.len()).collect();
    by_doubt.sort_by(|&a, &b| block[b].doubt.total_cmp(&block[a].doubt));
    (0..=check.saturating_sub(CHECK_KEPT)).step_by(2).find_map(|erased| {
        let mut corrected = received.clone();
        correct(&mut corrected, check, &by_doubt[..erased]).map(|()| corrected)
    })
}

/// The evidence against a correction: the values of the bits that it changes.
fn turned_over(block: &[Codeword], corrected: &[u8]) -> f32 {
    let changed = |codeword: &Codeword, byte: u8| -> f32 {
        let difference = codeword.byte ^ byte;
        (0..8).filter(|i| difference >> (7 - i) & 1 == 1).map(|i| codeword.bits[i].abs()).sum()
    };
    block.iter().zip(corrected).map(|(codeword, &byte)| changed(codeword, byte)).sum()
}
