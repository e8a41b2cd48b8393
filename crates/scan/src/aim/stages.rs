//! The heavier looks at a frame that the first reader could not read; an aiming takes one of them per frame in turn.

use super::scene::Scene;
use crate::{
    code::SeenCode,
    grid::{GridLook, SoftGrid, read_grid},
    pixels::Bitmap,
    reader::{look, read_bitmap},
    search::{Patch, Region, find_finders, merge_finders},
    stopwatch::Deadline,
};

/// Pixels a module for the borrowed readers and for the grey grid reader.
const MODULE_FOR_READERS: f32 = 4.5;
const MODULE_FOR_GRID: f32 = 5.0;
const MODULE_ENLARGED: f32 = 7.5;
/// A texture region's module size is a guess; the second one covers codes with more modules.
const FINER: f32 = 0.72;

/// One kind of closer look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Half and quarter size (noise and large modules vanish), then readers on the regions around corner squares.
    Smaller,
    /// The grey grid reader on these regions.
    Grid,
    /// The grey grid reader on the busiest region.
    Texture,
    TextureFiner,
    /// On the next busy region, and the busiest again.
    TextureNext,
    /// Other thresholds, smoothing, enlarging.
    Deep,
    /// White on black.
    Inverted,
    /// The readers on busy regions.
    TextureReaders,
}

/// The order of a camera's frames.
pub(crate) const ROTATION: [Stage; 6] =
    [Stage::Grid, Stage::Smaller, Stage::Texture, Stage::TextureFiner, Stage::TextureNext, Stage::Deep];

/// The order for a single picture.
pub(crate) const THOROUGH: [Stage; 8] = [
    Stage::Smaller,
    Stage::Grid,
    Stage::Texture,
    Stage::TextureFiner,
    Stage::TextureNext,
    Stage::Deep,
    Stage::Inverted,
    Stage::TextureReaders,
];

/// What a stage brought.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) code: Option<SeenCode>,
    pub(crate) undecoded: Vec<SoftGrid>,
}

impl From<Option<SeenCode>> for Found {
    fn from(code: Option<SeenCode>) -> Self {
        Self { code, undecoded: Vec::new() }
    }
}

pub(crate) fn run(stage: Stage, scene: &Scene<'_>, versions: &[usize], deadline: &Deadline<'_>) -> Found {
    match stage {
        Stage::Smaller => smaller(scene, deadline).into(),
        Stage::Grid => grids(scene, scene.regions(), versions, deadline),
        Stage::Texture => grids(scene, &scene.texture(&[(0, 1.0)]), versions, deadline),
        Stage::TextureFiner => grids(scene, &scene.texture(&[(0, FINER)]), versions, deadline),
        Stage::TextureNext => grids(scene, &scene.texture(&[(1, 1.0), (1, FINER), (0, 1.0)]), versions, deadline),
        Stage::Deep => deep(scene, deadline).into(),
        Stage::Inverted => look(&scene.frame.inverted(), 1, deadline).codes.pop().into(),
        Stage::TextureReaders => scene
            .texture(&[(0, 1.0), (0, FINER), (1, 1.0), (1, FINER)])
            .iter()
            .find_map(|region| read_region(scene, region, deadline))
            .into(),
    }
}

fn smaller(scene: &Scene<'_>, deadline: &Deadline<'_>) -> Option<SeenCode> {
    let half = scene.half();
    if let Some(code) = look(half, 1, deadline).codes.pop() {
        return Some(enlarged(code, 2.0));
    }
    if half.width() > 500
        && !deadline.is_over()
        && let Some(code) = look(&half.half(), 1, deadline).codes.pop()
    {
        return Some(enlarged(code, 4.0));
    }
    scene.regions().iter().find_map(|region| read_region(scene, region, deadline))
}

fn enlarged(code: SeenCode, factor: f32) -> SeenCode {
    let corners = code.corners.map(|corner| corner.scaled(factor, Default::default()));
    SeenCode { corners, ..code }
}

/// The borrowed readers on a region: as it is, thresholded, sharpened.
fn read_region(scene: &Scene<'_>, region: &Region, deadline: &Deadline<'_>) -> Option<SeenCode> {
    let patch = Patch::cut(scene.frame, region, MODULE_FOR_READERS)?;
    let first = |frame: &_| look(frame, 1, deadline).codes.pop();
    let steps: [&dyn Fn() -> Option<SeenCode>; 3] = [
        &|| first(&patch.frame),
        &|| {
            let bitmap = patch.frame.threshold(patch.radius(4.0), 96);
            first(&bitmap.to_gray()).or_else(|| read_bitmap(&bitmap, deadline))
        },
        &|| {
            let sharp = patch.frame.sharpened(patch.radius(1.2), 40);
            first(&sharp).or_else(|| read_bitmap(&sharp.threshold(patch.radius(7.0), 96), deadline))
        },
    ];
    first_within(&steps, deadline).map(|code| patch.code_in_frame(code))
}

