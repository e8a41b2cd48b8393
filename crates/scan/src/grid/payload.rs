//! How well a grid that did not decode agrees with a text it may begin with.

use super::{
    codewords::{SoftGrid, deinterleave},
    format::read_format,
};

const ALPHANUMERIC: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// The data bits of one grid in the order of its bit stream, 1 positive, about ±1.
pub(crate) struct Payload(Vec<f32>);

/// How a text begins as bits: its mode and its characters; the count between them is left open (`None`).
pub(crate) struct Beginning(Vec<Option<bool>>);

impl SoftGrid {
    /// None when not even the format can be told.
    pub(crate) fn payload(&self) -> Option<Payload> {
        let format = read_format(&self.values, self.symbol.modules)?;
        let (check, data_counts) = self.symbol.blocks(format.level);
        let blocks = deinterleave(&self.codewords(format), check, &data_counts)?;
        let data = blocks.iter().zip(data_counts).flat_map(|(block, count)| &block[..count]);
        Some(Payload(data.flat_map(|codeword| codeword.bits).collect()))
    }
}

impl Payload {
    /// From −1 to 1; a text that is not there comes to about 0.
    pub(crate) fn agreement(&self, beginning: &Beginning) -> f32 {
        let (mut agreed, mut all) = (0.0_f32, 1e-6_f32);
        for (value, bit) in self.0.iter().zip(&beginning.0) {
            let Some(bit) = bit else { continue };
            agreed += if *bit { *value } else { -*value };
            all += value.abs();
        }
        agreed / all
    }
}

impl Beginning {
    /// As our own stickers hold it: upper-case alphanumeric, else bytes. For versions up to 9.
    pub(crate) fn of(text: &str) -> Self {
        let codes: Option<Vec<u32>> =
            text.bytes().map(|byte| ALPHANUMERIC.iter().position(|&one| one == byte).map(|code| code as u32)).collect();
        let mut bits = Vec::new();
        match codes {
            Some(codes) => {
                push(&mut bits, 0b0010, 4);
                bits.extend([None; 9]);
                for pair in codes.chunks_exact(2) {
                    push(&mut bits, pair[0] * 45 + pair[1], 11);
                }
            }
            None => {
                push(&mut bits, 0b0100, 4);
                bits.extend([None; 8]);
                for byte in text.bytes() {
                    push(&mut bits, u32::from(byte), 8);
                }
            }
        }
        Self(bits)
    }
}

fn push(bits: &mut Vec<Option<bool>>, value: u32, length: u32) {
    bits.extend((0..length).rev().map(|bit| Some(value >> bit & 1 == 1)));
}
