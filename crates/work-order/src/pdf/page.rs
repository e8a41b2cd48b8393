//! Writes what is on a page in few bytes: nothing twice, no digit that no printer shows.

use super::FaceName;
use crate::{layout::colour::Colour, text::FaceId};

/// What the page was last told, so that it is not told again.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    fill: Option<Colour>,
    outline: Option<Colour>,
    thickness: Option<i64>,
    is_round: bool,
    is_stroked: bool,
    font: Option<(FaceId, i64)>,
}

/// One page's content while it is written. Points from the bottom left corner.
#[derive(Default)]
pub(super) struct PageWriter {
    out: Vec<u8>,
    state: State,
    saved: Vec<State>,
    /// Where the text line began, in hundredths of a point.
    line: [i64; 2],
}

impl PageWriter {
    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    pub fn save(&mut self) {
        self.saved.push(self.state);
        self.said("q");
    }

    pub fn restore(&mut self) {
        self.state = self.saved.pop().unwrap_or_default();
        self.said("Q");
    }

    pub fn matrix(&mut self, matrix: [f32; 6]) {
        for value in matrix {
            self.number(scaled(value, 10_000.0), 4);
        }
        self.said("cm");
    }

    pub fn fill_colour(&mut self, colour: Colour) {
        if self.state.fill.replace(colour) != Some(colour) {
            self.colour(colour, "rg");
        }
    }

    pub fn outline_colour(&mut self, colour: Colour) {
        if self.state.outline.replace(colour) != Some(colour) {
            self.colour(colour, "RG");
        }
    }

    pub fn thickness(&mut self, points: f32) {
        let value = scaled(points, 100.0);
        if self.state.thickness.replace(value) != Some(value) {
            self.number(value, 2);
            self.said("w");
        }
    }

    /// Round ends and corners.
    pub fn round(&mut self) {
        if !std::mem::replace(&mut self.state.is_round, true) {
            self.said("1 j 1 J");
        }
    }

    pub fn rectangle(&mut self, [x, y]: [f32; 2], [right, top]: [f32; 2]) {
        let [x, y, right, top] = [x, y, right, top].map(|value| scaled(value, 100.0));
        for value in [x, y, right - x, top - y] {
            self.number(value, 2);
        }
        self.said("re");
    }

    pub fn move_to(&mut self, point: [f32; 2]) {
        self.points(&[point], "m");
    }

    pub fn line_to(&mut self, point: [f32; 2]) {
        self.points(&[point], "l");
    }

    /// Two handles and the end.
    pub fn curve_to(&mut self, points: [[f32; 2]; 3]) {
        self.points(&points, "c");
    }

    pub fn close(&mut self) {
        self.said("h");
    }

    pub fn fill(&mut self, even_odd: bool) {
        self.said(if even_odd { "f*" } else { "f" });
    }

    pub fn stroke(&mut self) {
        self.said("S");
    }

    pub fn draw(&mut self, name: &str) {
        self.name(name);
        self.said("Do");
    }

    /// A marked stretch of the element that has this number on the page.
    pub fn begin_element(&mut self, kind: &str, number: usize) {
        self.name(kind);
        self.out.extend(b"<</MCID ");
        self.out.extend(number.to_string().bytes());
        self.said(">>BDC");
    }

    /// A marked stretch of decoration.
    pub fn begin_artifact(&mut self) {
        self.said("/Artifact BMC");
    }

    /// A marked stretch that stands for `text`.
    pub fn begin_text(&mut self, text: &str) {
        self.out.extend(b"/Span<</ActualText<FEFF");
        for unit in text.encode_utf16() {
            self.out.extend(format!("{unit:04X}").bytes());
        }
        self.said(">>>BDC");
    }

    pub fn end_mark(&mut self) {
        self.said("EMC");
    }

    pub fn begin_line(&mut self) {
        self.line = [0, 0];
        self.said("BT");
    }

    pub fn end_line(&mut self) {
        self.said("ET");
    }

    pub fn font(&mut self, face: FaceId, size: f32) {
        let font = (face, scaled(size, 100.0));
        if self.state.font.replace(font) != Some(font) {
            self.name(&FaceName(face).to_string());
            self.number(font.1, 2);
            self.said("Tf");
        }
    }

    /// Letters drawn with a stroke around them, or filled only.
    pub fn stroked(&mut self, is_stroked: bool) {
        if std::mem::replace(&mut self.state.is_stroked, is_stroked) != is_stroked {
            self.said(if is_stroked { "2 Tr" } else { "0 Tr" });
        }
    }

    /// Shows glyphs from `point` on, as a step from where the last ones began.
    pub fn show(&mut self, [x, y]: [f32; 2], glyphs: &Shown) {
        let at = [scaled(x, 100.0), scaled(y, 100.0)];
        self.number(at[0] - self.line[0], 2);
        self.number(at[1] - self.line[1], 2);
        self.line = at;
        self.said("Td");
        self.out.extend(if glyphs.has_gaps { b"[(".as_slice() } else { b"(" });
        self.out.extend(&glyphs.bytes);
        self.said(if glyphs.has_gaps { ")]TJ" } else { ")Tj" });
    }

