//! The strokes of a signature as lines to draw and as a table to read.

use super::SignatureEvidence;
use crate::{
    content::{Block, Cell, Column, Row, Section, Table},
    error::DocumentError,
    format::Format,
    messages::{EvidenceWords, fill, messages},
    text::clean::{clean, isolate},
};

/// More points than a hand makes in a minute; a larger record is no signature.
const POINTS_MAX: usize = 50_000;
/// Widths of the lightest and the hardest stroke, in points; without pressure the middle.
const WIDTH_MIN: f32 = 0.7;
const WIDTH_MAX: f32 = 3.1;

/// One line from point to point, 0–1 in both directions, with its width in points.
pub(super) struct PenLine {
    pub points: [[f32; 2]; 2],
    pub width: f32,
}

/// Numbers that can be drawn, and not too many.
pub(super) fn check(evidence: &SignatureEvidence) -> Result<(), DocumentError> {
    let error = |why| Err(DocumentError::Ink { field: "evidence.strokes", why });
    let points: usize = evidence.strokes.iter().map(|stroke| stroke.points.len()).sum();
    if points > POINTS_MAX {
        return error("the signature has too many points");
    }
    let values = evidence.strokes.iter().flat_map(|stroke| stroke.points.iter().chain(&stroke.dynamics)).flatten();
    if !values.copied().all(f64::is_finite) || !evidence.aspect.is_finite() || evidence.aspect <= 0.0 {
        return error("the signature is no drawing");
    }
    Ok(())
}

pub(super) fn lines(evidence: &SignatureEvidence) -> Vec<PenLine> {
    let place = |&[x, y]: &[f64; 2]| [x.clamp(0.0, 1.0) as f32, y.clamp(0.0, 1.0) as f32];
    let mut lines = Vec::new();
    for stroke in &evidence.strokes {
        let width = |index: usize| {
            let pressure = stroke.dynamics.get(index).map_or(0.5, |&[_, pressure]| pressure.clamp(0.0, 1.0) as f32);
            WIDTH_MIN + (WIDTH_MAX - WIDTH_MIN) * pressure
        };
        if let [dot] = &stroke.points[..] {
            let [x, y] = place(dot);
            lines.push(PenLine { points: [[x, y], [x + 0.001, y]], width: width(0) });
        }
        for (index, pair) in stroke.points.windows(2).enumerate() {
            lines.push(PenLine { points: [place(&pair[0]), place(&pair[1])], width: width(index + 1) });
        }
    }
    lines
}

/// What the customer agreed to, and the strokes one by one.
pub(super) fn sections(evidence: &SignatureEvidence, words: &EvidenceWords, format: &Format) -> Vec<Section> {
    let version = fill(messages(evidence.lang).checklist_version, &[("n", &format.number(evidence.consent_version))]);
    let text = clean(&evidence.consent_text);
    let consent = Section {
        heading: format!("{} · {version}", words.agreed_to),
        blocks: vec![Block::Text { text: isolate(text.trim()) }],
    };
    let strokes = if evidence.typed {
        Block::Text { text: messages(evidence.lang).typed_signature.to_owned() }
    } else if evidence.strokes.iter().all(|stroke| stroke.dynamics.is_empty()) {
        Block::Text { text: words.no_dynamics.to_owned() }
    } else {
        Block::Table(table(evidence, words, format))
    };
    vec![consent, Section { heading: words.strokes.to_owned(), blocks: vec![strokes] }]
}

/// Number, points, length of time, mean pressure of each stroke.
fn table(evidence: &SignatureEvidence, words: &EvidenceWords, format: &Format) -> Table {
    let column = |title: &str| Column { title: title.to_owned(), share: 1, at_end: true };
    let columns = [words.stroke, words.points, words.time, words.pressure].map(column).to_vec();
    let cell = |text: String| Cell { text, detail: String::new() };
    let rows = evidence.strokes.iter().enumerate().map(|(index, stroke)| {
        let last = stroke.dynamics.last().map_or(0.0, |&[time, _]| time);
        let sum: f64 = stroke.dynamics.iter().map(|&[_, pressure]| pressure).sum();
        let mean = (10_000.0 * sum / stroke.dynamics.len().max(1) as f64).round().clamp(0.0, 10_000.0) as u32;
        let cells = vec![
            cell(format.number(index as i64 + 1)),
            cell(format.number(stroke.points.len() as i64)),
            cell(format.milliseconds(last.clamp(0.0, 1e9) as i64)),
            // Whole per cent: a pad knows no more.
            cell(format.percent(mean / 100 * 100)),
        ];
        Row { cells, is_strong: false }
    });
    Table { columns, rows: rows.collect() }
}
