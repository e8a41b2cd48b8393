//! A cursor that runs down the pages: places set lines, rows and rules, breaks pages, mirrors for right-to-left.

use std::collections::BTreeMap;

use feltbok_domain::lang::Lang;

use super::{
    Mark, Placed, Rect, Sheets, Size,
    colour::{Colour, FJORD, GREY, INK},
    tree::{NodeId, Tree},
};
use crate::{
    error::Warning,
    text::{Direction, Line, Style, Typesetter, Weight},
};

/// How a text looks. Sizes in points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ink {
    pub size: f32,
    pub weight: Weight,
    pub colour: Colour,
    pub direction: Direction,
}

impl Ink {
    pub const fn new(size: f32) -> Ink {
        Ink { size, weight: Weight::Regular, colour: INK, direction: Direction::Document }
    }

    pub const fn bold(self) -> Ink {
        Ink { weight: Weight::Bold, ..self }
    }

    pub const fn colour(self, colour: Colour) -> Ink {
        Ink { colour, ..self }
    }

    /// In the direction of the text's own letters.
    pub const fn free(self) -> Ink {
        Ink { direction: Direction::Text, ..self }
    }
}

/// The document's few sizes of type.
pub(crate) const BODY: Ink = Ink::new(9.5);
pub(crate) const LABEL: Ink = Ink::new(7.5).colour(GREY);
pub(crate) const DETAIL: Ink = Ink::new(8.0).colour(GREY);

/// A line that is set and waits for its place.
#[derive(Debug, Clone)]
pub(crate) struct SetLine {
    pub line: Line,
    pub leading: f32,
    pub size: f32,
    pub colour: Colour,
    pub node: Option<NodeId>,
}

/// A column of a row: `x` from the start edge of the page.
#[derive(Debug, Clone)]
pub(crate) struct SetCell {
    pub x: f32,
    pub width: f32,
    pub at_end: bool,
    pub lines: Vec<SetLine>,
}

impl SetCell {
    pub fn height(&self) -> f32 {
        self.lines.iter().map(|line| line.leading).sum()
    }
}

/// Free space at the edges of each page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Margins {
    pub side: f32,
    pub top: f32,
    /// Of the second and later pages, below their running header.
    pub top_next: f32,
    pub bottom: f32,
}

/// The pages while they are made.
pub(crate) struct Flow {
    pub lang: Lang,
    pub size: Size,
    pub margins: Margins,
    pub y: f32,
    pub tree: Tree,
    /// Of headings and marks: the company's colour, else the house's.
    pub accent: Colour,
    pages: Vec<Vec<Placed>>,
    setter: Typesetter,
    /// What missing characters are reported under.
    pub place: String,
    missing: BTreeMap<String, String>,
}

impl Flow {
    pub fn new(lang: Lang, size: Size, margins: Margins) -> Flow {
        Flow {
            lang,
            size,
            margins,
            y: margins.top,
            tree: Tree::new(),
            accent: FJORD,
            pages: vec![Vec::new()],
            setter: Typesetter::default(),
            place: String::new(),
            missing: BTreeMap::new(),
        }
    }

    /// The width between the side margins.
    pub fn width(&self) -> f32 {
        self.size.width - 2.0 * self.margins.side
    }

    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Space left above the bottom margin.
    pub fn room(&self) -> f32 {
        self.size.height - self.margins.bottom - self.y
    }

    /// Goes to a new page unless `height` fits on this one; a height that fits on no page stays. True when it broke.
    pub fn need(&mut self, height: f32) -> bool {
        let whole = self.size.height - self.margins.bottom - self.margins.top_next;
        let breaks = self.room() < height && (height <= whole || self.room() < whole / 4.0) && !self.is_at_top();
        if breaks {
            self.new_page();
        }
        breaks
    }

