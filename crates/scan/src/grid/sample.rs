//! From a fitted map to the text: plain samples first, then what an equaliser makes of them.

use super::{
    SoftGrid,
    equaliser::{EQUALISERS, Equaliser},
    field::Field,
    fit::Fitted,
};
use crate::stopwatch::Deadline;

/// Reads the text, or keeps the best soft values as evidence.
pub(crate) fn read(
    field: &Field,
    fitted: &Fitted,
    deadline: &Deadline<'_>,
    undecoded: &mut Vec<SoftGrid>,
) -> Option<String> {
    let soft =
        |values| SoftGrid { symbol: fitted.symbol, values, agreement: fitted.agreement, outline: fitted.outline() };
    let plain = plain_samples(field, fitted);
    let contrasted = against_neighbours(&plain, fitted.symbol.modules);
    let plain = soft(plain);
    if let Some(text) = plain.decode() {
        return Some(text);
    }
    if let Some(text) = soft(contrasted).decode() {
        return Some(text);
    }
    let mut best = plain;
    for shape in EQUALISERS {
        if deadline.is_over() {
            break;
        }
        let Some(equaliser) = Equaliser::train(field, fitted, shape) else { continue };
        let once = soft(equaliser.values());
        if let Some(text) = once.decode() {
            return Some(text);
        }
        if let Some(twice) = equaliser.retrained(&once.values) {
            let twice = soft(twice.values());
            if let Some(text) = twice.decode() {
                return Some(text);
            }
        }
        best = once;
    }
    undecoded.push(best);
    None
}

/// Each module as the mean of its centre (twice) and four places around it.
fn plain_samples(field: &Field, fitted: &Fitted) -> Vec<f32> {
    let (map, modules) = (fitted.map(), fitted.symbol.modules);
    let mut values = Vec::with_capacity(modules * modules);
    for row in 0..modules {
        for column in 0..modules {
            let at = |right: f32, down: f32| field.at(map.map(column as f32 + 0.5 + right, row as f32 + 0.5 + down));
            let around = at(-0.2, 0.0) + at(0.2, 0.0) + at(0.0, -0.2) + at(0.0, 0.2);
            values.push((2.0 * at(0.0, 0.0) + around) / 6.0);
        }
    }
    values
}

/// Each module against the middle between the lightest and darkest within two modules: shadows and glare edges go.
fn against_neighbours(values: &[f32], modules: usize) -> Vec<f32> {
    let mut contrasted = Vec::with_capacity(values.len());
    for row in 0..modules {
        for column in 0..modules {
            let (mut low, mut high) = (f32::MAX, f32::MIN);
            for near in row.saturating_sub(2)..(row + 3).min(modules) {
                let line = &values[near * modules..(near + 1) * modules];
                for &value in &line[column.saturating_sub(2)..(column + 3).min(modules)] {
                    low = low.min(value);
                    high = high.max(value);
                }
            }
            let half_range = ((high - low) / 2.0).max(0.05);
            contrasted.push((values[row * modules + column] - (low + high) / 2.0) / half_range);
        }
    }
    contrasted
}
