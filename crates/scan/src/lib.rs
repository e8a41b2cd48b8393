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
mod part;
mod picture;
mod pixels;
mod reader;
mod search;
mod sticker;
mod sticker_image;
mod stopwatch;
mod worker;

pub use aim::{Aim, FrameReport, LookingFor, ScanSettings, read_picture};
pub use code::{CodeKind, SeenCode};
pub use frame::{FrameError, GrayFrame, PIXELS_MAX};
pub use geometry::{Point, Quad};
pub use hint::Hint;
pub use part::{PartLabel, read_part_label};
pub use picture::{PictureError, gray_from_image_bytes};
pub use sticker::{ScanOutcome, StickerReading, read_sticker, read_sticker_text};
pub use sticker_image::{QUIET_MODULES, StickerImageError, sticker_image};
pub use stopwatch::{MonotonicStopwatch, Stopwatch};
pub use worker::{PendingReport, ScanWorker};
