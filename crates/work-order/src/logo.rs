//! The company's logo: an SVG becomes outlines of plain colours, sharp on any printer and small in the file; a PNG or
//! JPEG is a picture.

use base64::{Engine, engine::general_purpose::STANDARD};
use usvg::{
    FillRule, Group, Node, Opacity, Options, Paint, Path, Transform, Tree,
    tiny_skia_path::{Path as Outline, PathSegment, Point},
};

use crate::{error::DocumentError, layout::colour::Colour, pdf::picture::Picture};

/// A larger file is no logo for every page of every tablet.
const BYTES_MAX: usize = 200 * 1024;
/// Corners and curves of a drawing at most.
const POINTS_MAX: usize = 20_000;
const FIELD: &str = "company.logo";

/// What the page shows at its head.
pub(crate) enum Logo {
    Drawing(Drawing),
    Picture(Picture),
}

/// Filled shapes in the order they are painted, in a box of `width` by `height`.
#[derive(Debug)]
pub(crate) struct Drawing {
    pub width: f32,
    pub height: f32,
    pub shapes: Vec<Shape>,
}

#[derive(Debug)]
pub(crate) struct Shape {
    pub colour: Colour,
    pub even_odd: bool,
    /// Closed outlines; a pair of handles stands before the point that a curve leads to.
    pub outlines: Vec<Vec<Corner>>,
}

/// A point from the top left, or the handle of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Corner {
    pub at: [f32; 2],
    pub is_handle: bool,
}

/// Whether the logo can be printed: base64 of an SVG, PNG, JPEG or WebP of at most 200 kB.
///
/// The error says what is wrong with it, in English.
pub fn check_logo(base64: &str) -> Result<(), DocumentError> {
    Logo::of(base64).map(|_| ())
}

impl Logo {
    pub fn of(base64: &str) -> Result<Logo, DocumentError> {
        let bytes = STANDARD.decode(base64.trim()).map_err(|error| wrong(error.to_string()))?;
        if bytes.len() > BYTES_MAX {
            return Err(wrong(format!("it has more than {} kB", BYTES_MAX / 1024)));
        }
        let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        let is_svg = start.windows(4).any(|word| word == b"<svg") || start.starts_with(b"<?xml");
        if is_svg { Ok(Logo::Drawing(drawing(&bytes)?)) } else { Ok(Logo::Picture(Picture::lossless(&bytes, FIELD)?)) }
    }

    /// Width and height, in any unit.
    pub fn size(&self) -> (f32, f32) {
        match self {
            Logo::Drawing(drawing) => (drawing.width, drawing.height),
            Logo::Picture(picture) => picture.upright(),
        }
    }
}

fn wrong(why: impl Into<String>) -> DocumentError {
    DocumentError::Picture { field: FIELD.into(), why: why.into() }
}

fn drawing(svg: &[u8]) -> Result<Drawing, DocumentError> {
    // Without fonts the parser would drop words silently.
    if svg.windows(5).any(|word| word == b"<text") {
        return Err(wrong("it has text: convert the words to outlines"));
    }
    let tree = Tree::from_data(svg, &Options::default()).map_err(|error| wrong(error.to_string()))?;
    let has_other = !tree.masks().is_empty() || !tree.filters().is_empty() || !tree.patterns().is_empty();
    let has_gradient = !tree.linear_gradients().is_empty() || !tree.radial_gradients().is_empty();
    if has_other || has_gradient {
        return Err(wrong("it has gradients, patterns, masks or filters: use plain colours, or a PNG"));
    }
    let mut drawing = Drawing { width: tree.size().width(), height: tree.size().height(), shapes: Vec::new() };
    group(&mut drawing, tree.root(), 1.0)?;
    let points: usize = drawing.shapes.iter().flat_map(|shape| &shape.outlines).map(Vec::len).sum();
    match points {
        0 => Err(wrong("nothing is drawn in it")),
        points if points > POINTS_MAX => Err(wrong("it has too many points: simplify it, or use a PNG")),
        _ => Ok(drawing),
    }
}

