//! Smaller, larger, cut out.

use crate::frame::GrayFrame;

impl GrayFrame {
    /// Half the width and height, each pixel the mean of four. A side of one pixel stays.
    pub(crate) fn half(&self) -> GrayFrame {
        let (width, height) = (self.width() / 2, self.height() / 2);
        if width == 0 || height == 0 {
            return self.clone();
        }
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let (upper, lower) = (self.row(2 * y), self.row(2 * y + 1));
            pixels.extend(upper.chunks_exact(2).zip(lower.chunks_exact(2)).map(|(a, b)| {
                ((u16::from(a[0]) + u16::from(a[1]) + u16::from(b[0]) + u16::from(b[1]) + 2) >> 2) as u8
            }));
        }
        GrayFrame::from_parts(width, height, pixels)
    }

    /// Every `step`-th pixel of every `step`-th row: crude, but reads little of a huge picture.
    pub(crate) fn every(&self, step: usize) -> GrayFrame {
        let width = self.width().div_ceil(step);
        let height = self.height().div_ceil(step);
        let pixels = (0..height).flat_map(|y| self.row(y * step).iter().step_by(step).copied()).collect();
        GrayFrame::from_parts(width, height, pixels)
    }

    /// Bilinear by any factor; meant for enlarging and for shrinking to not less than half.
    pub(crate) fn scaled(&self, factor: f32) -> GrayFrame {
        let (from_width, from_height) = (self.width(), self.height());
        if from_width < 2 || from_height < 2 {
            return self.clone();
        }
        let width = ((from_width as f32 * factor) as usize).max(1);
        let height = ((from_height as f32 * factor) as usize).max(1);
        let columns: Vec<(usize, u32)> = (0..width).map(|x| source_of(x, factor, from_width)).collect();
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let (top, below) = source_of(y, factor, from_height);
            let (upper, lower) = (self.row(top), self.row(top + 1));
            pixels.extend(columns.iter().map(|&(left, right)| {
                let blend = |row: &[u8]| u32::from(row[left]) * (256 - right) + u32::from(row[left + 1]) * right;
                ((blend(upper) * (256 - below) + blend(lower) * below) >> 16) as u8
            }));
        }
        GrayFrame::from_parts(width, height, pixels)
    }

    /// The part of the picture inside these bounds, which are cut to the picture and never empty.
    pub(crate) fn crop(&self, left: usize, top: usize, width: usize, height: usize) -> GrayFrame {
        let left = left.min(self.width() - 1);
        let top = top.min(self.height() - 1);
        let width = width.clamp(1, self.width() - left);
        let height = height.clamp(1, self.height() - top);
        let pixels = (top..top + height).flat_map(|y| self.row(y)[left..left + width].iter().copied()).collect();
        GrayFrame::from_parts(width, height, pixels)
    }

    /// White for black.
    pub(crate) fn inverted(&self) -> GrayFrame {
        GrayFrame::from_parts(self.width(), self.height(), self.pixels().iter().map(|v| 255 - v).collect())
    }
}

/// The left (upper) source pixel of a target pixel, and how much of its neighbour is mixed in, in 1/256.
fn source_of(target: usize, factor: f32, length: usize) -> (usize, u32) {
    let place = ((target as f32 + 0.5) / factor - 0.5).clamp(0.0, (length - 1) as f32 - 0.001);
    (place as usize, (place.fract() * 256.0) as u32)
}
