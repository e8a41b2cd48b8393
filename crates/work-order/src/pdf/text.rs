//! Writes lines of glyphs, each with the text it stands for, so that copying and searching give the words back.

use std::collections::BTreeMap;

use printpdf::{Codepoint, DictItem, Op, PdfFontHandle, Pt, TextItem, TextMatrix, TextRenderingMode};

use super::{
    font::{Fonts, Subset},
    rgb,
};
use crate::{
    layout::colour::Colour,
    text::{FaceId, Glyph, Line, Run},
};

/// Width of the stroke that makes a bold out of a regular face, in em.
const BOLD_STROKE: f32 = 0.028;

/// Remembers what each glyph's one ToUnicode entry says.
pub(super) struct TextWriter<'a> {
    fonts: &'a Fonts,
    meanings: BTreeMap<(FaceId, u16), String>,
}

impl<'a> TextWriter<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        TextWriter { fonts, meanings: BTreeMap::new() }
    }

    /// A line with its baseline starting at `(x, y)`, in PDF's own directions.
    pub fn line(&mut self, ops: &mut Vec<Op>, line: &Line, colour: Colour, x: f32, y: f32) {
        ops.push(Op::StartTextSection);
        let mut pen = x;
        for run in &line.runs {
            self.run(ops, run, colour, pen, y);
            pen += run.width;
        }
        ops.push(Op::EndTextSection);
    }

    fn run(&mut self, ops: &mut Vec<Op>, run: &Run, colour: Colour, x: f32, y: f32) {
        let subset = self.fonts.get(run.face);
        ops.push(Op::SetFont { font: PdfFontHandle::External(subset.id.clone()), size: Pt(run.size) });
        if run.is_stroked {
            ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::FillStroke });
            ops.push(Op::SetOutlineColor { col: rgb(colour) });
            ops.push(Op::SetOutlineThickness { pt: Pt(run.size * BOLD_STROKE) });
        }
        let mut show = Show::default();
        let mut pen = x;
        for glyph in &run.glyphs {
            let text = readable(&glyph.text);
            let known = self.meanings.entry((run.face, glyph.id)).or_insert_with(|| text.clone());
            // A glyph that stands for something else here says so itself. (Glyph by glyph, not for the run: readers
            // turn right-to-left runs round character by character, and a whole run would come out backwards.)
            let differs = *known != text;
            if differs {
                show.flush(ops);
                ops.push(actual_text(&text));
            }
            show.glyph(ops, glyph, subset, known.clone(), run.size, (pen, y));
            pen += glyph.advance * run.size;
            if differs {
                show.flush(ops);
                ops.push(Op::EndMarkedContent);
            }
        }
        show.flush(ops);
        if run.is_stroked {
            ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::Fill });
        }
    }
}

/// Glyphs of one baseline that are shown together.
#[derive(Default)]
struct Show {
    items: Vec<TextItem>,
    glyphs: Vec<Codepoint>,
    at: Option<(f32, f32)>,
    raised: f32,
}

impl Show {
    fn glyph(&mut self, ops: &mut Vec<Op>, glyph: &Glyph, subset: &Subset, text: String, size: f32, pen: (f32, f32)) {
        if self.at.is_none() || glyph.dy != self.raised {
            self.flush(ops);
            self.raised = glyph.dy;
            self.at = Some((pen.0 + glyph.dx * size, pen.1 + glyph.dy * size));
        } else if glyph.dx != 0.0 {
            if !self.glyphs.is_empty() {
                self.items.push(TextItem::GlyphIds(std::mem::take(&mut self.glyphs)));
            }
            self.items.push(TextItem::Offset(-glyph.dx * 1000.0));
        }
        let (gid, width) = subset.glyph(glyph.id);
        let offset = width - glyph.advance * 1000.0 + glyph.dx * 1000.0;
        let offset = if offset.abs() < 0.01 { 0.0 } else { offset };
        self.glyphs.push(Codepoint { gid, offset, cid: Some(text) });
    }

    fn flush(&mut self, ops: &mut Vec<Op>) {
        if !self.glyphs.is_empty() {
            self.items.push(TextItem::GlyphIds(std::mem::take(&mut self.glyphs)));
        }
        let items = std::mem::take(&mut self.items);
        if let Some((x, y)) = self.at.take() {
            ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(Pt(x), Pt(y)) });
            ops.push(Op::ShowText { items });
        }
    }
}

fn actual_text(text: &str) -> Op {
    let mut data = vec![0xfe, 0xff];
    text.encode_utf16().for_each(|unit| data.extend(unit.to_be_bytes()));
    let map = BTreeMap::from([("ActualText".to_owned(), DictItem::String { data, literal: false })]);
    Op::BeginMarkedContentWithProperties { tag: "Span".into(), properties: DictItem::Dict { map } }
}

/// As a person would type it: spaces that only forbid a break become plain ones, and the one glyph of heh with hamza
/// is its one character, for readers that turn right-to-left text round would exchange the two.
fn readable(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").replace("\u{647}\u{654}", "\u{6c0}")
}
