//! The work order's page design: header, parties, machine with its QR, summary, sections, signatures, running lines.

use super::{
    Mark, Rect, Sheets,
    blocks::{Pictures, contain, field_rows, fields_block, section},
    colour::{AMBER, Colour, FOG, GREEN, GREY, INK, LINE, PAPER, RED, accent},
    flow::{BODY, DETAIL, Flow, Ink, LABEL, Margins, SetCell, SetLine},
    qr::Qr,
    signature::{Seal, signatures},
    tree::Role,
};
use crate::{
    content::{Content, Fact, Machine, Tone},
    error::{DocumentError, Warning},
    layout::Paper,
    logo::{Corner, Shape},
    messages::{fill, messages},
    text::clean::ltr,
};

const MARGINS: Margins = Margins { side: 42.0, top: 40.0, top_next: 66.0, bottom: 58.0 };
const TITLE: Ink = Ink::new(19.0).bold();
const NAME: Ink = Ink::new(10.5).bold();
const QR_SIDE: f32 = 78.0;
const CARD_PAD: f32 = 10.0;

/// Sets `content` with its signatures on pages. `logo` is the index and size of the brand's picture, `hash` the
/// content's.
pub(crate) fn lay_out(
    content: &Content,
    seal: &Seal,
    paper: Paper,
    pictures: &Pictures,
    logo: Option<&Headmark>,
    hash: &str,
) -> Result<(Sheets, Vec<Warning>), DocumentError> {
    let mut flow = Flow::new(content.lang, paper.size(), MARGINS);
    flow.place.clone_from(&content.title);
    flow.accent = accent(content.brand.colour.as_deref());
    header(&mut flow, content, logo);
    fields_block(&mut flow, &content.facts);
    flow.y += 8.0;
    parties(&mut flow, content);
    if let Some(machine) = &content.machine {
        machine_card(&mut flow, machine)?;
    }
    summary(&mut flow, &content.summary);
    for part in &content.sections {
        section(&mut flow, part, pictures);
    }
    signatures(&mut flow, content, seal, hash)?;
    running_lines(&mut flow, content, hash);
    if matches!(seal, Seal::Draft) {
        watermark(&mut flow, messages(content.lang).draft);
    }
    Ok(flow.finish())
}

/// The company's logo with its size in any unit.
pub(crate) struct Headmark<'a> {
    pub width: f32,
    pub height: f32,
    pub look: Look<'a>,
}

pub(crate) enum Look<'a> {
    /// Index into the document's pictures.
    Picture(usize),
    Shapes(&'a [Shape]),
}

fn draw_logo(flow: &mut Flow, logo: &Headmark, rect: Rect, name: &str) {
    let node = Some(flow.tree.figure(name));
    match logo.look {
        Look::Picture(picture) => flow.push(Mark::Picture { picture, rect }, node),
        Look::Shapes(shapes) => {
            let scale = rect.width / logo.width;
            let place = |corner: &Corner| {
                let [x, y] = corner.at;
                Corner { at: [rect.x + x * scale, rect.y + y * scale], ..*corner }
            };
            for shape in shapes {
                let outlines = shape.outlines.iter().map(|outline| outline.iter().map(place).collect()).collect();
                flow.push(Mark::Shape { outlines, colour: shape.colour, even_odd: shape.even_odd }, node);
            }
        }
    }
}

/// The brand at the start side, title and number at the end side, over a rule.
fn header(flow: &mut Flow, content: &Content, logo: Option<&Headmark>) {
    let (side, width, top) = (MARGINS.side, flow.width(), flow.y);
    let half = width / 2.0 - 8.0;
    let mut y = top;
    if let Some(logo) = logo {
        let box_ = contain(Rect { x: 0.0, y: 0.0, width: 150.0, height: 38.0 }, logo.width, logo.height);
        let rect = Rect { x: flow.mirror(side, box_.width), y: top, ..box_ };
        draw_logo(flow, logo, rect, &content.brand.name);
        y += box_.height + 4.0;
    }
    let node = flow.tree.leaf(Role::Paragraph);
    let mut lines = flow.set(&content.brand.name, &Ink::new(12.0).bold(), half, Some(node));
    for line in &content.brand.lines {
        let node = flow.tree.leaf(Role::Paragraph);
        lines.extend(flow.set(line, &DETAIL, half, Some(node)));
    }
    y += flow.place(SetCell { x: side, width: half, at_end: false, lines }, y);

    let node = Some(flow.tree.leaf(Role::Title));
    let mut lines = flow.set(&content.title, &TITLE, half, node);
    lines.extend(flow.set(&ltr(&content.number), &Ink::new(12.0).bold().colour(flow.accent), half, node));
    if let Some(machine) = &content.machine {
        lines.extend(flow.set(&ltr(&machine.si), &BODY, half, node));
    }
    let end = SetCell { x: side + width - half, width: half, at_end: true, lines };
    let end_height = flow.place(end, top - 4.0) - 4.0;
    flow.y = y.max(top + end_height) + 8.0;
    let y = flow.y;
    flow.rule(y, 1.2, flow.accent);
    flow.y += 8.0;
    if let Some(correction) = &content.correction {
        notice(flow, correction, AMBER);
        flow.y += 6.0;
    }
}

