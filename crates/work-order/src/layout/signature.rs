//! The end of the document: the customer's ink or why there is none, the technician's line.

use feltbok_domain::model::{SignatureRecord, UnsignedReason};
use jiff::{Timestamp, tz::TimeZone};

use super::{
    Mark, Rect,
    blocks::fields_in,
    colour::{AMBER, FOG, GREY, INK, PEN},
    flow::{BODY, DETAIL, Flow, Ink, LABEL, SetCell},
    qr::Qr,
    tree::Role,
    work_order::notice,
};
use crate::{
    content::{Content, Field},
    error::DocumentError,
    format::Format,
    messages::{Messages, fill, messages},
    text::clean::{clean, clean_line, isolate, ltr},
};

const PAD_HEIGHT: f32 = 84.0;
const GUTTER: f32 = 20.0;
/// The code that leads to the check, quiet zone included.
const CODE_SIDE: f32 = 72.0;
/// More points than a hand makes in a minute; a larger record is no signature.
const POINTS_MAX: usize = 50_000;

/// How the document ends.
#[derive(Debug, Clone, PartialEq)]
pub enum Seal<'a> {
    /// Before signing: a watermark, and room for the signature.
    Draft,
    /// Ink or a typed name of the customer.
    Signed(&'a SignatureRecord),
    /// Nobody signs (R32).
    Unsigned { reason: UnsignedReason, note: &'a str, at: Timestamp },
}

impl Seal<'_> {
    /// When it was sealed; `None` for a draft.
    pub fn at(&self) -> Option<Timestamp> {
        match self {
            Seal::Draft => None,
            Seal::Signed(record) => Some(record.at),
            Seal::Unsigned { at, .. } => Some(*at),
        }
    }
}

/// Consent words, the customer's side and the technician's side, kept on one page.
pub(crate) fn signatures(flow: &mut Flow, content: &Content, seal: &Seal, hash: &str) -> Result<(), DocumentError> {
    let messages = messages(content.lang);
    let zone = TimeZone::get(&content.time_zone)
        .map_err(|_| DocumentError::TimeZone { field: "time_zone", zone: content.time_zone.clone() })?;
    let format = Format { lang: content.lang, zone };
    flow.place = messages.customer_signature.to_owned();
    flow.need(PAD_HEIGHT + 130.0);
    flow.y += 16.0;
    flow.tree.open(Role::Section);
    if let Some(consent) = &content.consent {
        let node = flow.tree.leaf(Role::Paragraph);
        let (x, width) = (flow.margins.side, flow.width());
        flow.text(&consent.text, &BODY, x, width, Some(node));
        flow.y += 8.0;
    }
    flow.need(PAD_HEIGHT + 60.0);
    if let Seal::Unsigned { reason, note, .. } = seal {
        let note = clean(note);
        let note = isolate(note.trim());
        let words = format!("{} {note}", (messages.unsigned_because)(*reason));
        notice(flow, words.trim(), AMBER);
        flow.y += 8.0;
    }
    let top = flow.y;
    let column = (flow.width() - GUTTER) / 2.0;
    let start = flow.margins.side;
    let left = customer_side(flow, content, seal, messages, &format, (start, column))?;
    flow.y = top;
    let right = technician_side(flow, content, seal, messages, &format, (start + column + GUTTER, column));
    flow.y = left.max(right) + 6.0;
    fingerprint(flow, content, messages, hash)?;
    flow.tree.close();
    Ok(())
}

/// The content's hash in print, and as a code that leads to where anybody can check it (R34).
fn fingerprint(flow: &mut Flow, content: &Content, messages: &Messages, hash: &str) -> Result<(), DocumentError> {
    // In capitals the code is a third smaller; the page behind it reads both.
    let address = content.check_address.as_ref().map(|base| format!("{base}{hash}").to_ascii_uppercase());
    let too_long =
        || DocumentError::Sticker { field: "check_address".into(), why: "it is too long for a QR code".into() };
    let code = address.as_deref().map(|address| Qr::of(address).ok_or_else(too_long)).transpose()?;
    let (x, width) = (flow.margins.side, flow.width());
    let room = if code.is_some() { CODE_SIDE + 10.0 } else { 0.0 };
    let print = fill(messages.content_hash, &[("hash", &ltr(hash))]);
    let mut words = format!("{print}\n{}", messages.hash_hint);
    if let Some(base) = &content.check_address {
        words.push('\n');
        words.push_str(&fill(messages.check_hint, &[("address", &ltr(base.trim_end_matches('/')))]));
    }
    flow.need(room.max(20.0));
    let top = flow.y;
    let node = flow.tree.leaf(Role::Paragraph);
    flow.text(&words, &Ink::new(6.5).colour(GREY), x, width - room, Some(node));
    if let (Some(code), Some(address)) = (code, address) {
        let node = flow.tree.figure(address);
        let rects = code.rects(flow.mirror(x + width - CODE_SIDE, CODE_SIDE), top, CODE_SIDE);
        flow.push(Mark::Fill { rects, colour: INK }, Some(node));
        flow.y = flow.y.max(top + CODE_SIDE);
    }
    Ok(())
}

