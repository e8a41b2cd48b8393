//! Regions around groups of corner squares.

use super::Finder;
use crate::geometry::{Point, Quad};

/// A part of the frame worth a closer look, in pixels.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
    /// Estimated width of a module.
    pub(crate) module: f32,
    pub(crate) score: f32,
}

impl Region {
    pub(crate) fn outline(&self) -> Quad {
        Quad::rectangle(self.left, self.top, self.right, self.bottom)
    }

    /// The same place with modules of another size.
    pub(crate) fn with_module(&self, factor: f32) -> Self {
        Self { module: self.module * factor, ..self.clone() }
    }
}

/// Regions told at most, best first.
const REGIONS_MAX: usize = 3;

/// Groups corner squares of similar size at the distance of one code's corners.
pub(crate) fn regions_of(finders: &[Finder], width: usize, height: usize) -> Vec<Region> {
    let mut used = vec![false; finders.len()];
    let mut regions = Vec::new();
    for first in 0..finders.len() {
        if used[first] {
            continue;
        }
        let group: Vec<usize> = (0..finders.len())
            .filter(|&other| other == first || (!used[other] && may_share_a_code(&finders[first], &finders[other])))
            .collect();
        if group.len() < 2 && finders[first].weight < 3 {
            continue;
        }
        for &member in &group {
            used[member] = true;
        }
        let members: Vec<Finder> = group.into_iter().map(|member| finders[member]).collect();
        regions.push(region_around(&members, width as f32, height as f32));
    }
    regions.sort_by(|a, b| b.score.total_cmp(&a.score));
    regions.truncate(REGIONS_MAX);
    regions
}

fn may_share_a_code(a: &Finder, b: &Finder) -> bool {
    let modules = a.centre.distance(b.centre) / ((a.module + b.module) / 2.0);
    let ratio = a.module / b.module;
    (0.55..1.8).contains(&ratio) && (7.0..45.0).contains(&modules)
}

/// Wide enough for the corners that were not seen: the fourth one of three, two or three others of fewer.
fn region_around(members: &[Finder], width: f32, height: f32) -> Region {
    let module = members.iter().map(|f| f.module).sum::<f32>() / members.len() as f32;
    let margin = module * [32.0, 26.0, 9.0][members.len().min(3) - 1];
    let (mut low, mut high) = (members[0].centre, members[0].centre);
    for finder in members {
        low = Point::new(low.x.min(finder.centre.x), low.y.min(finder.centre.y));
        high = Point::new(high.x.max(finder.centre.x), high.y.max(finder.centre.y));
    }
    if members.len() >= 3 {
        let half = (high.x - low.x).max(high.y - low.y) / 2.0;
        let centre = low.middle(high);
        low = Point::new(low.x.min(centre.x - half), low.y.min(centre.y - half));
        high = Point::new(high.x.max(centre.x + half), high.y.max(centre.y + half));
    }
    Region {
        left: (low.x - margin).max(0.0),
        top: (low.y - margin).max(0.0),
        right: (high.x + margin).min(width),
        bottom: (high.y + margin).min(height),
        module,
        score: members.len().min(3) as f32 * 10.0 + members.iter().map(|f| f.weight).sum::<u32>() as f32,
    }
}
