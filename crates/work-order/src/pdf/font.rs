//! Subsets the fonts to the glyphs a document uses and hands them to printpdf.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfDocument, PdfFont, PdfFontMetricsStub};
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
    pub id: FontId,
    glyphs: GlyphRemapper,
    /// Thousandths of an em, cut as printpdf cuts them, by glyph of the whole font.
    widths: BTreeMap<u16, i64>,
}

impl Subset {
    /// The glyph's number in the subset and its width there.
    pub fn glyph(&self, id: u16) -> (u16, f32) {
        (self.glyphs.get(id).unwrap_or(0), self.widths.get(&id).copied().unwrap_or(0) as f32)
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
    let (mut widths, mut subset_widths) = (BTreeMap::new(), BTreeMap::new());
    for &glyph in used {
        let advance = face.shaper.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0);
        widths.insert(glyph, (f32::from(advance) * 1000.0 / face.units_per_em) as i64);
        subset_widths.insert(glyphs.get(glyph).unwrap_or(0), advance);
    }
    let bounds = face.shaper.global_bounding_box();
    let data = sfnt::trimmed(&data);
    let tag: String = Sha256::digest(&data).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    let font = ParsedFont {
        original_bytes: data,
        font_index: 0,
        font_name: Some(format!("{tag}+{}", face.name)),
        codepoint_to_glyph: BTreeMap::new(),
        glyph_widths: subset_widths,
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
    let name = FontId(format!("Face{id}"));
    document.resources.fonts.map.insert(name.clone(), PdfFont::new(font));
    Ok(Subset { id: name, glyphs, widths })
}