fn customer_side(
    flow: &mut Flow,
    content: &Content,
    seal: &Seal,
    messages: &Messages,
    format: &Format,
    (x, width): (f32, f32),
) -> Result<f32, DocumentError> {
    label(flow, messages.customer_signature, x, width);
    let pad = Rect { x, y: flow.y, width, height: PAD_HEIGHT };
    flow.fill(pad, FOG);
    let mut fields = Vec::new();
    match seal {
        Seal::Draft => centred(flow, messages.before_signing, &DETAIL, pad),
        Seal::Unsigned { at, .. } => {
            centred(flow, messages.unsigned, &BODY.colour(AMBER), pad);
            fields.extend(Field::of(messages.signed_at, format.day_and_time(*at)));
        }
        Seal::Signed(record) => {
            if record.typed {
                let name = isolate(&clean_line(&record.name));
                if name.is_empty() {
                    return Err(DocumentError::Ink { field: "signature.name", why: "the typed name is empty" });
                }
                centred(flow, &name, &Ink::new(16.0).colour(PEN), pad);
            } else {
                ink(flow, record, pad)?;
            }
            fields.extend(Field::of(messages.name, isolate(&clean_line(&record.name))));
            fields.extend(Field::of(messages.role, isolate(&clean_line(&record.role))));
            fields.extend(Field::of(messages.signed_at, format.day_and_time(record.at)));
            if record.typed {
                fields.extend(Field::of(messages.note, messages.typed_signature.to_owned()));
            }
        }
    }
    if !matches!(seal, Seal::Draft) {
        fields.extend(Field::of(messages.signed_place, isolate(&content.place)));
    }
    flow.y += PAD_HEIGHT;
    signing_line(flow, x, width);
    fields_in(flow, &fields, x, width, 2);
    Ok(flow.y)
}

fn technician_side(
    flow: &mut Flow,
    content: &Content,
    seal: &Seal,
    messages: &Messages,
    format: &Format,
    (x, width): (f32, f32),
) -> f32 {
    label(flow, messages.technician_signature, x, width);
    let pad = Rect { x, y: flow.y, width, height: PAD_HEIGHT };
    flow.fill(pad, FOG);
    if seal.at().is_some() {
        centred(flow, &isolate(&content.technician), &Ink::new(16.0).colour(PEN), pad);
    }
    flow.y += PAD_HEIGHT;
    signing_line(flow, x, width);
    let at = seal.at().map(|at| format.day_and_time(at)).unwrap_or_default();
    let fields = [Field::of(messages.name, isolate(&content.technician)), Field::of(messages.signed_at, at)];
    let fields: Vec<Field> = fields.into_iter().flatten().collect();
    fields_in(flow, &fields, x, width, 2);
    flow.y
}

fn label(flow: &mut Flow, text: &str, x: f32, width: f32) {
    let node = flow.tree.leaf(Role::Paragraph);
    let lines = flow.set(text, &LABEL.bold(), width, Some(node));
    flow.y += flow.place(SetCell { x, width, at_end: false, lines }, flow.y) + 2.0;
}

fn signing_line(flow: &mut Flow, x: f32, width: f32) {
    let (left, y) = (flow.mirror(x, width), flow.y);
    flow.push(Mark::Stroke { points: vec![[left, y], [left + width, y]], width: 0.8, colour: INK }, None);
    flow.y += 3.0;
}

/// A few words in the middle of a rectangle.
fn centred(flow: &mut Flow, text: &str, ink: &Ink, room: Rect) {
    let node = flow.tree.leaf(Role::Paragraph);
    let lines = flow.set(text, ink, room.width - 16.0, Some(node));
    let lines: Vec<_> = lines.into_iter().take(3).collect();
    let height: f32 = lines.iter().map(|line| line.leading).sum();
    let mut y = room.y + (room.height - height) / 2.0;
    for line in lines {
        let width = line.line.width;
        let cell = SetCell { x: room.x + (room.width - width) / 2.0, width, at_end: false, lines: vec![line] };
        y += flow.place(cell, y);
    }
}

/// The strokes in the pad's own proportions, as large as the room allows.
fn ink(flow: &mut Flow, record: &SignatureRecord, room: Rect) -> Result<(), DocumentError> {
    let error = |why| DocumentError::Ink { field: "signature.strokes", why };
    let points: usize = record.strokes.iter().map(Vec::len).sum();
    if points < 2 {
        return Err(error("the signature is blank"));
    }
    if points > POINTS_MAX {
        return Err(error("the signature has too many points"));
    }
    let is_sound = record.strokes.iter().flatten().flatten().all(|value| value.is_finite());
    if !is_sound || !record.aspect.is_finite() || record.aspect <= 0.0 {
        return Err(error("the signature is no drawing"));
    }
    let inner = Rect { x: room.x + 6.0, y: room.y + 5.0, width: room.width - 12.0, height: room.height - 10.0 };
    let inner = Rect { x: flow.mirror(inner.x, inner.width), ..inner };
    let pad = super::blocks::contain(inner, record.aspect.clamp(0.2, 20.0) as f32 * 1000.0, 1000.0);
    let node = flow.tree.figure(format!("{}: {}", messages(flow.lang).customer_signature, clean_line(&record.name)));
    for stroke in record.strokes.iter().filter(|stroke| !stroke.is_empty()) {
        let place = |&[x, y]: &[f64; 2]| {
            [pad.x + x.clamp(0.0, 1.0) as f32 * pad.width, pad.y + y.clamp(0.0, 1.0) as f32 * pad.height]
        };
        let mut points: Vec<[f32; 2]> = stroke.iter().map(place).collect();
        if let [dot] = points[..] {
            points.push([dot[0] + 0.1, dot[1]]);
        }
        flow.push(Mark::Stroke { points, width: 1.3, colour: PEN }, Some(node));
    }
    Ok(())
}
