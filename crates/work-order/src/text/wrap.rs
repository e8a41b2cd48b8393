//! Breaks a text into lines of a width and puts each line's runs into visual order.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level, ParagraphInfo};
use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::{
    Direction, Glyph, Line, Missing, Run, Style,
    itemise::{Item, Segment, itemise, replace_missing, segments},
    shape::Shaper,
};

/// Sets texts, and remembers what no font could show.
#[derive(Default)]
pub(crate) struct Typesetter {
    shaper: Shaper,
    pub missing: Missing,
}

impl Typesetter {
    /// The lines of `text`, none wider than `max` points unless a single character is. An empty text is one empty line.
    pub fn wrap(&mut self, text: &str, style: &Style, max: f32) -> Vec<Line> {
        let text = replace_missing(text, style, &mut self.missing);
        let base = match style.direction {
            Direction::Document if style.lang.is_rtl() => Some(Level::rtl()),
            Direction::Document => Some(Level::ltr()),
            Direction::Text => None,
        };
        let bidi = BidiInfo::new(&text, base);
        let items = itemise(&text, style);
        let mut lines = Vec::new();
        for paragraph in &bidi.paragraphs {
            self.wrap_paragraph(&bidi, paragraph, &items, style, max, &mut lines);
        }
        if lines.is_empty() {
            lines.push(Line { is_rtl: style.lang.is_rtl(), ..Line::default() });
        }
        lines
    }

    /// The text on one line, however wide.
    pub fn line(&mut self, text: &str, style: &Style) -> Line {
        self.wrap(text, style, f32::INFINITY).into_iter().next().unwrap_or_default()
    }

    fn wrap_paragraph(
        &mut self,
        bidi: &BidiInfo,
        paragraph: &ParagraphInfo,
        items: &[Item],
        style: &Style,
        max: f32,
        lines: &mut Vec<Line>,
    ) {
        let range = paragraph.range.clone();
        let shaped: Vec<(Segment, Run)> = segments(items, &bidi.levels, range.clone())
            .into_iter()
            .map(|segment| {
                let run = self.shaper.shape(bidi.text, &segment, style);
                (segment, run)
            })
            .collect();
        let is_rtl = paragraph.level.is_rtl();
        let widths = Widths::of(bidi.text, range.clone(), shaped.iter().map(|(_, run)| run));
        let ranges = widths.break_lines(max);
        if ranges.len() == 1 {
            // What fits one line is not shaped again.
            let levels: Vec<Level> = shaped.iter().map(|(segment, _)| segment.level).collect();
            let order = BidiInfo::reorder_visual(&levels);
            let mut runs: Vec<Option<Run>> = shaped.into_iter().map(|(_, run)| Some(run)).collect();
            let runs: Vec<Run> = order.into_iter().filter_map(|index| runs[index].take()).collect();
            lines.push(Line { width: runs.iter().map(|run| run.width).sum(), runs, is_rtl });
            return;
        }
        let level = shaped.first().map(|(segment, _)| segment.level);
        let is_even = shaped.iter().all(|(segment, _)| Some(segment.level) == level);
        for range in ranges {
            let mut line = Line { is_rtl, ..Line::default() };
            let cut = if is_even { cut(&shaped, &range) } else { None };
            if let Some(runs) = cut {
                line.runs = runs;
                line.width = line.runs.iter().map(|run| run.width).sum();
            } else if !range.is_empty() {
                let (levels, visual) = bidi.visual_runs(paragraph, range);
                for stretch in visual {
                    let mut parts = segments(items, &levels, stretch.clone());
                    if levels[stretch.start].is_rtl() {
                        parts.reverse();
                    }
                    line.runs.extend(parts.iter().map(|part| self.shaper.shape(bidi.text, part, style)));
                }
                line.width = line.runs.iter().map(|run| run.width).sum();
            }
            lines.push(line);
        }
    }
}

