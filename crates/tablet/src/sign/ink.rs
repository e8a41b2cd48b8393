//! Ink: every stroke is saved as it ends, so that a killed app loses none.

use feltbok_domain::ids::Id;
use serde::{Deserialize, Serialize};

use crate::{
    error::Result,
    tablet::{Open, Tablet},
    views::{ErrorCode, InkView, Stroke, TabletError},
};

/// Less movement than this part of the pad's width is a dot or a slip, no signature.
const LENGTH_MIN: f64 = 0.08;
/// Points of one signature at most; the document takes no more.
const POINTS_MAX: usize = 50_000;

/// The draft of a job's signature.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Ink {
    pub aspect: f64,
    pub strokes: Vec<Vec<[f64; 2]>>,
    /// Time and pressure of each stroke's points, where the company records them; never on the screen again.
    #[serde(default)]
    pub dynamics: Vec<Vec<[f64; 2]>>,
}

impl Tablet {
    /// Adds a finished stroke.
    ///
    /// Errors: `invalid_input` for points outside the pad.
    pub fn save_stroke(&self, job_id: Id, stroke: Stroke) -> Result<InkView> {
        let inside = |value: f64| (-0.5..=1.5).contains(&value);
        let is_ink = stroke.points.iter().all(|[x, y]| inside(*x) && inside(*y));
        if !is_ink || stroke.points.is_empty() || !(0.1..=20.0).contains(&stroke.aspect) {
            return Err(TabletError::with(ErrorCode::InvalidInput, [("field", "stroke".to_owned())]));
        }
        let is_recorded = self.open()?.store.read(|reader| reader.company())?.is_some_and(|us| us.signature_dynamics);
        let is_whole = stroke.dynamics.len() == stroke.points.len()
            && stroke.dynamics.iter().flatten().all(|value| value.is_finite() && *value >= 0.0);
        let dynamics = if is_recorded && is_whole { stroke.dynamics } else { Vec::new() };
        self.change_ink(job_id, |ink| {
            ink.aspect = stroke.aspect;
            let points: usize = ink.strokes.iter().map(Vec::len).sum();
            if points + stroke.points.len() <= POINTS_MAX {
                // Strokes of an app before this one have none.
                ink.dynamics.resize(ink.strokes.len(), Vec::new());
                ink.strokes.push(stroke.points);
                ink.dynamics.push(dynamics);
            }
        })
    }

    /// Takes the last stroke away.
    pub fn undo_stroke(&self, job_id: Id) -> Result<InkView> {
        self.change_ink(job_id, |ink| {
            ink.strokes.pop();
            ink.dynamics.truncate(ink.strokes.len());
        })
    }

    /// Takes all ink away.
    pub fn clear_ink(&self, job_id: Id) -> Result<InkView> {
        self.change_ink(job_id, |ink| {
            ink.strokes.clear();
            ink.dynamics.clear();
        })
    }

    fn change_ink(&self, job_id: Id, change: impl FnOnce(&mut Ink)) -> Result<InkView> {
        let open = self.open()?;
        let ink = open.store.try_write::<_, TabletError>(|work| {
            let mut ink: Ink = work.draft(&key(job_id))?.unwrap_or_default();
            change(&mut ink);
            work.put_draft(&key(job_id), Some(job_id), &ink)?;
            Ok(ink)
        })?;
        Ok(ink_view(ink))
    }
}

impl Open {
    pub(super) fn ink(&self, job_id: Id) -> Result<Ink> {
        Ok(self.store.read(|reader| reader.draft(&key(job_id)))?.unwrap_or_default())
    }
}

/// The draft's key.
pub(super) fn key(job_id: Id) -> String {
    format!("ink {job_id}")
}

pub(super) fn ink_view(ink: Ink) -> InkView {
    InkView { enough: is_enough(&ink.strokes), aspect: ink.aspect, strokes: ink.strokes }
}

/// More than a dot: the pen has moved a part of the pad's width in all.
pub(crate) fn is_enough(strokes: &[Vec<[f64; 2]>]) -> bool {
    let moved: f64 = strokes
        .iter()
        .flat_map(|stroke| stroke.windows(2))
        .map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]))
        .sum();
    moved >= LENGTH_MIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_pad_and_one_dot_are_no_signature() {
        assert!(!is_enough(&[]));
        assert!(!is_enough(&[vec![[0.5, 0.5]]]));
        assert!(!is_enough(&[vec![[0.5, 0.5], [0.501, 0.5]]]));
        assert!(is_enough(&[vec![[0.2, 0.5], [0.5, 0.4], [0.8, 0.6]]]));
    }
}
