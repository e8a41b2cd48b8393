//! Fits the projective map of a guess on the modules that are known before reading.

use super::{
    field::Field,
    guess::Guess,
    homography::Homography,
    symbol::{Known, Symbol},
};
use crate::{
    geometry::{Point, Quad},
    stopwatch::Deadline,
};

/// A guess with its version and the place of its fourth corner.
#[derive(Clone, Copy)]
pub(crate) struct Fitted {
    /// As [`Homography::new`] takes them.
    corners: [Point; 4],
    pub(crate) symbol: &'static Symbol,
    /// Correlation with the known modules, at most 1.
    pub(crate) agreement: f32,
}

impl Fitted {
    pub(crate) fn map(&self) -> Homography {
        Homography::new(&self.corners, self.symbol.modules)
    }

    /// The outer edge of the code.
    pub(crate) fn outline(&self) -> Quad {
        let (map, far) = (self.map(), self.symbol.modules as f32);
        Quad::new([map.map(0.0, 0.0), map.map(far, 0.0), map.map(far, far), map.map(0.0, far)])
    }

    fn module(&self) -> f32 {
        let [top_left, top_right, _, bottom_left] = self.corners;
        (top_left.distance(top_right) + top_left.distance(bottom_left)) / 2.0 / (self.symbol.modules as f32 - 7.0)
    }
}

const CANDIDATES_MAX: usize = 3;
const CANDIDATE_AGREEMENT_MIN: f32 = 0.15;
/// Offsets of the fourth corner from the parallelogram, in modules: tilt moves it most.
const OFFSETS_SEEN: [f32; 5] = [-4.0, -2.0, 0.0, 2.0, 4.0];
const OFFSETS_SUPPOSED: [f32; 3] = [-1.5, 0.0, 1.5];
const OFFSETS_CLOSER: [f32; 3] = [-0.9, 0.0, 0.9];

/// The guesses and versions that agree best with their known modules, best first.
pub(crate) fn candidates(field: &Field, guesses: &[Guess], versions: &[usize], deadline: &Deadline<'_>) -> Vec<Fitted> {
    let mut found: Vec<Fitted> = Vec::new();
    for guess in guesses {
        let side = (guess.top_left.distance(guess.top_right) + guess.top_left.distance(guess.bottom_left)) / 2.0;
        let modules_estimated = side / guess.module + 7.0;
        for symbol in versions.iter().filter_map(|&version| Symbol::of_version(version)) {
            if !(0.72..1.75).contains(&(symbol.modules as f32 / modules_estimated)) {
                continue;
            }
            if deadline.is_over() {
                return Vec::new();
            }
            found.push(best_fourth_corner(field, guess, symbol));
        }
    }
    found.retain(|fitted| fitted.agreement >= CANDIDATE_AGREEMENT_MIN);
    found.sort_by(|a, b| b.agreement.total_cmp(&a.agreement));
    found.truncate(CANDIDATES_MAX);
    found
}

fn best_fourth_corner(field: &Field, guess: &Guess, symbol: &'static Symbol) -> Fitted {
    let plain = guess.top_right.along(1.0, guess.bottom_left.minus(guess.top_left));
    let corners = [guess.top_left, guess.top_right, plain, guess.bottom_left];
    let start = Fitted { corners, symbol, agreement: f32::MIN };
    if !guess.all_seen {
        return best_of_offsets(field, start, &OFFSETS_SUPPOSED);
    }
    let coarse = best_of_offsets(field, start, &OFFSETS_SEEN);
    best_of_offsets(field, coarse, &OFFSETS_CLOSER)
}

fn best_of_offsets(field: &Field, start: Fitted, offsets: &[f32]) -> Fitted {
    let module = start.module();
    let mut best = start;
    for &down in offsets {
        for &right in offsets {
            let mut moved = start;
            moved.corners[2] = start.corners[2].along(module, Point::new(right, down));
            moved.agreement = agreement(field, &moved.map(), &start.symbol.known_sparse);
            if moved.agreement > best.agreement {
                best = moved;
            }
        }
    }
    best
}

/// Moves each corner by smaller and smaller steps while that agrees better with all known modules.
pub(crate) fn refine(field: &Field, mut fitted: Fitted) -> Fitted {
    let module = fitted.module();
    for step in [1.0_f32, 0.5, 0.25, 0.12] {
        let known = if step > 0.4 { &fitted.symbol.known_sparse } else { &fitted.symbol.known };
        fitted.agreement = agreement(field, &fitted.map(), known);
        for _ in 0..2 {
            let before = fitted.agreement;
            for corner in 0..4 {
                // The fourth corner was never seen.
                let reach = step * module * if corner == 2 { 1.5 } else { 0.6 };
                for (x, y) in [(-reach, 0.0), (reach, 0.0), (0.0, -reach), (0.0, reach)] {
                    let mut moved = fitted;
                    moved.corners[corner] = fitted.corners[corner].along(1.0, Point::new(x, y));
                    moved.agreement = agreement(field, &moved.map(), known);
                    if moved.agreement > fitted.agreement {
                        fitted = moved;
                    }
                }
            }
            if fitted.agreement <= before {
                break;
            }
        }
    }
    fitted
}

/// Normalised correlation of the field with the known modules.
fn agreement(field: &Field, map: &Homography, known: &[Known]) -> f32 {
    let (mut product, mut power) = (0.0_f32, 0.01_f32);
    for module in known {
        let value = field.at(map.map(module.column, module.row)).clamp(-1.2, 1.2);
        product += module.dark * value;
        power += value * value;
    }
    product / (power * known.len() as f32).sqrt()
}
