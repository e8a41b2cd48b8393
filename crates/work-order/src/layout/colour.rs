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