/// A paragraph with a coloured edge at its start side.
pub(super) fn notice(flow: &mut Flow, text: &str, edge: Colour) {
    let (x, width) = (MARGINS.side + 10.0, flow.width() - 10.0);
    let node = flow.tree.leaf(Role::Paragraph);
    let lines = flow.set(text, &BODY, width, Some(node));
    let height: f32 = lines.iter().map(|line| line.leading).sum();
    flow.need(height);
    let y = flow.y;
    if height <= flow.room() {
        flow.fill(Rect { x: MARGINS.side, y, width: 3.0, height }, edge);
    }
    flow.row(vec![SetCell { x, width, at_end: false, lines }], 0.0, &mut |_| {});
}

fn parties(flow: &mut Flow, content: &Content) {
    let count = content.parties.len().max(1) as f32;
    let gutter = 14.0;
    let column = (flow.width() - gutter * (count - 1.0)) / count;
    let mut cells = Vec::new();
    for (index, party) in content.parties.iter().enumerate() {
        let node = Some(flow.tree.leaf(Role::Paragraph));
        let mut lines = flow.set(&party.label, &LABEL, column, node);
        lines.extend(flow.set(&party.name, &NAME, column, node));
        for line in &party.lines {
            lines.extend(flow.set(line, &BODY, column, node));
        }
        cells.push(SetCell { x: MARGINS.side + index as f32 * (column + gutter), width: column, at_end: false, lines });
    }
    flow.row(cells, 2.0, &mut |_| {});
    flow.y += 8.0;
}

/// The machine on a light ground with its QR at the end side.
fn machine_card(flow: &mut Flow, machine: &Machine) -> Result<(), DocumentError> {
    let (side, width) = (MARGINS.side, flow.width());
    let code = match &machine.sticker {
        Some(address) => Some((
            address,
            Qr::of(address).ok_or_else(|| DocumentError::Sticker {
                field: "sticker_address".into(),
                why: "it is too long for a QR code".into(),
            })?,
        )),
        None => None,
    };
    let inner = width - 2.0 * CARD_PAD - if code.is_some() { QR_SIDE + 12.0 } else { 0.0 };
    let node = Some(flow.tree.leaf(Role::Paragraph));
    let mut lines = flow.set(&machine.label, &LABEL, inner, node);
    lines.extend(flow.set(&machine.name, &Ink::new(12.0).bold(), inner, node));
    let mut rows = vec![vec![SetCell { x: side + CARD_PAD, width: inner, at_end: false, lines }]];
    rows.extend(field_rows(flow, &machine.fields, side + CARD_PAD, inner, 2));
    let row_heights: f32 = rows.iter().map(|row| row.iter().map(SetCell::height).fold(0.0, f32::max) + 2.0).sum();
    let hint: Vec<SetLine> = match &code {
        Some(_) => {
            let node = Some(flow.tree.leaf(Role::Paragraph));
            flow.set(&machine.sticker_hint, &Ink::new(6.5).colour(GREY), QR_SIDE, node)
        }
        None => Vec::new(),
    };
    let hint_height: f32 = hint.iter().map(|line| line.leading).sum();
    let code_height = if code.is_some() { QR_SIDE + hint_height + 2.0 } else { 0.0 };
    let height = row_heights.max(code_height) + 2.0 * CARD_PAD - 4.0;
    flow.need(height);
    let top = flow.y;
    if height <= flow.room() {
        flow.fill(Rect { x: side, y: top, width, height }, FOG);
    }
    if let Some((address, code)) = code {
        let x = side + width - CARD_PAD - QR_SIDE;
        let y = top + CARD_PAD - 2.0;
        flow.fill(Rect { x, y, width: QR_SIDE, height: QR_SIDE }, PAPER);
        let node = flow.tree.figure(address.as_str());
        let rects = code.rects(flow.mirror(x, QR_SIDE), y, QR_SIDE);
        flow.push(Mark::Fill { rects, colour: INK }, Some(node));
        flow.place(SetCell { x, width: QR_SIDE, at_end: false, lines: hint }, y + QR_SIDE + 1.0);
    }
    flow.y = top + CARD_PAD - 2.0;
    for row in rows {
        flow.row(row, 2.0, &mut |_| {});
    }
    if flow.y < top + height {
        flow.y = top + height;
    }
    flow.y += 8.0;
    Ok(())
}

