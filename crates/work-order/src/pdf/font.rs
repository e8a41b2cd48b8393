//! Subsets the fonts to the glyphs a document uses and hands them to printpdf.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Display, Formatter},
};

use printpdf::{
    Codepoint, FontId, FontMetrics, FontType, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfFontMetricsStub,
    Pt, TextItem,
};
use rustybuzz::ttf_parser::GlyphId;
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::sfnt;
use crate::{
    error::DocumentError,
    layout::{Mark, Sheets},
    text::{FaceId, Line, faces},
};

/// A face as the document holds it.
pub(crate) struct Subset {
    /// By glyph of the whole font, from the lowest used one on: its number in the subset, and its width in thousandths
    /// of an em, cut as printpdf cuts them.
    glyphs: Vec<(u16, f32)>,
    first: u16,
    len: usize,
}

impl Subset {
    /// The glyph's number in the subset and its width there.
    pub fn glyph(&self, id: u16) -> (u16, f32) {
        let at = usize::from(id.wrapping_sub(self.first));
        self.glyphs.get(at).copied().unwrap_or_default()
    }

    /// How many glyphs it has, with .notdef.
    pub fn len(&self) -> usize {
        self.len
    }
}

/// What the pages call a face.
pub(super) struct FaceName(pub FaceId);

impl Display for FaceName {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "Face{}", self.0)
    }
}

/// The subsets of a document by face.
pub(crate) struct Fonts(BTreeMap<FaceId, Subset>);

impl Fonts {
    /// Makes the subsets and registers them in the document.
    pub fn of(sheets: &Sheets, document: &mut PdfDocument) -> Result<Fonts, DocumentError> {
        let mut used: BTreeMap<FaceId, BTreeSet<u16>> = BTreeMap::new();
        for line in sheets.pages.iter().flatten().filter_map(|placed| line_of(&placed.mark)) {
            for run in &line.runs {
                used.entry(run.face).or_default().extend(run.glyphs.iter().map(|glyph| glyph.id));
            }
        }
        let mut subsets = BTreeMap::new();
        for (face, glyphs) in used {
            subsets.insert(face, add(face, &glyphs, document)?);
        }
        Ok(Fonts(subsets))
    }

    /// What printpdf makes the fonts' dictionaries from: each face with its glyphs and what they stand for.
    pub fn uses(meanings: BTreeMap<FaceId, Vec<Option<String>>>) -> Vec<Op> {
        let mut ops = Vec::new();
        for (face, meanings) in meanings {
            let font = PdfFontHandle::External(FontId(FaceName(face).to_string()));
            ops.push(Op::SetFont { font, size: Pt(1.0) });
            let glyphs = meanings.into_iter().enumerate().filter(|(_, meaning)| meaning.is_some());
            let glyphs = glyphs.map(|(gid, cid)| Codepoint { gid: gid as u16, offset: 0.0, cid }).collect();
            ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
        }
        ops
    }

    pub fn get(&self, face: FaceId) -> &Subset {
        &self.0[&face]
    }
}

fn line_of(mark: &Mark) -> Option<&Line> {
    match mark {
        Mark::Text { line, .. } | Mark::Turned { line, .. } => Some(line),
        _ => None,
    }
}

fn add(id: FaceId, used: &BTreeSet<u16>, document: &mut PdfDocument) -> Result<Subset, DocumentError> {
    let face = &faces()[id];
    let mut glyphs = GlyphRemapper::new();
    used.iter().for_each(|&glyph| {
        glyphs.remap(glyph);
    });
    let data = subsetter::subset(face.data, 0, &glyphs)
        .map_err(|error| DocumentError::Pdf(format!("font {}: {error}", face.name)))?;
    let first = used.first().copied().unwrap_or_default();
    let span = usize::from(used.last().copied().unwrap_or_default() - first) + 1;
    let (mut table, mut widths) = (vec![(0, 0.0); span], BTreeMap::new());
    for &glyph in used {
        let advance = face.shaper.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0);
        let (own, width) = (glyphs.get(glyph).unwrap_or(0), f32::from(advance) * 1000.0 / face.units_per_em);
        table[usize::from(glyph - first)] = (own, width.trunc());
        widths.insert(own, advance);
    }
    let bounds = face.shaper.global_bounding_box();
    let data = sfnt::trimmed(&data);
    let tag: String = Sha256::digest(&data).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    let font = ParsedFont {
        original_bytes: data,
        font_index: 0,
        font_name: Some(format!("{tag}+{}", face.name)),
        codepoint_to_glyph: BTreeMap::new(),
        glyph_widths: widths,
        units_per_em: face.units_per_em as u16,
        font_metrics: FontMetrics { ascent: face.shaper.ascender(), descent: face.shaper.descender() },
        font_type: FontType::TrueType,
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em: face.units_per_em as u16,
            x_min: bounds.x_min,
            y_min: bounds.y_min,
            x_max: bounds.x_max,
            y_max: bounds.y_max,
            us_weight_class: face.shaper.weight().to_number(),
            ..PdfFontMetricsStub::default()
        },
    };
    document.resources.fonts.map.insert(FontId(FaceName(id).to_string()), PdfFont::new(font));
    Ok(Subset { glyphs: table, first, len: usize::from(glyphs.num_gids()) })
}
