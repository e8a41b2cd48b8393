//! Sums over a square window around every pixel, in one pass.

/// Calls `visit(index, sum, count)` for every pixel with the sum and number of the pixels at most `radius` away in
/// both directions (cut at the border). Column sums move down row by row: the cost does not depend on `radius`.
pub(crate) fn visit_windows<T: Copy + Into<u32>>(
    pixels: &[T],
    width: usize,
    radius: usize,
    mut visit: impl FnMut(usize, u32, u32),
) {
    let height = pixels.len() / width;
    let radius = radius.min(width.saturating_sub(1) / 2).min(height.saturating_sub(1) / 2).max(1);
    let row = |y: usize| &pixels[y * width..(y + 1) * width];
    let mut columns = vec![0_u32; width];
    let mut prefix = vec![0_u32; width + 1];
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
        let rows = ((y + radius + 1).min(height) - y.saturating_sub(radius)) as u32;
        let mut sum = 0;
        for (column, after) in columns.iter().zip(&mut prefix[1..]) {
            sum += column;
            *after = sum;
        }
        for x in 0..width {
            let (from, to) = (x.saturating_sub(radius), (x + radius + 1).min(width));
            visit(y * width + x, prefix[to] - prefix[from], (to - from) as u32 * rows);
        }
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
