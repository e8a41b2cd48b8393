//! The few kinds of blocks that every document of the house is made of.

use super::{
    Mark, Rect,
    colour::{FOG, LINE},
    flow::{BODY, DETAIL, Flow, Ink, LABEL, SetCell, SetLine},
    tree::{NodeId, Role},
};
use crate::{
    content::{Block, Column, Field, PhotoCell, Row, Section, Table},
    text::Direction,
};

/// Space between columns.
const GUTTER: f32 = 12.0;
/// Space between the blocks of a section.
const BLOCK_GAP: f32 = 5.0;
const SECTION_GAP: f32 = 13.0;
const HEADING: Ink = Ink::new(10.5).bold();
/// Between a table's edge and its outer cells.
const TABLE_INSET: f32 = 6.0;
const ROW_PAD: f32 = 5.0;
const PHOTO_GAP: f32 = 10.0;

/// A photo's upright size in pixels and its index in the document's pictures, by hash.
pub(crate) type Pictures<'a> = dyn Fn(&str) -> Option<(usize, f32, f32)> + 'a;

/// A heading with its blocks; the heading never stands alone at the foot of a page.
pub(crate) fn section(flow: &mut Flow, section: &Section, pictures: &Pictures) {
    flow.place.clone_from(&section.heading);
    flow.tree.open(Role::Section);
    let keep = match section.blocks.first() {
        Some(Block::Photos { .. }) => 170.0,
        Some(Block::Table(_)) => 62.0,
        _ => 44.0,
    };
    flow.need(SECTION_GAP + flow.leading(HEADING.size) + keep);
    flow.y += SECTION_GAP;
    let node = flow.tree.leaf(Role::Heading);
    let (x, width) = (flow.margins.side, flow.width());
    flow.text(&section.heading, &HEADING.colour(flow.accent), x, width, Some(node));
    flow.y += 2.0;
    for (index, block) in section.blocks.iter().enumerate() {
        if index > 0 {
            flow.y += BLOCK_GAP;
        }
        match block {
            Block::Fields { fields } => fields_block(flow, fields),
            Block::Text { text } => paragraphs(flow, text),
            Block::Table(table) => table_block(flow, table),
            Block::Photos { photos } => photo_grid(flow, photos, pictures),
            Block::Rating { mark, of, words } => rating(flow, *mark, *of, words),
        }
    }
    flow.tree.close();
}

fn paragraphs(flow: &mut Flow, text: &str) {
    let (x, width) = (flow.margins.side, flow.width());
    for paragraph in text.split('\n') {
        let node = flow.tree.leaf(Role::Paragraph);
        flow.text(paragraph, &BODY.free(), x, width, Some(node));
    }
}

/// Labels above values; one field alone takes the whole width.
pub(crate) fn fields_block(flow: &mut Flow, fields: &[Field]) {
    let (x, width) = (flow.margins.side, flow.width());
    // Five or six stand better in two rows of three than in four and one.
    let a_row = if matches!(fields.len(), 5 | 6 | 9) { 3 } else { 4 };
    fields_in(flow, fields, x, width, a_row);
}

pub(crate) fn fields_in(flow: &mut Flow, fields: &[Field], x: f32, width: f32, a_row: usize) {
    for cells in field_rows(flow, fields, x, width, a_row) {
        flow.row(cells, 2.0, &mut |_| {});
    }
}

/// The rows of a grid of fields, set but not placed.
pub(crate) fn field_rows(flow: &mut Flow, fields: &[Field], x: f32, width: f32, a_row: usize) -> Vec<Vec<SetCell>> {
    let a_row = a_row.min(fields.len().max(1));
    let column = (width - GUTTER * (a_row as f32 - 1.0)) / a_row as f32;
    let mut rows = Vec::new();
    for chunk in fields.chunks(a_row) {
        let mut cells = Vec::new();
        for (index, field) in chunk.iter().enumerate() {
            let node = flow.tree.leaf(Role::Paragraph);
            let mut lines = flow.set(&field.label, &LABEL, column, Some(node));
            let value = if fields.len() == 1 { BODY.free() } else { BODY };
            lines.extend(flow.set(&field.value, &value, column, Some(node)));
            if !field.detail.is_empty() {
                lines.extend(flow.set(&field.detail, &DETAIL, column, Some(node)));
            }
            cells.push(SetCell { x: x + index as f32 * (column + GUTTER), width: column, at_end: false, lines });
        }
        rows.push(cells);
    }
    rows
}

/// Where a table's columns stand.
fn columns_of(flow: &Flow, columns: &[Column]) -> Vec<(f32, f32)> {
    let shares: f32 = columns.iter().map(|column| f32::from(column.share)).sum();
    let room = flow.width() - 2.0 * TABLE_INSET - GUTTER * (columns.len() as f32 - 1.0);
    let mut x = flow.margins.side + TABLE_INSET;
    columns
        .iter()
        .map(|column| {
            let width = room * f32::from(column.share) / shares.max(1.0);
            let place = (x, width);
            x += width + GUTTER;
            place
        })
        .collect()
}

