//! Sums over a square window around every pixel, in one pass.

/// The largest radius: sums of such windows still fit 32 bits, and thresholds multiply them by 100.
const RADIUS_MAX: usize = 100;

/// Calls `visit(row, sums, counts)` for every row with the sum and number of the pixels at most `radius` away in both
/// directions (cut at the border). Column sums move down row by row: the cost does not depend on `radius`.
pub(crate) fn visit_windows<T: Copy + Into<u32>>(
    pixels: &[T],
    width: usize,
    radius: usize,
    mut visit: impl FnMut(usize, &[u32], &[u32]),
) {
    let height = pixels.len() / width;
    let radius = radius.min(width.saturating_sub(1) / 2).min(height.saturating_sub(1) / 2).clamp(1, RADIUS_MAX);
    let row = |y: usize| &pixels[y * width..(y + 1) * width];
    let mut columns = vec![0_u32; width];
    // Padded at both ends, so that every window is a plain difference.
    let mut prefix = vec![0_u32; width + 1 + 2 * radius];
    let mut sums = vec![0_u32; width];
    let columns_in_window: Vec<u32> =
        (0..width).map(|x| ((x + radius + 1).min(width) - x.saturating_sub(radius)) as u32).collect();
    let mut counts = vec![0_u32; width];
    for y in 0..radius.min(height) {
        add_row(&mut columns, row(y));
    }
    for y in 0..height {
        if y + radius < height {
            add_row(&mut columns, row(y + radius));
        }
        if y > radius {
            subtract_row(&mut columns, row(y - radius - 1));
        }
        let mut sum = 0;
        for (column, after) in columns.iter().zip(&mut prefix[radius + 1..]) {
            sum += column;
            *after = sum;
        }
        prefix[radius + 1 + width..].fill(sum);
        for (total, (after, before)) in sums.iter_mut().zip(prefix[2 * radius + 1..].iter().zip(&prefix)) {
            *total = after - before;
        }
        let rows = ((y + radius + 1).min(height) - y.saturating_sub(radius)) as u32;
        for (count, columns) in counts.iter_mut().zip(&columns_in_window) {
            *count = rows * columns;
        }
        visit(y, &sums, &counts);
    }
}

fn add_row<T: Copy + Into<u32>>(columns: &mut [u32], row: &[T]) {
    for (column, &value) in columns.iter_mut().zip(row) {
        *column += value.into();
    }
}

fn subtract_row<T: Copy + Into<u32>>(columns: &mut [u32], row: &[T]) {
    for (column, &value) in columns.iter_mut().zip(row) {
        *column -= value.into();
    }
}
