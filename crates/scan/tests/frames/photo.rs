//! A camera that sees one sticker: place, tilt, light, blur and noise, all from a seed.

use crate::chance::Chance;
use feltbok_scan::{GrayFrame, sticker_image};

pub const ADDRESS: &str = "HTTPS://SERVICE.EXAMPLE/S/SI-123455-7K2M9QX4TB";

/// How a sticker is photographed; lengths in pixels.
pub struct Photo {
    pub text: String,
    pub width: usize,
    pub height: usize,
    /// Side of the code with its quiet zone, and where its middle lies.
    pub side: f32,
    pub centre: (f32, f32),
    /// Radians.
    pub turn: f32,
    /// How much farther away the upper edge is, 0 to about 0.6.
    pub tilt: f32,
    pub blur: f32,
    pub noise: f32,
    /// Light: paper white in gray levels.
    pub white: f32,
    /// Radius of a reflection, and where on the code it is, from 0 to 1 across and down.
    pub glare: Option<(f32, (f32, f32))>,
    pub seed: u64,
}

impl Default for Photo {
    fn default() -> Self {
        Self {
            text: ADDRESS.into(),
            width: 640,
            height: 480,
            side: 200.0,
            centre: (320.0, 240.0),
            turn: 0.0,
            tilt: 0.0,
            blur: 0.0,
            noise: 1.5,
            white: 200.0,
            glare: None,
            seed: 1,
        }
    }
}

impl Photo {
    pub fn take(&self) -> GrayFrame {
        let mut pixels = self.scene();
        if self.blur > 0.0 {
            pixels = blurred(&pixels, self.width, self.blur);
        }
        let mut chance = Chance::new(self.seed);
        let spoilt = pixels.iter().enumerate().map(|(i, value)| {
            let (x, y) = ((i % self.width) as f32, (i / self.width) as f32);
            (value + self.reflection(x, y) + normal(&mut chance) * self.noise).clamp(0.0, 255.0) as u8
        });
        GrayFrame::new(self.width as u32, self.height as u32, spoilt.collect())
            .expect("as many pixels as the size says")
    }

    /// The sticker on gray metal, four samples a pixel.
    fn scene(&self) -> Vec<f32> {
        let code = sticker_image(&self.text, 8).expect("the text fits a code");
        let mut pixels = Vec::with_capacity(self.width * self.height);
        for y in 0..self.height {
            for x in 0..self.width {
                let metal = self.white * (0.45 + 0.1 * (x as f32 / self.width as f32));
                let sum: f32 = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]
                    .into_iter()
                    .map(|(dx, dy)| match self.on_sticker(x as f32 + dx, y as f32 + dy) {
                        Some((u, v)) => {
                            let place = |part: f32| (part * code.width() as f32) as u32;
                            let paper = f32::from(code.get_pixel(place(u), place(v)).0[0]) / 255.0;
                            self.white * (0.12 + 0.88 * paper)
                        }
                        None => metal,
                    })
                    .sum();
                pixels.push(sum / 4.0);
            }
        }
        pixels
    }

    /// Where on the sticker a pixel looks, from 0 to 1 across and down.
    fn on_sticker(&self, x: f32, y: f32) -> Option<(f32, f32)> {
        let (dx, dy) = ((x - self.centre.0) / self.side, (y - self.centre.1) / self.side);
        let (sin, cos) = self.turn.sin_cos();
        let (a, b) = (dx * cos + dy * sin, dy * cos - dx * sin);
        let depth = 1.0 + self.tilt * b;
        let (u, v) = (a / depth + 0.5, b / depth + 0.5);
        ((0.0..1.0).contains(&u) && (0.0..1.0).contains(&v)).then_some((u, v))
    }

    fn reflection(&self, x: f32, y: f32) -> f32 {
        let Some((radius, (across, down))) = self.glare else { return 0.0 };
        let middle = (self.centre.0 + (across - 0.5) * self.side, self.centre.1 + (down - 0.5) * self.side);
        let distance = (x - middle.0).hypot(y - middle.1) / radius;
        400.0 * (-distance * distance).exp()
    }
}

/// About normal, mean 0, deviation 1.
fn normal(chance: &mut Chance) -> f32 {
    (0..6).map(|_| chance.part()).sum::<f32>() * 1.414 - 4.243
}

fn blurred(pixels: &[f32], width: usize, sigma: f32) -> Vec<f32> {
    let reach = (sigma * 3.0).ceil() as i64;
    let weights: Vec<f32> = (-reach..=reach).map(|i| (-(i * i) as f32 / (2.0 * sigma * sigma)).exp()).collect();
    let total: f32 = weights.iter().sum();
    let height = pixels.len() / width;
    let pass = |from: &[f32], along: (i64, i64)| -> Vec<f32> {
        (0..from.len())
            .map(|i| {
                let (x, y) = ((i % width) as i64, (i / width) as i64);
                let sum: f32 = (-reach..=reach)
                    .zip(&weights)
                    .map(|(step, weight)| {
                        let column = (x + step * along.0).clamp(0, width as i64 - 1) as usize;
                        let row = (y + step * along.1).clamp(0, height as i64 - 1) as usize;
                        from[row * width + column] * weight
                    })
                    .sum();
                sum / total
            })
            .collect()
    };
    pass(&pass(pixels, (1, 0)), (0, 1))
}