fn table_block(flow: &mut Flow, table: &Table) {
    let places = columns_of(flow, &table.columns);
    flow.tree.open(Role::Table);
    flow.tree.open(Role::Row);
    let nodes: Vec<NodeId> = table.columns.iter().map(|_| flow.tree.leaf(Role::HeaderCell)).collect();
    flow.tree.close();
    table_header(flow, table, &places, Some(&nodes));
    for row in &table.rows {
        flow.tree.open(Role::Row);
        let cells = set_row(flow, row, &table.columns, &places);
        flow.row(cells, ROW_PAD, &mut |flow| table_header(flow, table, &places, None));
        let y = flow.y;
        flow.rule(y, 0.5, LINE);
        flow.tree.close();
    }
    flow.tree.close();
}

/// The header on its ground; a repeated one is no element of its own.
fn table_header(flow: &mut Flow, table: &Table, places: &[(f32, f32)], nodes: Option<&[NodeId]>) {
    let ink = LABEL.bold();
    let mut cells = Vec::new();
    for (index, (column, &(x, width))) in table.columns.iter().zip(places).enumerate() {
        let lines = flow.set(&column.title, &ink, width, nodes.map(|nodes| nodes[index]));
        cells.push(SetCell { x, width, at_end: column.at_end, lines });
    }
    let height = cells.iter().map(SetCell::height).fold(0.0, f32::max) + ROW_PAD;
    let (x, y, width) = (flow.margins.side, flow.y, flow.width());
    flow.fill(Rect { x, y, width, height }, FOG);
    for cell in cells {
        flow.place(cell, y + ROW_PAD / 2.0);
    }
    flow.y += height;
}

fn set_row(flow: &mut Flow, row: &Row, columns: &[Column], places: &[(f32, f32)]) -> Vec<SetCell> {
    let ink = if row.is_strong { BODY.bold() } else { BODY };
    let mut cells = Vec::new();
    for ((cell, column), &(x, width)) in row.cells.iter().zip(columns).zip(places) {
        let node = Some(flow.tree.leaf(Role::Cell));
        let mut lines: Vec<SetLine> = Vec::new();
        if !cell.text.is_empty() {
            lines.extend(flow.set(&cell.text, &ink, width, node));
        }
        if !cell.detail.is_empty() {
            lines.extend(flow.set(&cell.detail, &DETAIL, width, node));
        }
        cells.push(SetCell { x, width, at_end: column.at_end, lines });
    }
    cells
}

/// The mark as filled squares with the words beside them.
fn rating(flow: &mut Flow, mark: u8, of: u8, words: &str) {
    const SIDE: f32 = 8.0;
    let leading = flow.leading(BODY.size);
    flow.need(leading);
    let (mut x, y) = (flow.margins.side, flow.y + (leading - SIDE) / 2.0);
    for step in 1..=of {
        let colour = if step <= mark { flow.accent } else { LINE };
        flow.fill(Rect { x, y, width: SIDE, height: SIDE }, colour);
        x += SIDE + 3.0;
    }
    let node = flow.tree.leaf(Role::Paragraph);
    let width = flow.width();
    let lines = flow.set(words, &Ink { direction: Direction::Document, ..BODY }, width, Some(node));
    let cell = SetCell { x: x + 4.0, width: width - x, at_end: false, lines };
    flow.y += flow.place(cell, flow.y);
}

/// Photos in rows of three (one or two are larger), each whole in its cell, the caption under it.
fn photo_grid(flow: &mut Flow, photos: &[PhotoCell], pictures: &Pictures) {
    let a_row = if photos.len() < 3 { 2 } else { 3 };
    let width = (flow.width() - PHOTO_GAP * (a_row as f32 - 1.0)) / a_row as f32;
    let height = width * 0.75;
    for chunk in photos.chunks(a_row) {
        let nodes: Vec<NodeId> =
            chunk.iter().map(|photo| flow.tree.figure(crate::text::clean::clean(&photo.caption))).collect();
        let mut captions = Vec::new();
        for (index, photo) in chunk.iter().enumerate() {
            let node = flow.tree.leaf(Role::Paragraph);
            let lines = flow.set(&photo.caption, &DETAIL, width, Some(node));
            let x = flow.margins.side + index as f32 * (width + PHOTO_GAP);
            captions.push(SetCell { x, width, at_end: false, lines });
        }
        let caption = captions.iter().map(SetCell::height).fold(0.0, f32::max);
        flow.need(height + 4.0 + caption.min(40.0));
        let y = flow.y;
        for ((photo, cell), node) in chunk.iter().zip(&captions).zip(nodes) {
            let ground = Rect { x: cell.x, y, width, height };
            flow.fill(ground, FOG);
            if let Some((picture, wide, high)) = pictures(&photo.sha256) {
                let rect = contain(Rect { x: flow.mirror(cell.x, width), ..ground }, wide, high);
                flow.push(Mark::Picture { picture, rect }, Some(node));
            }
        }
        flow.y += height + 3.0;
        flow.row(captions, 0.0, &mut |_| {});
        flow.y += PHOTO_GAP - 3.0;
    }
}

/// The largest rectangle of the given proportions in the middle of `room`.
pub(crate) fn contain(room: Rect, wide: f32, high: f32) -> Rect {
    let scale = (room.width / wide.max(1.0)).min(room.height / high.max(1.0));
    let (width, height) = (wide * scale, high * scale);
    Rect { x: room.x + (room.width - width) / 2.0, y: room.y + (room.height - height) / 2.0, width, height }
}
