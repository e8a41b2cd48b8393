//! Writes set pages as PDF: printpdf makes the objects, what an archive and a reader need is added behind it.

mod archive;
mod compact;
mod font;
mod icc;
pub(crate) mod jpeg;
pub(crate) mod picture;
mod sfnt;
mod structure;
mod text;

use std::collections::BTreeMap;

use feltbok_domain::lang::Lang;
use jiff::Timestamp;
use printpdf::{
    Color, CurTransMat, DictItem, ExternalStream, ExternalXObject, LineCapStyle, LineJoinStyle, LinePoint, Op,
    PaintMode, PdfDocument, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rgb, WindingOrder, XObject,
    XObjectId, XObjectTransform,
};

use crate::{
    error::DocumentError,
    layout::{Mark, Rect, Sheets, colour::Colour},
    logo::Corner,
    render::Archive,
};
use font::Fonts;
use picture::Picture;
use structure::Marker;
use text::TextWriter;

/// What the file says about itself.
pub(crate) struct Meta<'a> {
    pub title: String,
    pub author: &'a str,
    pub lang: Lang,
    pub at: Timestamp,
    /// Anything that is the same exactly when the document is; the document id is made from it.
    pub identity: &'a str,
    /// Hash of the content that the document prints, where it prints one.
    pub content_sha256: Option<&'a str>,
}

/// Where the file is kept: the standard it follows, and what it carries.
#[derive(Default)]
pub(crate) struct Shelf<'a> {
    pub archive: Archive,
    pub attachment: Option<Attachment<'a>>,
}

/// Data that travels inside the file.
pub(crate) struct Attachment<'a> {
    pub name: String,
    pub json: &'a str,
}

/// The bytes of a PDF/A-2u file. The same sheets, pictures and meta give the same bytes.
pub(crate) fn write(sheets: &Sheets, pictures: &[Picture], meta: &Meta) -> Result<Vec<u8>, DocumentError> {
    write_for(sheets, pictures, meta, &Shelf::default())
}

/// [`write`] by the standard of `shelf`.
pub(crate) fn write_for(
    sheets: &Sheets,
    pictures: &[Picture],
    meta: &Meta,
    shelf: &Shelf,
) -> Result<Vec<u8>, DocumentError> {
    let mut document = PdfDocument::new(&meta.title);
    let fonts = Fonts::of(sheets, &mut document)?;
    let names = add_pictures(&mut document, pictures);
    let mut text = TextWriter::new(&fonts);
    let mut marker = Marker::new(sheets.tree.nodes.len());
    let mut pages = Vec::new();
    for (number, page) in sheets.pages.iter().enumerate() {
        let mut ops = Vec::new();
        marker.begin_page(number);
        for placed in page {
            marker.mark(&mut ops, placed.node, &sheets.tree);
            let canvas = Canvas { height: sheets.size.height, pictures, names: &names };
            canvas.draw(&mut ops, &placed.mark, &mut text);
        }
        marker.end_page(&mut ops);
        pages.push(PdfPage::new(Pt(sheets.size.width).into(), Pt(sheets.size.height).into(), ops));
    }
    let options = PdfSaveOptions { subset_fonts: false, ..PdfSaveOptions::default() };
    let mut raw = document.with_pages(pages).to_lopdf_document(&options, &mut Vec::new());
    set_boxes(&mut raw, sheets);
    compact::pages(&mut raw)?;
    structure::add(&mut raw, &sheets.tree, &marker);
    archive::finish(&mut raw, meta, shelf)?;
    raw.compress();
    save(&mut raw, shelf.archive)
}

fn save(document: &mut lopdf::Document, archive: Archive) -> Result<Vec<u8>, DocumentError> {
    let mut bytes = Vec::new();
    if archive == Archive::A1b {
        document.save_to(&mut bytes).map_err(|error| DocumentError::Pdf(error.to_string()))?;
        return Ok(bytes);
    }
    // Elements and fonts' dictionaries in object streams: a third of a small document.
    let options = lopdf::SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(1000)
        .compression_level(9)
        .build();
    document.save_with_options(&mut bytes, options).map_err(|error| DocumentError::Pdf(error.to_string()))?;
    Ok(bytes)
}

/// The exact paper: printpdf's millimetres would make it a hair wider.
fn set_boxes(document: &mut lopdf::Document, sheets: &Sheets) {
    let pages: Vec<lopdf::ObjectId> = document.get_pages().into_values().collect();
    for page in pages {
        let Ok(dictionary) = document.get_object_mut(page).and_then(lopdf::Object::as_dict_mut) else { continue };
        for name in ["MediaBox", "TrimBox", "CropBox", "BleedBox", "ArtBox"] {
            if name == "MediaBox" || dictionary.has(name.as_bytes()) {
                let corners = [0.0, 0.0, sheets.size.width, sheets.size.height];
                dictionary.set(name, corners.map(lopdf::Object::Real).to_vec());
            }
        }
    }
}

