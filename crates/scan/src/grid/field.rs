//! Darkness with the lighting taken out.

use crate::{frame::GrayFrame, geometry::Point, pixels::visit_windows};

/// Deviations are kept in 1/16 of a gray level: a sticker in the dark spans only a few levels.
const FINE: f32 = 16.0;
const LIMIT: f32 = 2.5;

/// Per pixel `(local mean − value) / local mean deviation`: dark is positive, about ±1 in a code.
pub(crate) struct Field {
    width: usize,
    height: usize,
    values: Vec<f32>,
}

impl Field {
    pub(crate) fn of(frame: &GrayFrame, radius: usize) -> Self {
        let (width, height) = (frame.width(), frame.height());
        let mut values: Vec<f32> = Vec::with_capacity(width * height);
        let mut deviations: Vec<u16> = Vec::with_capacity(width * height);
        visit_windows(frame.pixels(), width, radius, |y, sums, counts| {
            for (&pixel, (&sum, &count)) in frame.row(y).iter().zip(sums.iter().zip(counts)) {
                let darker = sum as f32 / count as f32 - f32::from(pixel);
                values.push(darker);
                deviations.push((darker.abs() * FINE) as u16);
            }
        });
        visit_windows(&deviations, width, radius, |y, sums, counts| {
            let row = &mut values[y * width..(y + 1) * width];
            for (value, (&sum, &count)) in row.iter_mut().zip(sums.iter().zip(counts)) {
                let deviation = sum as f32 / (count as f32 * FINE);
                *value = (*value / (deviation + 2.0)).clamp(-LIMIT, LIMIT);
            }
        });
        Self { width, height, values }
    }

    /// Bilinear; outside the patch the border continues.
    pub(crate) fn at(&self, place: Point) -> f32 {
        let x = (place.x - 0.5).clamp(0.0, self.width as f32 - 1.001);
        let y = (place.y - 0.5).clamp(0.0, self.height as f32 - 1.001);
        let (column, row) = (x as usize, y as usize);
        let (right, down) = (x - column as f32, y - row as f32);
        let upper = row * self.width + column;
        let lower = if row + 1 < self.height { upper + self.width } else { upper };
        let next = usize::from(column + 1 < self.width);
        let above = self.values[upper] + (self.values[upper + next] - self.values[upper]) * right;
        let below = self.values[lower] + (self.values[lower + next] - self.values[lower]) * right;
        above + (below - above) * down
    }
}
