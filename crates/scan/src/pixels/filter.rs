//! Threshold, sharpening, smoothing.

use super::{Bitmap, window::visit_windows};
use crate::frame::GrayFrame;

impl GrayFrame {
    /// Black where a pixel is darker than `percent` of the mean of its window (`2·radius + 1` wide).
    pub(crate) fn threshold(&self, radius: usize, percent: u32) -> Bitmap {
        let mut black = Vec::with_capacity(self.pixels().len());
        visit_windows(self.pixels(), self.width(), radius, |y, sums, counts| {
            let windows = sums.iter().zip(counts);
            black.extend(
                self.row(y)
                    .iter()
                    .zip(windows)
                    .map(|(&value, (&sum, &count))| u8::from(u32::from(value) * count * 100 < sum * percent)),
            );
        });
        Bitmap { width: self.width(), height: self.height(), black }
    }

    /// Unsharp mask: each pixel moves away from the mean of its window by `strength` sixteenths of the difference.
    pub(crate) fn sharpened(&self, radius: usize, strength: i32) -> GrayFrame {
        let mut pixels = Vec::with_capacity(self.pixels().len());
        let strength = strength as f32 / 16.0;
        visit_windows(self.pixels(), self.width(), radius, |y, sums, counts| {
            let windows = sums.iter().zip(counts);
            pixels.extend(self.row(y).iter().zip(windows).map(|(&value, (&sum, &count))| {
                let value = f32::from(value);
                (value + strength * (value - sum as f32 / count as f32)) as u8
            }));
        });
        GrayFrame::from_parts(self.width(), self.height(), pixels)
    }

    /// A 3×3 binomial blur against sensor noise; the border row stays as it is.
    pub(crate) fn smoothed(&self) -> GrayFrame {
        let (width, height) = (self.width(), self.height());
        let mut pixels = self.pixels().to_vec();
        if width < 3 || height < 3 {
            return GrayFrame::from_parts(width, height, pixels);
        }
        for y in 1..height - 1 {
            let rows = [self.row(y - 1), self.row(y), self.row(y + 1)];
            for x in 1..width - 1 {
                let weigh = |row: &[u8]| u32::from(row[x - 1]) + 2 * u32::from(row[x]) + u32::from(row[x + 1]);
                pixels[y * width + x] = ((weigh(rows[0]) + 2 * weigh(rows[1]) + weigh(rows[2]) + 8) >> 4) as u8;
            }
        }
        GrayFrame::from_parts(width, height, pixels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(width: usize, height: usize) -> GrayFrame {
        GrayFrame::from_parts(width, height, (0..width * height).map(|i| (i * 37 % 251) as u8).collect())
    }

    #[test]
    fn the_threshold_agrees_with_a_plain_double_loop() {
        let (frame, radius) = (ramp(23, 17), 4);
        let fast = frame.threshold(radius, 95);
        for y in 0..17_usize {
            for x in 0..23_usize {
                let (mut sum, mut count) = (0_u64, 0_u64);
                for row in y.saturating_sub(radius)..(y + radius + 1).min(17) {
                    for column in x.saturating_sub(radius)..(x + radius + 1).min(23) {
                        sum += u64::from(frame.row(row)[column]);
                        count += 1;
                    }
                }
                let black = u64::from(frame.row(y)[x]) * count * 100 < sum * 95;
                assert_eq!(fast.row(y)[x] == 1, black, "at {x},{y}");
            }
        }
    }

    #[test]
    fn filters_accept_a_single_pixel() {
        let dot = ramp(1, 1);
        assert_eq!(dot.sharpened(3, 40).pixels().len(), 1);
        assert_eq!(dot.smoothed().pixels().len(), 1);
        assert_eq!(dot.threshold(5, 95).black.len(), 1);
        assert_eq!(dot.half().pixels().len(), 1);
    }
}
