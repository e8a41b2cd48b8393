//! Writes set pages as PDF: printpdf makes the objects, what an archive and a reader need is added behind it.

mod archive;
mod font;
mod icc;
pub(crate) mod jpeg;
mod page;
pub(crate) mod picture;
mod sfnt;
mod structure;
mod text;

use std::collections::BTreeMap;

use feltbok_domain::lang::Lang;
use jiff::Timestamp;
use printpdf::{
    DictItem, ExternalStream, ExternalXObject, PdfDocument, PdfPage, PdfSaveOptions, Pt, XObject, XObjectId,
};

use crate::{
    error::DocumentError,
    layout::{Mark, Rect, Sheets},
    logo::Corner,
    render::Archive,
};
use font::{FaceName, Fonts};
use page::PageWriter;
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
pub(crate) fn write(sheets: &Sheets, pictures: Vec<Picture>, meta: &Meta) -> Result<Vec<u8>, DocumentError> {
    write_for(sheets, pictures, meta, &Shelf::default())
}

/// [`write`] by the standard of `shelf`.
pub(crate) fn write_for(
    sheets: &Sheets,
    mut pictures: Vec<Picture>,
    meta: &Meta,
    shelf: &Shelf,
) -> Result<Vec<u8>, DocumentError> {
    let mut document = PdfDocument::new(&meta.title);
    let fonts = Fonts::of(sheets, &mut document)?;
    let names = add_pictures(&mut document, &mut pictures);
    let mut text = TextWriter::new(&fonts);
    let mut marker = Marker::new(sheets.tree.nodes.len());
    let mut contents = Vec::new();
    for (number, page) in sheets.pages.iter().enumerate() {
        let mut writer = PageWriter::default();
        marker.begin_page(number);
        let canvas = Canvas { height: sheets.size.height, pictures: &pictures, names: &names };
        for placed in page {
            marker.mark(&mut writer, placed.node, &sheets.tree);
            canvas.draw(&mut writer, &placed.mark, &mut text);
        }
        marker.end_page(&mut writer);
        contents.push(writer.finish());
    }
    // What stands on the pages we write ourselves, in a third of the bytes and a quarter of the time: printpdf is told
    // of the glyphs only.
    let mut uses = Some(Fonts::uses(text.meanings()));
    let pages = contents.iter().map(|_| {
        PdfPage::new(Pt(sheets.size.width).into(), Pt(sheets.size.height).into(), uses.take().unwrap_or_default())
    });
    let options = PdfSaveOptions { subset_fonts: false, ..PdfSaveOptions::default() };
    let mut raw = document.with_pages(pages.collect()).to_lopdf_document(&options, &mut Vec::new());
    set_pages(&mut raw, sheets, contents)?;
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

/// Each page's content, and its exact paper: printpdf's millimetres would make it a hair wider.
fn set_pages(document: &mut lopdf::Document, sheets: &Sheets, contents: Vec<Vec<u8>>) -> Result<(), DocumentError> {
    let error = |error: lopdf::Error| DocumentError::Pdf(error.to_string());
    let pages: Vec<lopdf::ObjectId> = document.get_pages().into_values().collect();
    for (page, content) in pages.into_iter().zip(contents) {
        let dictionary = document.get_object_mut(page).and_then(lopdf::Object::as_dict_mut).map_err(error)?;
        for name in ["MediaBox", "TrimBox", "CropBox", "BleedBox", "ArtBox"] {
            if name == "MediaBox" || dictionary.has(name.as_bytes()) {
                let corners = [0.0, 0.0, sheets.size.width, sheets.size.height];
                dictionary.set(name, corners.map(lopdf::Object::Real).to_vec());
            }
        }
        let stream = dictionary.get(b"Contents").and_then(lopdf::Object::as_reference).map_err(error)?;
        let content = lopdf::Stream::new(lopdf::Dictionary::new(), content);
        document.objects.insert(stream, lopdf::Object::Stream(content));
    }
    Ok(())
}

fn add_pictures(document: &mut PdfDocument, pictures: &mut [Picture]) -> Vec<XObjectId> {
    let mut names = Vec::new();
    for (index, picture) in pictures.iter_mut().enumerate() {
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
        let stream = ExternalStream { dict, content: std::mem::take(&mut picture.data), compress: !picture.is_jpeg };
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
    fn draw(&self, page: &mut PageWriter, mark: &Mark, text: &mut TextWriter) {
        match mark {
            Mark::Text { x, y, line, colour } => {
                page.fill_colour(*colour);
                text.line(page, line, *colour, *x, self.height - y);
            }
            Mark::Turned { x, y, line, colour, degrees } => {
                let (sin, cos) = degrees.to_radians().sin_cos();
                page.save();
                page.matrix([cos, sin, -sin, cos, *x, self.height - y]);
                page.fill_colour(*colour);
                text.line(page, line, *colour, 0.0, 0.0);
                page.restore();
            }
            Mark::Fill { rects, colour } => {
                page.fill_colour(*colour);
                for &Rect { x, y, width, height } in rects {
                    page.rectangle(self.point([x, y + height]), self.point([x + width, y]));
                }
                page.fill(false);
            }
            Mark::Shape { outlines, colour, even_odd } => {
                page.fill_colour(*colour);
                outlines.iter().for_each(|outline| self.outline(page, outline));
                page.fill(*even_odd);
            }
            Mark::Stroke { points, width, colour } => {
                let Some((first, rest)) = points.split_first() else { return };
                page.outline_colour(*colour);
                page.thickness(*width);
                page.round();
                page.move_to(self.point(*first));
                rest.iter().for_each(|point| page.line_to(self.point(*point)));
                page.stroke();
            }
            Mark::Picture { picture, rect } => {
                page.save();
                page.matrix(self.pictures[*picture].matrix(rect, self.height));
                page.draw(&self.names[*picture].0);
                page.restore();
            }
        }
    }

    fn point(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [x, self.height - y]
    }

    fn outline(&self, page: &mut PageWriter, corners: &[Corner]) {
        let mut handles: Vec<[f32; 2]> = Vec::new();
        for (index, corner) in corners.iter().enumerate() {
            let point = self.point(corner.at);
            match (index, corner.is_handle, handles.as_slice()) {
                (0, ..) => page.move_to(point),
                (_, true, _) => handles.push(point),
                (_, false, &[first, second]) => page.curve_to([first, second, point]),
                (_, false, _) => page.line_to(point),
            }
            if !corner.is_handle {
                handles.clear();
            }
        }
        page.close();
    }
}
