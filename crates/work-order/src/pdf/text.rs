//! Writes lines of glyphs, each with the text it stands for, so that copying and searching give the words back.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    font::Fonts,
    page::{PageWriter, Shown},
};
use crate::{
    layout::colour::Colour,
    text::{FaceId, Line, Run},
};

/// Width of the stroke that makes a bold out of a regular face, in em.
const BOLD_STROKE: f32 = 0.028;

/// Remembers what each glyph's one ToUnicode entry says.
pub(super) struct TextWriter<'a> {
    fonts: &'a Fonts,
    /// By face, then by the glyph's number in the subset.
    meanings: BTreeMap<FaceId, Vec<Option<String>>>,
    shown: Shown,
}

impl<'a> TextWriter<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        TextWriter { fonts, meanings: BTreeMap::new(), shown: Shown::default() }
    }

    /// What each glyph stands for, by face and by the glyph's number in the subset.
    pub fn meanings(self) -> BTreeMap<FaceId, Vec<Option<String>>> {
        self.meanings
    }

    /// A line with its baseline starting at `(x, y)`, in PDF's own directions.
    pub fn line(&mut self, page: &mut PageWriter, line: &Line, colour: Colour, x: f32, y: f32) {
        page.begin_line();
        let mut pen = x;
        for run in &line.runs {
            self.run(page, run, colour, pen, y);
            pen += run.width;
        }
        page.end_line();
    }

    fn run(&mut self, page: &mut PageWriter, run: &Run, colour: Colour, x: f32, y: f32) {
        let subset = self.fonts.get(run.face);
        let meanings = self.meanings.entry(run.face).or_insert_with(|| vec![None; subset.len()]);
        page.font(run.face, run.size);
        page.stroked(run.is_stroked);
        if run.is_stroked {
            page.outline_colour(colour);
            page.thickness(run.size * BOLD_STROKE);
        }
        let shown = &mut self.shown;
        let flush = |page: &mut PageWriter, shown: &mut Shown, at: [f32; 2]| {
            if !shown.is_empty() {
                page.show(at, shown);
            }
            shown.clear();
        };
        let (mut at, mut raised) = ([x, y], 0.0);
        let mut pen = x;
        for glyph in &run.glyphs {
            let (id, width) = subset.glyph(glyph.id);
            let text = readable(&glyph.text);
            let differs = match &mut meanings[usize::from(id)] {
                Some(known) => *known != text,
                unknown => {
                    *unknown = Some(text.clone().into_owned());
                    false
                }
            };
            if differs || glyph.dy != raised {
                flush(page, shown, at);
            }
            // A glyph that stands for something else here says so itself. (Glyph by glyph, not for the run: readers
            // turn right-to-left runs round character by character, and a whole run would come out backwards.)
            if differs {
                page.begin_text(&text);
            }
            if shown.is_empty() {
                raised = glyph.dy;
                at = [pen + glyph.dx * run.size, y + glyph.dy * run.size];
            } else {
                shown.gap(-glyph.dx * 1000.0);
            }
            shown.glyph(id);
            shown.gap(width - glyph.advance * 1000.0 + glyph.dx * 1000.0);
            pen += glyph.advance * run.size;
            if differs {
                flush(page, shown, at);
                page.end_mark();
            }
        }
        flush(page, shown, at);
    }
}

/// As a person would type it: spaces that only forbid a break become plain ones, and the one glyph of heh with hamza
/// is its one character, for readers that turn right-to-left text round would exchange the two.
fn readable(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(['\u{a0}', '\u{202f}', '\u{654}']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(['\u{a0}', '\u{202f}'], " ").replace("\u{647}\u{654}", "\u{6c0}"))
}
