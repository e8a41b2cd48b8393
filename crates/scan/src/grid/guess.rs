//! First guesses of where a code lies, from two or three of its corner squares.

use crate::{geometry::Point, search::Finder};

/// Three corners of a code: the centres of its corner squares, seen or supposed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guess {
    pub(crate) top_left: Point,
    pub(crate) top_right: Point,
    pub(crate) bottom_left: Point,
    /// Width of a module, in pixels.
    pub(crate) module: f32,
    /// False when one of the three was only supposed.
    pub(crate) all_seen: bool,
}

const FINDERS_MAX: usize = 7;
const FINDERS_FOR_PAIRS_MAX: usize = 5;
const TRIPLES_MAX: usize = 4;
/// The centres of two corner squares of the smallest code are 14 modules apart; tilt shortens that.
const MODULES_APART_MIN: f32 = 9.0;

/// Three corner squares that could be those of a square seen at an angle, the most square ones first.
pub(crate) fn from_triples(finders: &[Finder]) -> Vec<Guess> {
    let finders = &finders[..finders.len().min(FINDERS_MAX)];
    let mut triples = Vec::new();
    for (i, corner) in finders.iter().enumerate() {
        for j in 0..finders.len() {
            for k in j + 1..finders.len() {
                if i != j && i != k {
                    triples.extend(triple(corner, &finders[j], &finders[k]));
                }
            }
        }
    }
    triples.sort_by(|a, b| a.0.total_cmp(&b.0));
    triples.into_iter().take(TRIPLES_MAX).map(|(_, guess)| guess).collect()
}

/// How far from a square (0 is one), and the guess with `corner` as its top left.
fn triple(corner: &Finder, a: &Finder, b: &Finder) -> Option<(f32, Guess)> {
    let module = (corner.module + a.module + b.module) / 3.0;
    if [corner, a, b].iter().any(|f| f.module / module > 1.7) {
        return None;
    }
    let (to_a, to_b) = (corner.centre.distance(a.centre), corner.centre.distance(b.centre));
    let across = a.centre.distance(b.centre);
    let ratio = to_a / to_b;
    if to_a.min(to_b) < MODULES_APART_MIN * module || !(0.45..2.2).contains(&ratio) {
        return None;
    }
    let cosine = (to_a * to_a + to_b * to_b - across * across) / (2.0 * to_a * to_b);
    if cosine.abs() > 0.7 {
        return None;
    }
    let is_clockwise = a.centre.minus(corner.centre).cross(b.centre.minus(corner.centre)) > 0.0;
    let (right, bottom) = if is_clockwise { (a, b) } else { (b, a) };
    let guess =
        Guess { top_left: corner.centre, top_right: right.centre, bottom_left: bottom.centre, module, all_seen: true };
    Some((cosine.abs() + ratio.ln().abs(), guess))
}

/// Every way in which two corner squares can belong to a square: four along a side, two across the diagonal.
pub(crate) fn from_pairs(finders: &[Finder]) -> Vec<Guess> {
    let finders = &finders[..finders.len().min(FINDERS_FOR_PAIRS_MAX)];
    let mut guesses = Vec::new();
    for (i, first) in finders.iter().enumerate() {
        for second in &finders[i + 1..] {
            let module = (first.module + second.module) / 2.0;
            let ratio = first.module / second.module;
            let (p, q) = (first.centre, second.centre);
            if !(0.625..1.6).contains(&ratio) || p.distance(q) < MODULES_APART_MIN * module {
                continue;
            }
            let side = q.minus(p);
            let turned = Point::new(-side.y, side.x);
            let middle = p.middle(q);
            let guess =
                |top_left, top_right, bottom_left| Guess { top_left, top_right, bottom_left, module, all_seen: false };
            guesses.extend([
                guess(p, q, p.along(1.0, turned)),
                guess(q, q.along(1.0, turned), p),
                guess(q, p, q.along(-1.0, turned)),
                guess(p, p.along(-1.0, turned), q),
                guess(middle.along(-0.5, turned), q, p),
                guess(middle.along(0.5, turned), p, q),
            ]);
        }
    }
    guesses
}