/// The runs of a line as they stand in the shaped paragraph, which is all of one direction; `None` where a letter at
/// either end would change its form.
fn cut(shaped: &[(Segment, Run)], line: &Range<usize>) -> Option<Vec<Run>> {
    let mut runs = Vec::new();
    for (segment, run) in shaped {
        let range = segment.range.start.max(line.start)..segment.range.end.min(line.end);
        if range.is_empty() {
            continue;
        }
        let glyphs = cut_run(run, &range, segment)?.to_vec();
        let width = glyphs.iter().map(|glyph| glyph.advance * run.size).sum();
        runs.push(Run { glyphs, width, ..*run });
    }
    if shaped.first().is_some_and(|(segment, _)| segment.level.is_rtl()) {
        runs.reverse();
    }
    Some(runs)
}

/// The glyphs of `range`, which lies in `segment`.
fn cut_run<'r>(run: &'r Run, range: &Range<usize>, segment: &Segment) -> Option<&'r [Glyph]> {
    let is_rtl = segment.level.is_rtl();
    // Clusters stand in reading order, or in the opposite one.
    let place = |at: usize| match is_rtl {
        true => run.glyphs.partition_point(|glyph| glyph.at >= at),
        false => run.glyphs.partition_point(|glyph| glyph.at < at),
    };
    let (start, end) = (place(range.start), place(range.end));
    let can_cut = |at: usize, place: usize| {
        let first = if is_rtl { place.checked_sub(1)? } else { place };
        run.glyphs.get(first).filter(|glyph| glyph.at == at && !glyph.is_joined)
    };
    let begins = range.start == segment.range.start || can_cut(range.start, start).is_some();
    let ends = range.end == segment.range.end || can_cut(range.end, end).is_some();
    let inside = if is_rtl { run.glyphs.get(end..start) } else { run.glyphs.get(start..end) };
    inside.filter(|_| begins && ends)
}

/// How wide each stretch of a paragraph is, in points.
struct Widths<'a> {
    text: &'a str,
    range: Range<usize>,
    /// Width of everything before each byte of the range.
    before: Vec<f64>,
}

impl<'a> Widths<'a> {
    fn of<'r>(text: &'a str, range: Range<usize>, runs: impl Iterator<Item = &'r Run>) -> Self {
        let mut own = vec![0f64; range.len()];
        for run in runs {
            for glyph in &run.glyphs {
                own[glyph.at - range.start] += f64::from(glyph.advance * run.size);
            }
        }
        let mut before = Vec::with_capacity(own.len() + 1);
        let mut sum = 0.0;
        before.push(sum);
        before.extend(own.into_iter().map(|width| {
            sum += width;
            sum
        }));
        Widths { text, range, before }
    }

    fn width(&self, range: Range<usize>) -> f64 {
        self.before[range.end - self.range.start] - self.before[range.start - self.range.start]
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        range.start..range.start + self.text[range].trim_end().len()
    }

    /// Line ranges without their trailing space (UAX 14); a word wider than a line is cut where it must be.
    fn break_lines(&self, max: f32) -> Vec<Range<usize>> {
        // Half a hundredth of a point, so that a column measured from its own text is wide enough for it.
        let max = f64::from(max) + 0.005;
        let mut lines = Vec::new();
        let (mut start, mut last) = (self.range.start, self.range.start);
        for (at, kind) in linebreaks(&self.text[self.range.clone()]) {
            let at = at + self.range.start;
            if self.width(self.trimmed(start..at)) > max {
                if last > start {
                    lines.push(start..last);
                    start = last;
                }
                while self.width(self.trimmed(start..at)) > max {
                    let cut = self.emergency_cut(start..at, max);
                    if cut >= at {
                        break;
                    }
                    lines.push(start..cut);
                    start = cut;
                }
            }
            last = at;
            if kind == BreakOpportunity::Mandatory {
                lines.push(start..at);
                start = at;
            }
        }
        if start < self.range.end {
            lines.push(start..self.range.end);
        }
        lines.into_iter().map(|line| self.trimmed(line)).collect()
    }

    /// Where to cut inside a word: after the last character that fits, after the first one if none does.
    fn emergency_cut(&self, word: Range<usize>, max: f64) -> usize {
        let mut cut = word.start;
        for (offset, c) in self.text[word.clone()].char_indices() {
            let end = word.start + offset + c.len_utf8();
            if cut > word.start && self.width(word.start..end) > max {
                break;
            }
            cut = end;
        }
        cut
    }
}

