//! From a code's module coordinates to pixels, as a plane seen by a camera.

use crate::geometry::Point;

/// A projective map fixed by the centres of the corner squares and of the square's fourth corner between them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Homography {
    matrix: [f32; 8],
    /// Modules between the centres of two corner squares.
    span: f32,
}

impl Homography {
    /// `corners`: where the module places 3.5 from the edges lie, in the order top left, top right, bottom right,
    /// bottom left; `modules`: width of the code.
    pub(crate) fn new(corners: &[Point; 4], modules: usize) -> Self {
        let [p0, p1, p2, p3] = *corners;
        let (a, b) = (p1.minus(p2), p3.minus(p2));
        let c = Point::new(p0.x - p1.x + p2.x - p3.x, p0.y - p1.y + p2.y - p3.y);
        let determinant = a.cross(b);
        let determinant = if determinant.abs() < 1e-6 { 1e-6 } else { determinant };
        let (g, h) = (c.cross(b) / determinant, a.cross(c) / determinant);
        let matrix = [
            p1.x - p0.x + g * p1.x,
            p3.x - p0.x + h * p3.x,
            p0.x,
            p1.y - p0.y + g * p1.y,
            p3.y - p0.y + h * p3.y,
            p0.y,
            g,
            h,
        ];
        Self { matrix, span: modules as f32 - 7.0 }
    }

    /// The pixel of a place in modules from the code's top left corner.
    pub(crate) fn map(&self, column: f32, row: f32) -> Point {
        let (s, t) = ((column - 3.5) / self.span, (row - 3.5) / self.span);
        let m = &self.matrix;
        let depth = m[6] * s + m[7] * t + 1.0;
        let depth = if depth.abs() < 1e-4 { 1e-4 } else { depth };
        Point::new((m[0] * s + m[1] * t + m[2]) / depth, (m[3] * s + m[4] * t + m[5]) / depth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_corners_map_onto_themselves() {
        let corners = [(10.0, 12.0), (90.0, 20.0), (80.0, 95.0), (5.0, 70.0)].map(|(x, y)| Point::new(x, y));
        let map = Homography::new(&corners, 29);
        for (corner, (column, row)) in corners.iter().zip([(3.5, 3.5), (25.5, 3.5), (25.5, 25.5), (3.5, 25.5)]) {
            assert!(map.map(column, row).distance(*corner) < 0.01);
        }
    }
}