fn first_within(steps: &[&dyn Fn() -> Option<SeenCode>], deadline: &Deadline<'_>) -> Option<SeenCode> {
    steps.iter().find_map(|step| if deadline.is_over() { None } else { step() })
}

fn deep(scene: &Scene<'_>, deadline: &Deadline<'_>) -> Option<SeenCode> {
    let regions = scene.regions();
    if regions.is_empty() {
        let radius = (scene.frame.short_side() / 30).max(8);
        let whole = scene.bitmap().to_gray();
        return look(&whole, 1, deadline).codes.pop().or_else(|| {
            let code = read_bitmap(&scene.half().threshold(radius, 96), deadline)?;
            Some(enlarged(code, 2.0))
        });
    }
    regions.iter().find_map(
        |region| {
            if deadline.is_over() { None } else { read_region_deeply(scene, region, deadline) }
        },
    )
}

/// Against noise, strong blur, and modules of hardly two pixels.
fn read_region_deeply(scene: &Scene<'_>, region: &Region, deadline: &Deadline<'_>) -> Option<SeenCode> {
    let patch = Patch::cut(scene.frame, region, MODULE_FOR_READERS)?;
    let first = |frame: &_| look(frame, 1, deadline).codes.pop();
    let steps: [&dyn Fn() -> Option<SeenCode>; 3] = [
        &|| first(&patch.frame.smoothed()),
        &|| {
            let bitmap = patch.frame.sharpened(patch.radius(2.0), 80).threshold(patch.radius(3.0), 96);
            first(&bitmap.to_gray()).or_else(|| read_bitmap(&bitmap, deadline))
        },
        &|| read_bitmap(&patch.frame.smoothed().threshold(patch.radius(2.2), 93), deadline),
    ];
    if let Some(code) = first_within(&steps, deadline) {
        return Some(patch.code_in_frame(code));
    }
    let enlarged = Patch::cut(scene.frame, region, MODULE_ENLARGED)?;
    if deadline.is_over() || enlarged.frame.width() as f32 <= patch.frame.width() as f32 * 1.25 {
        return None;
    }
    let sharp = enlarged.frame.sharpened(enlarged.radius(1.2), 32);
    first(&sharp)
        .or_else(|| read_bitmap(&sharp.threshold(enlarged.radius(5.0), 96), deadline))
        .map(|code| enlarged.code_in_frame(code))
}

fn grids(scene: &Scene<'_>, regions: &[Region], versions: &[usize], deadline: &Deadline<'_>) -> Found {
    let mut found = Found::default();
    for region in regions {
        if deadline.is_over() {
            break;
        }
        let Some(patch) = Patch::cut(scene.frame, region, MODULE_FOR_GRID) else { continue };
        let GridLook { code, undecoded } = read_grid(&patch, &finders_in(&patch, deadline), versions, deadline);
        found.undecoded.extend(undecoded.into_iter().map(|grid| {
            let outline = patch.outline_in_frame(grid.outline);
            SoftGrid { outline, ..grid }
        }));
        if let Some(code) = code {
            found.code = Some(patch.code_in_frame(code));
            break;
        }
    }
    found
}

/// Corner squares by four thresholds that lose different things: none alone survives blur, noise and glare.
fn finders_in(patch: &Patch, deadline: &Deadline<'_>) -> Vec<crate::search::Finder> {
    let (frame, radius) = (&patch.frame, |modules| patch.radius(modules));
    let sharp = frame.sharpened(radius(2.0), 64);
    let thresholds: [&dyn Fn() -> Bitmap; 4] = [
        &|| frame.threshold(radius(5.0), 96),
        &|| sharp.threshold(radius(4.0), 97),
        &|| frame.smoothed().threshold(radius(2.5), 92),
        &|| sharp.sharpened(radius(1.4), 48).threshold(radius(6.0), 100),
    ];
    let mut finders = Vec::new();
    for bitmap in thresholds {
        if deadline.is_over() {
            break;
        }
        let of_size = find_finders(&bitmap(), 1)
            .into_iter()
            .filter(|finder| (patch.module * 0.45..patch.module * 2.4).contains(&finder.module));
        merge_finders(&mut finders, of_size);
    }
    finders.sort_by_key(|finder| std::cmp::Reverse(finder.weight));
    finders
}
