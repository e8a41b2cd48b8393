//! Corner squares of QR codes: runs of dark and light in the ratio 1:1:3:1:1, across and down.

use crate::{geometry::Point, pixels::Bitmap};

/// A corner square that looks right in both directions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finder {
    pub(crate) centre: Point,
    /// Width of one module, in pixels.
    pub(crate) module: f32,
    /// On how many scan lines it was seen.
    pub(crate) weight: u32,
}

impl Finder {
    fn is_same_place(&self, centre: Point, module: f32, modules: f32) -> bool {
        let reach = modules * module;
        (self.centre.x - centre.x).abs() < reach && (self.centre.y - centre.y).abs() < reach
    }

    fn is_similar_size(&self, module: f32, ratio: f32) -> bool {
        self.module / module < ratio && module / self.module < ratio
    }

    /// From half size to full size.
    pub(crate) fn doubled(self) -> Self {
        Self { centre: self.centre.scaled(2.0, Point::default()), module: self.module * 2.0, ..self }
    }

    fn absorb(&mut self, centre: Point, module: f32) {
        let weight = self.weight as f32;
        let mean = |old: f32, new: f32| (old * weight + new) / (weight + 1.0);
        self.centre = Point::new(mean(self.centre.x, centre.x), mean(self.centre.y, centre.y));
        self.module = mean(self.module, module);
        self.weight += 1;
    }
}

/// The most finders that one search tells, by weight.
const FINDERS_MAX: usize = 24;

/// Scans every `step`-th row.
pub(crate) fn find_finders(bitmap: &Bitmap, step: usize) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    for y in (step / 2..bitmap.height).step_by(step) {
        scan_row(bitmap, y, |centre, module| {
            let known =
                found.iter_mut().find(|f| f.is_same_place(centre, module, 2.5) && f.is_similar_size(module, 1.7));
            match known {
                Some(finder) => finder.absorb(centre, module),
                None => found.push(Finder { centre, module, weight: 1 }),
            }
        });
    }
    found.sort_by_key(|finder| std::cmp::Reverse(finder.weight));
    found.truncate(FINDERS_MAX);
    found
}

/// Adds finders of another search of the same picture; one already known gains weight.
pub(crate) fn merge_finders(into: &mut Vec<Finder>, more: impl IntoIterator<Item = Finder>) {
    for finder in more {
        match into.iter_mut().find(|known| known.is_same_place(finder.centre, finder.module, 2.0)) {
            Some(known) => known.weight += finder.weight,
            None => into.push(finder),
        }
    }
}

fn scan_row(bitmap: &Bitmap, y: usize, mut found: impl FnMut(Point, f32)) {
    let row = bitmap.row(y);
    let mut runs = [0_usize; 5];
    let (mut x, mut run_count) = (0, 0);
    while x < row.len() {
        let colour = row[x];
        let length = row[x..].iter().take_while(|&&pixel| pixel == colour).count();
        x += length;
        runs.rotate_left(1);
        runs[4] = length;
        run_count += 1;
        if colour == 0 || run_count < 5 {
            continue;
        }
        let Some(across) = module_of_runs(&runs) else { continue };
        let centre_x = x as f32 - (runs[4] + runs[3]) as f32 - runs[2] as f32 / 2.0;
        if let Some((centre_y, down)) = check_column(bitmap, centre_x as usize, y, across) {
            found(Point::new(centre_x, centre_y), (across + down) / 2.0);
        }
    }
}

/// The module's width if the runs are 1:1:3:1:1 within what blur and small sizes do to them.
fn module_of_runs(runs: &[usize; 5]) -> Option<f32> {
    let total: usize = runs.iter().sum();
    if total < 7 {
        return None;
    }
    let module = total as f32 / 7.0;
    let tolerance = (module * 0.7).max(0.9);
    let fits = runs.iter().enumerate().all(|(i, &run)| match i {
        2 => (run as f32 - 3.0 * module).abs() <= 1.6 * tolerance,
        _ => (run as f32 - module).abs() <= tolerance,
    });
    fits.then_some(module)
}

/// Centre and module width of the same square seen from above to below.
fn check_column(bitmap: &Bitmap, x: usize, y: usize, across: f32) -> Option<(f32, f32)> {
    let pixel = |y: i64| (0..bitmap.height as i64).contains(&y).then(|| bitmap.black[y as usize * bitmap.width + x]);
    let start = y as i64;
    if pixel(start) != Some(1) {
        return None;
    }
    let longest = (across * 5.0) as i64 + 2;
    let run = |from: i64, step: i64, colour: u8| {
        (0..longest).take_while(|i| pixel(from + i * step) == Some(colour)).count() as i64
    };
    let (up, down) = (run(start, -1, 1), run(start, 1, 1));
    let (light_above, light_below) = (run(start - up, -1, 0), run(start + down, 1, 0));
    let dark_above = run(start - up - light_above, -1, 1);
    let dark_below = run(start + down + light_below, 1, 1);
    let runs = [dark_above, light_above, up + down - 1, light_below, dark_below].map(|run| run as usize);
    let module = module_of_runs(&runs)?;
    if module / across > 2.2 || across / module > 2.2 {
        return None;
    }
    Some(((start - up + 1 + start + down) as f32 / 2.0, module))
}
