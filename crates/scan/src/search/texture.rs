//! Busy squares: where blur or glare has eaten the corner squares, a code is still strong edges in both directions.

use super::Region;
use crate::frame::GrayFrame;

/// Window sides tried, in pixels of the quarter-size picture.
const SIDES: [usize; 5] = [16, 26, 40, 64, 96];
const REGIONS_MAX: usize = 2;
/// A single hard edge must not outweigh a whole code.
const EDGE_MAX: u32 = 40;
const NOISE: u32 = 2;

/// Up to two regions, the busiest first. The module size assumes a code of 29 modules.
pub(crate) fn texture_regions(frame: &GrayFrame) -> Vec<Region> {
    let quarter = frame.half().half();
    if quarter.short_side() < 40 {
        return Vec::new();
    }
    let edges = EdgeSums::of(&quarter);
    let mut windows = edges.busy_windows();
    windows.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut regions: Vec<Region> = Vec::new();
    for window in windows.into_iter().take(400) {
        let half = window.side as f32 * 4.0 * 0.95;
        let (x, y) = (window.centre_x * 4.0, window.centre_y * 4.0);
        let is_near = |r: &Region| {
            ((r.left + r.right) / 2.0 - x).abs() < half * 0.7 && ((r.top + r.bottom) / 2.0 - y).abs() < half * 0.7
        };
        if regions.iter().any(is_near) {
            continue;
        }
        regions.push(Region {
            left: (x - half).max(0.0),
            top: (y - half).max(0.0),
            right: (x + half).min(frame.width() as f32),
            bottom: (y + half).min(frame.height() as f32),
            module: window.side as f32 * 4.0 / 29.0,
            score: window.score,
        });
        if regions.len() == REGIONS_MAX {
            break;
        }
    }
    regions
}

struct Window {
    centre_x: f32,
    centre_y: f32,
    side: usize,
    score: f32,
}

/// Summed-area tables of the edge strength across and down.
struct EdgeSums {
    width: usize,
    height: usize,
    across: Vec<u32>,
    down: Vec<u32>,
}

impl EdgeSums {
    fn of(picture: &GrayFrame) -> Self {
        let (width, height) = (picture.width(), picture.height());
        let stride = width + 1;
        let mut across = vec![0_u32; stride * (height + 1)];
        let mut down = across.clone();
        let edge = |a: u8, b: u8| u32::from(a.abs_diff(b)).saturating_sub(NOISE).min(EDGE_MAX);
        for y in 0..height {
            let row = picture.row(y);
            let below = picture.row((y + 1).min(height - 1));
            let (mut row_across, mut row_down) = (0, 0);
            for x in 0..width {
                row_across += edge(row[x], row[(x + 1).min(width - 1)]);
                row_down += edge(row[x], below[x]);
                let index = (y + 1) * stride + x + 1;
                across[index] = across[index - stride] + row_across;
                down[index] = down[index - stride] + row_down;
            }
        }
        Self { width, height, across, down }
    }

    fn sum(&self, table: &[u32], x: usize, y: usize, side: usize) -> u32 {
        let at = |x: usize, y: usize| table[y * (self.width + 1) + x];
        at(x + side, y + side) + at(x, y) - at(x + side, y) - at(x, y + side)
    }

    /// Every window whose four quarters all carry edges in both directions.
    fn busy_windows(&self) -> Vec<Window> {
        let mut windows = Vec::new();
        for side in SIDES.into_iter().filter(|&side| side < self.width && side < self.height) {
            let step = (side / 6).max(2);
            let half = side / 2;
            for y in (0..=self.height - side).step_by(step) {
                for x in (0..=self.width - side).step_by(step) {
                    let weakest = [(0, 0), (half, 0), (0, half), (half, half)]
                        .into_iter()
                        .flat_map(|(dx, dy)| [&self.across, &self.down].map(|t| self.sum(t, x + dx, y + dy, half)))
                        .min()
                        .unwrap_or(0);
                    let density = weakest as f32 / (half * half) as f32;
                    windows.push(Window {
                        centre_x: (x + half) as f32,
                        centre_y: (y + half) as f32,
                        side,
                        score: density * (side as f32).powf(0.45),
                    });
                }
            }
        }
        windows
    }
}
