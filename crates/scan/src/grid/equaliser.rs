//! A linear filter that undoes blur, trained on the known modules of the very code that it reads.

use super::{field::Field, fit::Fitted, homography::Homography};

/// Where an equaliser looks around a module and how much it distrusts few examples.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Samples across and down.
    taps: i32,
    /// Their distance, in modules.
    step: f32,
    ridge: f64,
}

/// From small to wide blur.
pub(crate) const EQUALISERS: [Shape; 3] = [
    Shape { taps: 3, step: 1.0, ridge: 2.0 },
    Shape { taps: 5, step: 0.5, ridge: 4.0 },
    Shape { taps: 5, step: 0.8, ridge: 6.0 },
];

/// Values of modules that are counted as certain when training a second time.
const CERTAIN: f32 = 0.35;
const KNOWN_WEIGHT: f64 = 2.0;

/// Trained weights with the samples of every module.
pub(crate) struct Equaliser<'a> {
    fitted: &'a Fitted,
    inputs: usize,
    ridge: f64,
    /// Of all modules, row by row, `inputs` each.
    samples: Vec<f32>,
    known_samples: Vec<f32>,
    weights: Vec<f32>,
}

impl<'a> Equaliser<'a> {
    /// None where the known modules say nothing (a flat field).
    pub(crate) fn train(field: &Field, fitted: &'a Fitted, shape: Shape) -> Option<Self> {
        let map = fitted.map();
        let inputs = (shape.taps * shape.taps + 1) as usize;
        let modules = fitted.symbol.modules;
        let mut samples = Vec::with_capacity(modules * modules * inputs);
        for row in 0..modules {
            for column in 0..modules {
                push_samples(field, &map, shape, column as f32 + 0.5, row as f32 + 0.5, &mut samples);
            }
        }
        let mut known_samples = Vec::with_capacity(fitted.symbol.known.len() * inputs);
        for known in &fitted.symbol.known {
            push_samples(field, &map, shape, known.column, known.row, &mut known_samples);
        }
        let mut equations = Equations::new(inputs);
        for (known, row) in fitted.symbol.known.iter().zip(known_samples.chunks_exact(inputs)) {
            equations.add(row, known.dark, 1.0);
        }
        let weights = equations.solve(shape.ridge)?;
        Some(Self { fitted, inputs, ridge: shape.ridge, samples, known_samples, weights })
    }

    /// Soft values of all modules, about ±1.
    pub(crate) fn values(&self) -> Vec<f32> {
        self.samples
            .chunks_exact(self.inputs)
            .map(|row| row.iter().zip(&self.weights).map(|(sample, weight)| sample * weight).sum())
            .collect()
    }

    /// Trained again with the modules that already look certain.
    pub(crate) fn retrained(mut self, values: &[f32]) -> Option<Self> {
        let mut equations = Equations::new(self.inputs);
        for (&value, row) in values.iter().zip(self.samples.chunks_exact(self.inputs)) {
            if value.abs() >= CERTAIN {
                equations.add(row, value.signum(), 1.0);
            }
        }
        for (known, row) in self.fitted.symbol.known.iter().zip(self.known_samples.chunks_exact(self.inputs)) {
            equations.add(row, known.dark, KNOWN_WEIGHT);
        }
        self.weights = equations.solve(self.ridge)?;
        Some(self)
    }
}

fn push_samples(field: &Field, map: &Homography, shape: Shape, column: f32, row: f32, samples: &mut Vec<f32>) {
    let half = shape.taps / 2;
    for down in -half..=half {
        for right in -half..=half {
            samples.push(field.at(map.map(column + right as f32 * shape.step, row + down as f32 * shape.step)));
        }
    }
    samples.push(1.0);
}

/// Normal equations of a least squares problem.
struct Equations {
    size: usize,
    matrix: Vec<f64>,
    right: Vec<f64>,
}

impl Equations {
    fn new(size: usize) -> Self {
        Self { size, matrix: vec![0.0; size * size], right: vec![0.0; size] }
    }

    fn add(&mut self, row: &[f32], target: f32, weight: f64) {
        for (i, &a) in row.iter().enumerate() {
            let a = f64::from(a) * weight;
            self.right[i] += a * f64::from(target);
            // Symmetric: the upper half is enough until it is solved.
            for (sum, &b) in self.matrix[i * self.size + i..(i + 1) * self.size].iter_mut().zip(&row[i..]) {
                *sum += a * f64::from(b);
            }
        }
    }

    /// Cholesky; with the ridge the matrix is positive definite.
    fn solve(mut self, ridge: f64) -> Option<Vec<f32>> {
        let n = self.size;
        let at = |i: usize, j: usize| i * n + j;
        for i in 0..n {
            self.matrix[at(i, i)] += ridge;
        }
        // Upper factor in place: matrix = Uᵀ·U.
        for i in 0..n {
            for k in 0..i {
                let factor = self.matrix[at(k, i)];
                for j in i..n {
                    self.matrix[at(i, j)] -= factor * self.matrix[at(k, j)];
                }
            }
            let pivot = self.matrix[at(i, i)];
            if pivot.is_nan() || pivot <= 1e-9 {
                return None;
            }
            let root = pivot.sqrt();
            for j in i..n {
                self.matrix[at(i, j)] /= root;
            }
        }
        for i in 0..n {
            for k in 0..i {
                self.right[i] -= self.matrix[at(k, i)] * self.right[k];
            }
            self.right[i] /= self.matrix[at(i, i)];
        }
        for i in (0..n).rev() {
            for k in i + 1..n {
                self.right[i] -= self.matrix[at(i, k)] * self.right[k];
            }
            self.right[i] /= self.matrix[at(i, i)];
        }
        Some(self.right.into_iter().map(|weight| weight as f32).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn least_squares_finds_the_weights_that_made_the_targets() {
        let mut equations = Equations::new(3);
        for i in 0..40 {
            let row = [(i % 7) as f32 - 3.0, (i % 5) as f32 - 2.0, 1.0];
            equations.add(&row, 2.0 * row[0] - 0.5 * row[1] + 0.25, 1.0);
        }
        let weights = equations.solve(1e-6).unwrap();
        for (weight, expected) in weights.iter().zip([2.0, -0.5, 0.25]) {
            assert!((weight - expected).abs() < 1e-3, "{weights:?}");
        }
    }
}