    pub fn new_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = self.margins.top_next;
    }

    fn is_at_top(&self) -> bool {
        let top = if self.pages.len() == 1 { self.margins.top } else { self.margins.top_next };
        self.y <= top + 0.1
    }

    /// Line height of a size in this language: scripts with tall letters need more.
    pub fn leading(&self, size: f32) -> f32 {
        size * match self.lang {
            Lang::Persian => 1.6,
            Lang::ChineseSimplified => 1.5,
            _ => 1.4,
        }
    }

    /// The physical x of something `width` wide at the logical `x`.
    pub fn mirror(&self, x: f32, width: f32) -> f32 {
        if self.lang.is_rtl() { self.size.width - x - width } else { x }
    }

    fn style(&self, ink: &Ink) -> Style {
        Style { size: ink.size, weight: ink.weight, lang: self.lang, direction: ink.direction }
    }

    /// Sets `text` into lines no wider than `width`.
    pub fn set(&mut self, text: &str, ink: &Ink, width: f32, node: Option<NodeId>) -> Vec<SetLine> {
        let leading = self.leading(ink.size);
        let lines = self.setter.wrap(text, &self.style(ink), width);
        self.note_missing();
        lines.into_iter().map(|line| SetLine { line, leading, size: ink.size, colour: ink.colour, node }).collect()
    }

    /// Sets `text` on one line, however wide.
    pub fn set_line(&mut self, text: &str, ink: &Ink) -> Line {
        let line = self.setter.line(text, &self.style(ink));
        self.note_missing();
        line
    }

    fn note_missing(&mut self) {
        if self.setter.missing.is_empty() {
            return;
        }
        let known = self.missing.entry(self.place.clone()).or_default();
        for c in std::mem::take(&mut self.setter.missing) {
            if !known.contains(c) {
                known.push(c);
            }
        }
    }

    /// Puts a mark on the last page.
    pub fn push(&mut self, mark: Mark, node: Option<NodeId>) {
        let page = self.pages.len() - 1;
        self.push_on(page, mark, node);
    }

    pub fn push_on(&mut self, page: usize, mark: Mark, node: Option<NodeId>) {
        self.pages[page].push(Placed { mark, node });
    }

    /// Puts a mark under everything else of a page.
    pub fn push_under(&mut self, page: usize, mark: Mark) {
        self.pages[page].insert(0, Placed { mark, node: None });
    }

    /// Places set lines from `y` down without moving the cursor; the height they take.
    pub fn place(&mut self, cell: SetCell, y: f32) -> f32 {
        let page = self.pages.len() - 1;
        self.place_on(page, cell, y)
    }

    pub fn place_on(&mut self, page: usize, cell: SetCell, y: f32) -> f32 {
        let left = self.mirror(cell.x, cell.width);
        let mut top = y;
        for set in cell.lines {
            // A free text keeps to the edge its own direction starts at.
            let at_right = cell.at_end != set.line.is_rtl;
            let x = if at_right { left + cell.width - set.line.width } else { left };
            let baseline = top + (set.leading - set.size) / 2.0 + set.size * 0.83;
            if !set.line.runs.is_empty() {
                let mark = Mark::Text { x, y: baseline, line: set.line, colour: set.colour };
                self.push_on(page, mark, set.node);
            }
            top += set.leading;
        }
        top - y
    }

    /// Places a row of cells at the cursor and moves it. A row that is taller than what is left goes to the next
    /// page, or is divided where even that is too short; `on_break` then repeats a header.
    pub fn row(&mut self, mut cells: Vec<SetCell>, pad: f32, on_break: &mut dyn FnMut(&mut Flow)) {
        let height = cells.iter().map(SetCell::height).fold(0.0, f32::max);
        if self.need(height + pad) {
            on_break(self);
        }
        loop {
            let room = self.room() - pad;
            let mut rest = Vec::with_capacity(cells.len());
            let mut placed = 0f32;
            for mut cell in cells {
                let mut used = 0.0;
                let fit = cell.lines.iter().take_while(|line| {
                    used += line.leading;
                    used <= room + 0.01
                });
                let fit = fit.count();
                rest.push(SetCell { lines: cell.lines.split_off(fit), ..cell });
                placed = placed.max(cell.height());
                self.place(cell, self.y + pad / 2.0);
            }
            self.y += placed + pad;
            if rest.iter().all(|cell| cell.lines.is_empty()) {
                return;
            }
            self.new_page();
            on_break(self);
            cells = rest;
        }
    }

    /// Running text from the cursor down, over as many pages as it needs.
    pub fn text(&mut self, text: &str, ink: &Ink, x: f32, width: f32, node: Option<NodeId>) {
        let lines = self.set(text, ink, width, node);
        // No first line alone at the foot of a page.
        self.need(lines.iter().take(2).map(|line| line.leading).sum());
        for line in lines {
            self.need(line.leading);
            let cell = SetCell { x, width, at_end: false, lines: vec![line] };
            self.y += self.place(cell, self.y);
        }
    }

    /// A hairline across the text width at `y`.
    pub fn rule(&mut self, y: f32, width: f32, colour: Colour) {
        let (from, until) = (self.margins.side, self.size.width - self.margins.side);
        self.push(Mark::Stroke { points: vec![[from, y], [until, y]], width, colour }, None);
    }

    /// A filled rectangle at a logical place.
    pub fn fill(&mut self, rect: Rect, colour: Colour) {
        let x = self.mirror(rect.x, rect.width);
        self.push(Mark::Fill { rects: vec![Rect { x, ..rect }], colour }, None);
    }

    pub fn finish(self) -> (Sheets, Vec<Warning>) {
        let missing = self.missing.into_iter();
        let warnings = missing.map(|(section, characters)| Warning::MissingGlyphs { section, characters }).collect();
        (Sheets { size: self.size, pages: self.pages, tree: self.tree }, warnings)
    }
}
