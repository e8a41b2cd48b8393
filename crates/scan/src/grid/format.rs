//! Error correction level and mask of a code, read from soft values.

use rxing::qrcode::common::ErrorCorrectionLevel;

/// What the format bits say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Format {
    pub(crate) level: ErrorCorrectionLevel,
    pub(crate) mask: u8,
}

/// Chosen of the 32 possible words (15 bits, BCH distance 7) as the one that agrees best with both of its copies.
pub(crate) fn read_format(values: &[f32], modules: usize) -> Option<Format> {
    let copies = places(modules);
    let agreement = |word: u16| -> f32 {
        copies.iter().map(|&(bit, index)| if word >> bit & 1 == 1 { values[index] } else { -values[index] }).sum()
    };
    let best = (0..32_u16).max_by(|&a, &b| agreement(format_word(a)).total_cmp(&agreement(format_word(b))))?;
    Some(Format { level: ErrorCorrectionLevel::forBits((best >> 3) as u8).ok()?, mask: (best & 7) as u8 })
}

/// The 15 masked bits of a 5-bit format.
fn format_word(data: u16) -> u16 {
    let mut rest = data << 10;
    for bit in (10..15).rev() {
        if rest >> bit & 1 == 1 {
            rest ^= 0x537 << (bit - 10);
        }
    }
    (data << 10 | rest) ^ 0x5412
}

/// Bit number and module index of both copies.
fn places(modules: usize) -> [(u16, usize); 30] {
    let index = |column: usize, row: usize| row * modules + column;
    std::array::from_fn(|i| {
        let bit = 14 - (i % 15) as u16;
        let place = match i {
            0..=5 => index(i, 8),
            6 => index(7, 8),
            7 => index(8, 8),
            8 => index(8, 7),
            9..=14 => index(8, 14 - i),
            15..=21 => index(8, modules - 1 - (i - 15)),
            _ => index(modules - 8 + (i - 22), 8),
        };
        (bit, place)
    })
}

/// True where the mask turns a data module over.
pub(crate) fn is_masked(mask: u8, row: usize, column: usize) -> bool {
    let (product, sum) = (row * column, row + column);
    let remainder = match mask {
        0 => sum % 2,
        1 => row % 2,
        2 => column % 3,
        3 => sum % 3,
        4 => (row / 2 + column / 3) % 2,
        5 => product % 2 + product % 3,
        6 => (product % 2 + product % 3) % 2,
        _ => (sum % 2 + product % 3) % 2,
    };
    remainder == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_words_differ_in_seven_bits_or_more() {
        for a in 0..32 {
            for b in 0..a {
                assert!((format_word(a) ^ format_word(b)).count_ones() >= 7, "{a} {b}");
            }
        }
        // ISO/IEC 18004, annex C: level M, mask 101.
        assert_eq!(format_word(0b00101), 0b100_0000_1100_1110);
    }
}
