//! Points and quadrangles in frame pixels, and the plane's projective maps.

use serde::{Deserialize, Serialize};

/// A place in the frame, in pixels from the top left corner; pixel centres lie at halves.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Point {
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub x: f32,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub y: f32,
}

impl Point {
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub(crate) fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// `self + factor · direction`
    pub(crate) fn along(self, factor: f32, direction: Self) -> Self {
        Self::new(self.x + factor * direction.x, self.y + factor * direction.y)
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }

    pub(crate) fn middle(self, other: Self) -> Self {
        Self::new((self.x + other.x) / 2.0, (self.y + other.y) / 2.0)
    }

    pub(crate) fn cross(self, other: Self) -> f32 {
        self.x * other.y - self.y * other.x
    }

    /// From the coordinates of a picture shrunk or cut out into those of the whole frame.
    pub(crate) fn scaled(self, factor: f32, offset: Self) -> Self {
        Self::new(self.x * factor + offset.x, self.y * factor + offset.y)
    }
}

/// The outline of a code: its own top left, top right, bottom right, bottom left corner.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Quad {
    pub corners: [Point; 4],
}

impl Quad {
    pub const fn new(corners: [Point; 4]) -> Self {
        Self { corners }
    }

    pub(crate) fn rectangle(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self::new([Point::new(left, top), Point::new(right, top), Point::new(right, bottom), Point::new(left, bottom)])
    }

    /// The mean of the corners.
    pub fn centre(&self) -> Point {
        self.corners[0].middle(self.corners[2]).middle(self.corners[1].middle(self.corners[3]))
    }

    /// The mean length of the four sides, in pixels.
    pub fn side(&self) -> f32 {
        (0..4).map(|i| self.corners[i].distance(self.corners[(i + 1) % 4])).sum::<f32>() / 4.0
    }

    pub(crate) fn map(&self, change: impl Fn(Point) -> Point) -> Self {
        Self::new(self.corners.map(change))
    }
}