    fn colour(&mut self, colour: Colour, operator: &str) {
        for value in colour {
            self.number((i64::from(value) * 1000 + 127) / 255, 3);
        }
        self.said(operator);
    }

    fn points(&mut self, points: &[[f32; 2]], operator: &str) {
        for &value in points.as_flattened() {
            self.number(scaled(value, 100.0), 2);
        }
        self.said(operator);
    }

    fn name(&mut self, name: &str) {
        self.out.push(b'/');
        self.out.extend(name.bytes());
        self.out.push(b' ');
    }

    fn number(&mut self, value: i64, decimals: u32) {
        write_number(&mut self.out, value, decimals);
        self.out.push(b' ');
    }

    fn said(&mut self, operator: &str) {
        self.out.extend(operator.bytes());
        self.out.push(b'\n');
    }
}

/// Glyphs that are shown together: two bytes each, with gaps in thousandths of an em.
#[derive(Default)]
pub(super) struct Shown {
    bytes: Vec<u8>,
    has_gaps: bool,
    /// Not yet written; what is too small to be seen waits until there is more of it.
    gap: f32,
}

impl Shown {
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub fn clear(&mut self) {
        self.bytes.clear();
        (self.has_gaps, self.gap) = (false, 0.0);
    }

    /// Moves the pen back by thousandths of an em before the next glyph.
    pub fn gap(&mut self, thousandths: f32) {
        self.gap += thousandths;
    }

    pub fn glyph(&mut self, id: u16) {
        let gap = self.gap.round();
        if gap != 0.0 {
            self.bytes.push(b')');
            write_number(&mut self.bytes, gap as i64, 0);
            self.bytes.push(b'(');
            self.gap -= gap;
            self.has_gaps = true;
        }
        for byte in id.to_be_bytes() {
            match byte {
                b'(' | b')' | b'\\' => self.bytes.extend([b'\\', byte]),
                b'\r' => self.bytes.extend(b"\\r"),
                _ => self.bytes.push(byte),
            }
        }
    }
}

fn scaled(value: f32, by: f64) -> i64 {
    (f64::from(value) * by).round() as i64
}

/// `value` with its last `decimals` digits behind the point, and no zero at the end of them.
fn write_number(out: &mut Vec<u8>, value: i64, decimals: u32) {
    let mut digits = [0u8; 24];
    let mut at = digits.len();
    let (mut rest, mut left) = (value.unsigned_abs(), decimals);
    while left > 0 && rest.is_multiple_of(10) {
        rest /= 10;
        left -= 1;
    }
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        left = match left {
            1 => {
                at -= 1;
                digits[at] = b'.';
                0
            }
            0 if rest == 0 => break,
            left => left.saturating_sub(1),
        };
        // Nothing before the point is nothing to write.
        if left == 0 && rest == 0 && digits[at] == b'.' {
            break;
        }
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut PageWriter)) -> String {
        let mut page = PageWriter::default();
        write(&mut page);
        String::from_utf8(page.finish()).unwrap()
    }

    #[test]
    fn numbers_have_no_digit_too_many() {
        let number = |value, decimals| {
            let mut out = Vec::new();
            write_number(&mut out, value, decimals);
            String::from_utf8(out).unwrap()
        };
        let all = [(0, 2), (100, 2), (-1250, 2), (5, 2), (-50, 2), (123_456, 2), (7, 0), (-10, 0), (20_000, 4)];
        assert_eq!(
            all.map(|(value, decimals)| number(value, decimals)),
            ["0", "1", "-12.5", ".05", "-.5", "1234.56", "7", "-10", "2"]
        );
    }

    #[test]
    fn what_is_set_already_is_not_said_again_unless_it_was_restored() {
        let red = [0x10, 0, 0];
        assert_eq!(
            written(|page| {
                page.fill_colour(red);
                page.fill_colour(red);
                page.fill(false);
            }),
            ".063 0 0 rg\nf\n"
        );
        let twice = written(|page| {
            page.save();
            page.fill_colour(red);
            page.restore();
            page.fill_colour(red);
        });
        assert_eq!(twice, "q\n.063 0 0 rg\nQ\n.063 0 0 rg\n");
    }

    #[test]
    fn glyphs_are_one_string_and_lines_are_steps() {
        let mut shown = Shown::default();
        [0x4142, 0x4328].into_iter().for_each(|id| shown.glyph(id));
        shown.gap(20.3);
        shown.glyph(0x4445);
        let text = written(|page| {
            page.begin_line();
            page.show([42.0, 775.25], &shown);
            shown.clear();
            shown.glyph(0x4647);
            page.show([50.126_576, 765.0], &shown);
        });
        assert_eq!(text, "BT\n42 775.25 Td\n[(ABC\\()20(DE)]TJ\n8.13 -10.25 Td\n(FG)Tj\n");
    }

    #[test]
    fn gaps_too_small_to_be_seen_add_up() {
        let mut shown = Shown::default();
        for _ in 0..10 {
            shown.glyph(0x4141);
            shown.gap(0.2);
        }
        assert_eq!(String::from_utf8(shown.bytes).unwrap().matches(")1(").count(), 2);
    }
}