/// What a customer looks for first, side by side, each with a coloured edge.
fn summary(flow: &mut Flow, facts: &[Fact]) {
    let count = facts.len().max(1) as f32;
    let gutter = 10.0;
    let column = (flow.width() - gutter * (count - 1.0)) / count;
    let mut cells = Vec::new();
    for (index, fact) in facts.iter().enumerate() {
        let node = Some(flow.tree.leaf(Role::Paragraph));
        let mut lines = flow.set(&fact.label, &LABEL, column - 12.0, node);
        let ink = Ink::new(12.0).bold().colour(tone(fact.tone));
        lines.extend(flow.set(&fact.value, &ink, column - 12.0, node));
        let x = MARGINS.side + index as f32 * (column + gutter) + 12.0;
        cells.push(SetCell { x, width: column - 12.0, at_end: false, lines });
    }
    let height = cells.iter().map(SetCell::height).fold(0.0, f32::max);
    flow.need(height);
    let y = flow.y;
    for (cell, fact) in cells.iter().zip(facts) {
        flow.fill(Rect { x: cell.x - 12.0, y, width: 4.0, height }, tone(fact.tone));
    }
    flow.row(cells, 0.0, &mut |_| {});
}

fn tone(tone: Tone) -> Colour {
    match tone {
        Tone::Good => GREEN,
        Tone::Attention => AMBER,
        Tone::Bad => RED,
        Tone::Plain => INK,
    }
}

/// Number and SI on every later page; legal line, fingerprint and page count on all.
fn running_lines(flow: &mut Flow, content: &Content, hash: &str) {
    let messages = messages(content.lang);
    let (side, width, pages) = (MARGINS.side, flow.width(), flow.pages());
    let format = crate::format::Format { lang: content.lang, zone: jiff::tz::TimeZone::UTC };
    let si = content.machine.as_ref().map_or("", |machine| machine.si.as_str());
    let top = [&ltr(&content.number), &ltr(si), &content.brand.name];
    let top: Vec<&str> = top.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let top = format!("{} {}", content.title, top.join(" · "));
    let print = fill(messages.content_hash, &[("hash", &ltr(hash))]);
    for page in 0..pages {
        if page > 0 {
            let lines = flow.set(&top, &DETAIL, width, None).into_iter().take(1).collect();
            flow.place_on(page, SetCell { x: side, width, at_end: false, lines }, 36.0);
            let points = vec![[side, 52.0], [side + width, 52.0]];
            flow.push_on(page, Mark::Stroke { points, width: 0.5, colour: LINE }, None);
        }
        let y = flow.size.height - MARGINS.bottom + 14.0;
        let points = vec![[side, y], [side + width, y]];
        flow.push_on(page, Mark::Stroke { points, width: 0.5, colour: LINE }, None);
        let count = [("n", format.number(page as i64 + 1)), ("m", format.number(pages as i64))];
        let count = fill(messages.page, &[(count[0].0, &count[0].1), (count[1].0, &count[1].1)]);
        let lines = flow.set(&count, &DETAIL, 110.0, None);
        flow.place_on(page, SetCell { x: side + width - 110.0, width: 110.0, at_end: true, lines }, y + 4.0);
        let small = Ink::new(6.5).colour(GREY);
        let mut lines = flow.set(&print, &Ink::new(6.0).colour(GREY), width - 120.0, None);
        lines.extend(flow.set(&content.brand.footer, &small, width - 120.0, None).into_iter().take(2));
        flow.place_on(page, SetCell { x: side, width: width - 120.0, at_end: false, lines }, y + 4.0);
    }
}

/// The word for a draft, large and light across each page, under the text.
fn watermark(flow: &mut Flow, word: &str) {
    let line = flow.set_line(word, &Ink::new(96.0).bold());
    let slope = 35f32.to_radians();
    let (x, y) = (
        (flow.size.width - line.width * slope.cos()) / 2.0 + 24.0,
        (flow.size.height + line.width * slope.sin()) / 2.0,
    );
    for page in 0..flow.pages() {
        let mark = Mark::Turned { x, y, line: line.clone(), colour: [0xe6, 0xeb, 0xef], degrees: 35.0 };
        flow.push_under(page, mark);
    }
}