fn group(drawing: &mut Drawing, group_: &Group, above: f32) -> Result<(), DocumentError> {
    if let Some(clip) = group_.clip_path() {
        // Drawing programs clip to the page; a clip that cuts nothing off is none.
        let (inner, outer) = (group_.abs_bounding_box(), clip.root().abs_bounding_box());
        let slack = drawing.width.max(drawing.height) * 0.01;
        let is_whole = outer.left() <= inner.left() + slack
            && outer.top() <= inner.top() + slack
            && outer.right() + slack >= inner.right()
            && outer.bottom() + slack >= inner.bottom();
        if !is_whole {
            return Err(wrong("parts of it are cut off by a clip: expand it, or use a PNG"));
        }
    }
    let opacity = above * group_.opacity().get();
    for node in group_.children() {
        match node {
            Node::Group(inner) => group(drawing, inner, opacity)?,
            Node::Path(path) if path.is_visible() => shapes(drawing, path, opacity)?,
            Node::Path(_) => {}
            Node::Image(_) | Node::Text(_) => return Err(wrong("it holds a picture: use the PNG itself")),
        }
    }
    Ok(())
}

/// The path's area, then its line as an area.
fn shapes(drawing: &mut Drawing, path: &Path, above: f32) -> Result<(), DocumentError> {
    let transform = path.abs_transform();
    if let Some(fill) = path.fill() {
        let colour = on_white(fill.paint(), fill.opacity(), above)?;
        let even_odd = fill.rule() == FillRule::EvenOdd;
        drawing.shapes.extend(shape(path.data(), transform, colour, even_odd));
    }
    if let Some(stroke) = path.stroke() {
        let colour = on_white(stroke.paint(), stroke.opacity(), above)?;
        let dashed = stroke.dasharray().is_some();
        let line = path.data().stroke(&stroke.to_tiny_skia(), 4.0).filter(|_| !dashed);
        let line = line.ok_or_else(|| wrong("it has dashed or empty lines: convert lines to outlines"))?;
        drawing.shapes.extend(shape(&line, transform, colour, false));
    }
    Ok(())
}

fn on_white(paint: &Paint, opacity: Opacity, above: f32) -> Result<Colour, DocumentError> {
    let Paint::Color(colour) = paint else { return Err(wrong("it has gradients or patterns: use plain colours")) };
    let share = opacity.get() * above;
    let mixed = |value: u8| (f32::from(value) * share + 255.0 * (1.0 - share)).round() as u8;
    Ok([mixed(colour.red), mixed(colour.green), mixed(colour.blue)])
}

fn shape(path: &Outline, transform: Transform, colour: Colour, even_odd: bool) -> Option<Shape> {
    let path = path.clone().transform(transform)?;
    let mut outlines: Vec<Vec<Corner>> = Vec::new();
    let mut last = Point::default();
    for segment in path.segments() {
        let (handles, end) = match segment {
            PathSegment::MoveTo(point) => {
                outlines.push(Vec::new());
                (None, point)
            }
            PathSegment::LineTo(point) => (None, point),
            PathSegment::QuadTo(handle, point) => {
                let third = |from: Point| {
                    Point::from_xy(from.x + (handle.x - from.x) * 2.0 / 3.0, from.y + (handle.y - from.y) * 2.0 / 3.0)
                };
                (Some([third(last), third(point)]), point)
            }
            PathSegment::CubicTo(first, second, point) => (Some([first, second]), point),
            PathSegment::Close => continue,
        };
        let outline = outlines.last_mut()?;
        outline.extend(handles.iter().flatten().map(|point| Corner { at: [point.x, point.y], is_handle: true }));
        outline.push(Corner { at: [end.x, end.y], is_handle: false });
        last = end;
    }
    outlines.retain(|outline| outline.len() > 2);
    (!outlines.is_empty()).then_some(Shape { colour, even_odd, outlines })
}