#[cfg(test)]
mod tests {
    use feltbok_domain::lang::Lang;

    use super::*;
    use crate::text::Weight;

    fn style(lang: Lang) -> Style {
        Style { size: 10.0, weight: Weight::Regular, lang, direction: Direction::Document }
    }

    /// The text of a line as a reader of glyphs from left to right meets it.
    fn visual(line: &Line) -> String {
        line.runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.text.as_str()).collect()
    }

    #[test]
    fn a_long_text_is_broken_and_no_line_is_too_wide() {
        let text = "The fuser was replaced and the machine was tested with twenty pages. ".repeat(8);
        let lines = Typesetter::default().wrap(&text, &style(Lang::English), 200.0);
        assert!(lines.len() > 5);
        assert!(lines.iter().all(|line| line.width <= 200.01));
    }

    #[test]
    fn a_word_of_500_letters_is_cut() {
        let lines = Typesetter::default().wrap(&"W".repeat(500), &style(Lang::English), 150.0);
        assert!(lines.len() > 20);
        assert!(lines.iter().all(|line| line.width <= 150.01));
        assert_eq!(lines.iter().map(|line| visual(line).len()).sum::<usize>(), 500);
    }

    #[test]
    fn persian_letters_join_and_run_from_the_right() {
        let line = Typesetter::default().line("چاپگر", &style(Lang::Persian));
        assert!(line.is_rtl);
        assert_eq!(visual(&line), "رگپاچ");
        let alone: Vec<u16> = "چاپگر"
            .chars()
            .map(|c| Typesetter::default().line(&c.to_string(), &style(Lang::Persian)).runs[0].glyphs[0].id)
            .collect();
        let joined: Vec<u16> = line.runs[0].glyphs.iter().rev().map(|glyph| glyph.id).collect();
        assert_ne!(alone, joined, "isolated forms only: the text was not shaped");
    }

    #[test]
    fn a_fenced_number_keeps_its_unit_on_its_right() {
        let text = format!("فشار {} است", crate::text::clean::ltr("2.5 bar"));
        let line = Typesetter::default().line(&text, &style(Lang::Persian));
        assert!(visual(&line).contains("2.5 bar"), "{}", visual(&line));
    }

    #[test]
    fn chinese_breaks_between_any_two_characters() {
        let lines = Typesetter::default().wrap("更换轴封和轴承并试运行二十分钟", &style(Lang::ChineseSimplified), 55.0);
        assert_eq!(lines.iter().map(|line| visual(line).chars().count()).collect::<Vec<_>>(), [5, 5, 5]);
    }

    #[test]
    fn what_no_font_has_is_replaced_once_a_cluster_and_reported() {
        let mut setter = Typesetter::default();
        let line = setter.line("ok 👩🏽‍🔧 שלום", &style(Lang::English));
        assert_eq!(visual(&line).matches('\u{fffd}').count(), 2 + 4);
        assert!(setter.missing.contains(&'👩') && setter.missing.contains(&'ש'));
        assert!(line.runs.iter().flat_map(|run| &run.glyphs).all(|glyph| glyph.id != 0), ".notdef is forbidden");
    }

    #[test]
    fn a_latin_word_among_chinese_is_of_one_face_and_nothing_is_left_out() {
        for text in ["由Bjørnøy，B-2号机。", "SI-204817（Ørsta）"] {
            let line = Typesetter::default().line(text, &style(Lang::ChineseSimplified));
            assert_eq!(visual(&line), text);
            assert!(line.runs.iter().flat_map(|run| &run.glyphs).all(|glyph| glyph.id != 0), "{text}");
            let whole = line.runs.iter().any(|run| {
                let run: String = run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
                run == "Bjørnøy" || run == "Ørsta"
            });
            assert!(whole, "{text}: a word is divided between faces");
        }
    }

    #[test]
    fn a_note_takes_the_direction_of_its_first_letter() {
        let note = Style { direction: Direction::Text, ..style(Lang::Persian) };
        assert!(!Typesetter::default().line("Fuser replaced", &note).is_rtl);
        assert!(Typesetter::default().line("تعویض شد", &note).is_rtl);
    }
}
