//! The grey grid reader: reads the modules of a code from grey values, where a threshold has already lost them.
//!
//! Corner squares give a first guess of the outline; a projective map is fitted on the modules that are the same in
//! every code of that version; an equaliser learns from these known modules what blur did; the soft values of all
//! modules go into an error correction that knows which of them are doubtful.

mod codewords;
mod equaliser;
mod field;
mod fit;
mod format;
mod guess;
mod homography;
mod payload;
mod reed_solomon;
mod sample;
mod symbol;

pub(crate) use codewords::SoftGrid;
pub(crate) use payload::Beginning;
#[cfg(test)]
pub(crate) use symbol::Symbol;

use crate::{
    code::{CodeKind, SeenCode},
    search::{Finder, Patch},
    stopwatch::Deadline,
};
use field::Field;

/// What the grey reader got out of a patch, in pixels of the patch.
#[derive(Default)]
pub(crate) struct GridLook {
    pub(crate) code: Option<SeenCode>,
    /// The best fitted grids that did not decode: evidence to be joined with that of other frames.
    pub(crate) undecoded: Vec<SoftGrid>,
}

/// Fits under this agreement with the known modules are no codes.
const AGREEMENT_MIN: f32 = 0.35;

/// Reads one code out of a patch whose finders are given in its pixels.
pub(crate) fn read_grid(patch: &Patch, finders: &[Finder], versions: &[usize], deadline: &Deadline<'_>) -> GridLook {
    let mut look = GridLook::default();
    if finders.len() < 2 || deadline.is_over() {
        return look;
    }
    let field = Field::of(&patch.frame, patch.radius(5.0));
    for guesses in [guess::from_triples, guess::from_pairs] {
        for fitted in fit::candidates(&field, &guesses(finders), versions, deadline) {
            if deadline.is_over() {
                return look;
            }
            let fitted = fit::refine(&field, fitted);
            if fitted.agreement < AGREEMENT_MIN {
                continue;
            }
            if let Some(text) = sample::read(&field, &fitted, deadline, &mut look.undecoded) {
                look.code = Some(SeenCode { text, corners: fitted.outline(), kind: CodeKind::Qr });
                return look;
            }
        }
    }
    look
}
