//! Camera frame to SI number.
//!
//! A [`GrayFrame`] goes into an [`Aim`], which stands for one aiming of the camera at a sticker and remembers what its
//! frames showed; out comes a [`FrameReport`] with the codes that were read and a [`Hint`] when none was.
//! Nothing here opens an address, stores anything or reads a clock (but [`MonotonicStopwatch`]).

mod aim;
mod code;
mod frame;
mod geometry;
mod grid;
mod hint;
mod picture;
mod pixels;
mod reader;
mod search;
mod stopwatch;

pub use aim::{Aim, FrameReport, ScanSettings, read_picture};
pub use code::{CodeKind, SeenCode};
pub use frame::{FrameError, GrayFrame, PIXELS_MAX};
pub use geometry::{Point, Quad};
pub use hint::Hint;
pub use picture::{PictureError, gray_from_image_bytes};
pub use stopwatch::{MonotonicStopwatch, Stopwatch};
