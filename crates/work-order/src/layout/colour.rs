//! The document's colours: those of the screens' light theme (paper and ink).

/// Red, green, blue from 0 to 255.
pub(crate) type Colour = [u8; 3];

pub(crate) const INK: Colour = [0x10, 0x20, 0x2b];
pub(crate) const PAPER: Colour = [0xff, 0xff, 0xff];
pub(crate) const FOG: Colour = [0xf2, 0xf5, 0xf7];
pub(crate) const LINE: Colour = [0xcb, 0xd5, 0xdc];
pub(crate) const FJORD: Colour = [0x0b, 0x4f, 0x6c];
pub(crate) const GREY: Colour = [0x3f, 0x4a, 0x54];
pub(crate) const GREEN: Colour = [0x14, 0x53, 0x2d];
pub(crate) const AMBER: Colour = [0x7a, 0x3e, 0x00];
pub(crate) const RED: Colour = [0x8e, 0x1b, 0x13];
/// Of a signature: the blue of a ballpoint pen.
pub(crate) const PEN: Colour = [0x12, 0x24, 0x66];

/// A brand's `#rrggbb` on paper; the house's own where there is none, or one that is too pale to be read (contrast
/// under 4.5, WCAG 2).
pub(crate) fn accent(brand: Option<&str>) -> Colour {
    brand.and_then(readable).unwrap_or(FJORD)
}

/// The colour that `#rrggbb` names, if words in it can be read on paper.
pub(crate) fn readable(hex: &str) -> Option<Colour> {
    let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let colour = [part(0)?, part(2)?, part(4)?];
    let linear = |value: u8| match f32::from(value) / 255.0 {
        value if value <= 0.040_45 => value / 12.92,
        value => ((value + 0.055) / 1.055).powf(2.4),
    };
    let [red, green, blue] = colour.map(linear);
    let luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    (1.05 / (luminance + 0.05) >= 4.5).then_some(colour)
}

/// Whether a brand's colour can be printed words in: `#rrggbb`, dark enough for white paper.
pub fn is_readable_colour(hex: &str) -> bool {
    readable(hex).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brand_s_colour_is_taken_when_it_can_be_read() {
        assert_eq!(accent(Some("#7a1fa2")), [0x7a, 0x1f, 0xa2]);
        for other in [None, Some("#ffee00"), Some("7a1fa2"), Some("#7a1fa"), Some("#7a1fağ"), Some("red")] {
            assert_eq!(accent(other), FJORD, "{other:?}");
        }
    }
}
