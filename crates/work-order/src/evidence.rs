//! The page that shows how and when a customer signed, for an admin who has to prove it (ADR 11).

use feltbok_domain::lang::Lang;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use sha2::{Digest, Sha256};

use crate::{
    content::{Field, hex},
    error::DocumentError,
    format::Format,
    layout::{
        Mark, Paper, Rect,
        blocks::{contain, fields_block, section},
        colour::{FOG, PEN},
        flow::{DETAIL, Flow, Ink, Margins, SetCell},
        tree::Role,
    },
    messages::{EvidenceWords, messages},
    pdf::{self, Meta},
    render::Document,
    text::clean::{clean_line, isolate, ltr},
};

mod strokes;

const MARGINS: Margins = Margins { side: 42.0, top: 40.0, top_next: 40.0, bottom: 42.0 };
const PAD_HEIGHT: f32 = 200.0;

/// How a customer signed, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatureEvidence {
    pub company: String,
    /// Of the work order.
    pub number: String,
    pub revision: u32,
    /// Hash of the content, fixed and shown before there was ink (R31).
    pub content_sha256: String,
    /// Hash of the sealed evidence that this page was made from.
    pub evidence_sha256: String,
    /// By the tablet's clock.
    pub shown_at: Timestamp,
    /// By the tablet's clock.
    pub signed_at: Timestamp,
    /// Server minus tablet.
    pub clock_offset_ms: i64,
    pub consent_version: u32,
    /// In the document's language.
    pub consent_text: String,
    /// The tablet's code.
    pub tablet: String,
    pub app_version: String,
    pub name: String,
    pub role: String,
    pub typed: bool,
    /// Pad width divided by its height.
    pub aspect: f64,
    pub strokes: Vec<PenStroke>,
    /// The document's language.
    pub lang: Lang,
    /// IANA zone of the times.
    pub time_zone: String,
    pub paper: Paper,
}

/// A stroke of the pen.
#[derive(Debug, Clone, PartialEq)]
pub struct PenStroke {
    /// `[x, y]`, 0–1.
    pub points: Vec<[f64; 2]>,
    /// `[milliseconds, pressure 0–1]` of each point, from the stroke's first; empty where none were recorded.
    pub dynamics: Vec<[f64; 2]>,
}

/// Sets the evidence on paper; `at` is the file's date. The same input gives the same bytes.
///
/// Errors: a time zone that is none, strokes that are no drawing.
pub fn evidence_page(evidence: &SignatureEvidence, at: Timestamp) -> Result<Document, DocumentError> {
    let words = &messages(evidence.lang).evidence;
    let zone = TimeZone::get(&evidence.time_zone)
        .map_err(|_| DocumentError::TimeZone { field: "time_zone", zone: evidence.time_zone.clone() })?;
    let format = Format { lang: evidence.lang, zone };
    let mut flow = Flow::new(evidence.lang, evidence.paper.size(), MARGINS);
    flow.place = words.title.to_owned();
    title(&mut flow, evidence, words);
    fields_block(&mut flow, &facts(evidence, words, &format));
    flow.y += 8.0;
    for (label, hash) in [(words.content, &evidence.content_sha256), (words.evidence, &evidence.evidence_sha256)] {
        fields_block(&mut flow, &Field::of(label, ltr(&clean_line(hash))).into_iter().collect::<Vec<_>>());
    }
    for part in strokes::sections(evidence, words, &format) {
        section(&mut flow, &part, &|_| None);
    }
    if !evidence.typed {
        flow.y += 8.0;
        ink(&mut flow, evidence, words)?;
    }
    let (sheets, warnings) = flow.finish();
    let company = clean_line(&evidence.company);
    let title = format!("{} {}", words.title, clean_line(&evidence.number));
    let identity = hex(&Sha256::digest(format!("{evidence:?}")));
    let meta = Meta { title, author: &company, lang: evidence.lang, at, identity: &identity, content_sha256: None };
    let pdf = pdf::write(&sheets, Vec::new(), &meta)?;
    let sha256 = hex(&Sha256::digest(&pdf));
    Ok(Document { pdf, pages: sheets.pages.len(), sha256, warnings })
}

fn title(flow: &mut Flow, evidence: &SignatureEvidence, words: &EvidenceWords) {
    let (x, width) = (flow.margins.side, flow.width());
    let node = Some(flow.tree.leaf(Role::Title));
    let mut lines = flow.set(words.title, &Ink::new(19.0).bold(), width, node);
    lines.extend(flow.set(
        &ltr(&clean_line(&evidence.number)),
        &Ink::new(12.0).bold().colour(flow.accent),
        width,
        node,
    ));
    lines.extend(flow.set(&isolate(&clean_line(&evidence.company)), &DETAIL, width, node));
    flow.row(vec![SetCell { x, width, at_end: false, lines }], 0.0, &mut |_| {});
    flow.y += 6.0;
    let (y, accent) = (flow.y, flow.accent);
    flow.rule(y, 1.2, accent);
    flow.y += 8.0;
}

/// Who, when by either clock, on which tablet.
fn facts(evidence: &SignatureEvidence, words: &EvidenceWords, format: &Format) -> Vec<Field> {
    let own = messages(evidence.lang);
    let moment = |label: &str, at: Timestamp| Field {
        label: label.to_owned(),
        value: format.day_and_time(at),
        detail: ltr(&format!("{at:.3}")),
    };
    let offset = SignedDuration::from_millis(evidence.clock_offset_ms);
    let by_server = evidence.signed_at.checked_add(offset).unwrap_or(evidence.signed_at);
    let tablet = format!("{} · {}", clean_line(&evidence.tablet), clean_line(&evidence.app_version));
    let mut fields = vec![
        moment(words.shown, evidence.shown_at),
        moment(words.signed, evidence.signed_at),
        moment(words.by_server, by_server),
    ];
    fields.extend(Field::of(words.difference, format.milliseconds(evidence.clock_offset_ms)));
    fields.extend(Field::of(words.tablet, ltr(&tablet)));
    fields.extend(Field::of(own.name, isolate(&clean_line(&evidence.name))));
    fields.extend(Field::of(own.role, isolate(&clean_line(&evidence.role))));
    fields
}

/// The strokes as large as the page is wide; the harder the pen was pressed, the wider.
fn ink(flow: &mut Flow, evidence: &SignatureEvidence, words: &EvidenceWords) -> Result<(), DocumentError> {
    strokes::check(evidence)?;
    flow.need(PAD_HEIGHT);
    let room = Rect { x: flow.margins.side, y: flow.y, width: flow.width(), height: PAD_HEIGHT };
    flow.fill(room, FOG);
    let pad = contain(room, evidence.aspect.clamp(0.2, 20.0) as f32 * 1000.0, 1000.0);
    let node = flow.tree.figure(format!("{}: {}", words.title, clean_line(&evidence.name)));
    for line in strokes::lines(evidence) {
        let points = line.points.map(|[x, y]| [pad.x + x * pad.width, pad.y + y * pad.height]).to_vec();
        flow.push(Mark::Stroke { points, width: line.width, colour: PEN }, Some(node));
    }
    flow.y += PAD_HEIGHT;
    Ok(())
}