fn add_pictures(document: &mut PdfDocument, pictures: &[Picture]) -> Vec<XObjectId> {
    let mut names = Vec::new();
    for (index, picture) in pictures.iter().enumerate() {
        let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
        let space = if picture.components == 1 { "DeviceGray" } else { "DeviceRGB" };
        let mut dict = BTreeMap::from([
            ("Type".to_owned(), name("XObject")),
            ("Subtype".to_owned(), name("Image")),
            ("Width".to_owned(), DictItem::Int(i64::from(picture.width))),
            ("Height".to_owned(), DictItem::Int(i64::from(picture.height))),
            ("ColorSpace".to_owned(), name(space)),
            ("BitsPerComponent".to_owned(), DictItem::Int(8)),
        ]);
        if picture.is_jpeg {
            dict.insert("Filter".to_owned(), name("DCTDecode"));
        }
        // Ids of our own: printpdf's are random, and the file would differ each time.
        let id = XObjectId(format!("Photo{index}"));
        let stream = ExternalStream { dict, content: picture.data.clone(), compress: !picture.is_jpeg };
        let object = ExternalXObject { stream, width: None, height: None, dpi: None };
        document.resources.xobjects.map.insert(id.clone(), XObject::External(object));
        names.push(id);
    }
    names
}

/// A page with its origin moved to the top left.
struct Canvas<'a> {
    height: f32,
    pictures: &'a [Picture],
    names: &'a [XObjectId],
}

impl Canvas<'_> {
    fn draw(&self, ops: &mut Vec<Op>, mark: &Mark, text: &mut TextWriter) {
        match mark {
            Mark::Text { x, y, line, colour } => {
                ops.push(Op::SetFillColor { col: rgb(*colour) });
                text.line(ops, line, *colour, *x, self.height - y);
            }
            Mark::Turned { x, y, line, colour, degrees } => {
                let (sin, cos) = degrees.to_radians().sin_cos();
                ops.push(Op::SaveGraphicsState);
                let matrix = CurTransMat::Raw([cos, sin, -sin, cos, *x, self.height - y]);
                ops.push(Op::SetTransformationMatrix { matrix });
                ops.push(Op::SetFillColor { col: rgb(*colour) });
                text.line(ops, line, *colour, 0.0, 0.0);
                ops.push(Op::RestoreGraphicsState);
            }
            Mark::Fill { rects, colour } => {
                ops.push(Op::SetFillColor { col: rgb(*colour) });
                let rings = rects.iter().map(|rect| self.ring(rect)).collect();
                let polygon = Polygon { mode: PaintMode::Fill, winding_order: WindingOrder::NonZero, rings };
                ops.push(Op::DrawPolygon { polygon });
            }
            Mark::Shape { outlines, colour, even_odd } => {
                ops.push(Op::SetFillColor { col: rgb(*colour) });
                let winding_order = if *even_odd { WindingOrder::EvenOdd } else { WindingOrder::NonZero };
                let rings = outlines.iter().map(|outline| self.outline(outline)).collect();
                ops.push(Op::DrawPolygon { polygon: Polygon { mode: PaintMode::Fill, winding_order, rings } });
            }
            Mark::Stroke { points, width, colour } => {
                ops.push(Op::SetOutlineColor { col: rgb(*colour) });
                ops.push(Op::SetOutlineThickness { pt: Pt(*width) });
                ops.push(Op::SetLineJoinStyle { join: LineJoinStyle::Round });
                ops.push(Op::SetLineCapStyle { cap: LineCapStyle::Round });
                let points = points.iter().map(|&[x, y]| self.point(x, y)).collect();
                ops.push(Op::DrawLine { line: printpdf::Line { points, is_closed: false } });
            }
            Mark::Picture { picture, rect } => {
                ops.push(Op::SaveGraphicsState);
                let matrix = self.pictures[*picture].matrix(rect, self.height);
                ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix) });
                let transform = XObjectTransform { dpi: Some(72.0), ..XObjectTransform::default() };
                ops.push(Op::UseXobject { id: self.names[*picture].clone(), transform });
                ops.push(Op::RestoreGraphicsState);
            }
        }
    }

    fn point(&self, x: f32, y: f32) -> LinePoint {
        LinePoint { p: Point { x: Pt(x), y: Pt(self.height - y) }, bezier: false }
    }

    fn outline(&self, corners: &[Corner]) -> PolygonRing {
        let point = |corner: &Corner| LinePoint { bezier: corner.is_handle, ..self.point(corner.at[0], corner.at[1]) };
        PolygonRing { points: corners.iter().map(point).collect() }
    }

    fn ring(&self, &Rect { x, y, width, height }: &Rect) -> PolygonRing {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        PolygonRing { points: corners.map(|(x, y)| self.point(x, y)).to_vec() }
    }
}

fn rgb([r, g, b]: Colour) -> Color {
    let share = |value: u8| f32::from(value) / 255.0;
    Color::Rgb(Rgb { r: share(r), g: share(g), b: share(b), icc_profile: None })
}
