//! Turns a stretch of text into positioned glyphs (rustybuzz), each knowing the text it stands for.

use std::collections::HashMap;

use rustybuzz::{BufferClusterLevel, BufferFlags, Direction, GlyphInfo, ShapePlan, UnicodeBuffer, ttf_parser::Tag};
use unicode_script::Script;

use super::{
    Glyph, Run, Style,
    clean::is_ignorable,
    face::{FaceId, faces, needs_stroke},
    itemise::Segment,
};

/// Shapes stretches, keeping the plan of each face, script and direction.
#[derive(Default)]
pub(super) struct Shaper {
    plans: HashMap<(FaceId, Script, bool), ShapePlan>,
}

impl Shaper {
    /// The glyphs of `segment` of `text` in visual order.
    pub fn shape(&mut self, text: &str, segment: &Segment, style: &Style) -> Run {
        let face = &faces()[segment.face];
        let is_rtl = segment.level.is_rtl();
        let source = &text[segment.range.clone()];
        let buffer = buffer(text, segment, is_rtl, style);
        let plan = self.plans.entry((segment.face, segment.script, is_rtl)).or_insert_with(|| {
            let language = style.lang.tag().parse().ok();
            ShapePlan::new(&face.shaper, direction(is_rtl), script_of(segment.script), language.as_ref(), &[])
        });
        let shaped = rustybuzz::shape_with_plan(&face.shaper, plan, buffer);
        let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
        let ends = cluster_ends(infos, source.len(), is_rtl);
        let em = face.units_per_em;
        let mut run = Run {
            face: segment.face,
            size: style.size,
            is_stroked: needs_stroke(segment.face, style.weight),
            glyphs: Vec::with_capacity(infos.len()),
            width: 0.0,
        };
        for (index, (info, position)) in infos.iter().zip(positions).enumerate() {
            let start = info.cluster as usize;
            // The text goes to one glyph of the cluster: the base, which is its first in reading order.
            let neighbour =
                if is_rtl { infos.get(index + 1) } else { index.checked_sub(1).map(|before| &infos[before]) };
            let is_base = neighbour.is_none_or(|other| other.cluster != info.cluster);
            let is_invisible = source[start..].chars().next().is_some_and(is_ignorable);
            let advance = if is_invisible { 0.0 } else { position.x_advance as f32 / em };
            run.width += advance * style.size;
            run.glyphs.push(Glyph {
                id: info.glyph_id as u16,
                advance,
                dx: position.x_offset as f32 / em,
                dy: position.y_offset as f32 / em,
                text: if is_base { source[start..ends[index]].to_owned() } else { String::new() },
                at: segment.range.start + start,
                is_joined: info.unsafe_to_break(),
            });
        }
        run
    }
}

fn buffer(text: &str, segment: &Segment, is_rtl: bool, style: &Style) -> UnicodeBuffer {
    let face = &faces()[segment.face];
    let source = &text[segment.range.clone()];
    let mut buffer = UnicodeBuffer::new();
    buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters);
    buffer.push_str(source);
    // A joiner keeps an empty glyph of its own, so that whoever copies the text gets it back.
    if source.chars().all(|c| !is_ignorable(c) || face.has(c)) {
        buffer.set_flags(BufferFlags::PRESERVE_DEFAULT_IGNORABLES);
    }
    buffer.set_direction(direction(is_rtl));
    if let Some(script) = script_of(segment.script) {
        buffer.set_script(script);
    }
    if let Ok(language) = style.lang.tag().parse() {
        buffer.set_language(language);
    }
    buffer.set_pre_context(&text[..segment.range.start]);
    buffer.set_post_context(&text[segment.range.end..]);
    buffer
}

/// Where the text of each glyph's cluster ends: where the next cluster in reading order begins.
fn cluster_ends(infos: &[GlyphInfo], len: usize, is_rtl: bool) -> Vec<usize> {
    let mut ends = vec![len; infos.len()];
    let (mut end, mut start) = (len, len);
    let mut take = |index: usize| {
        let own = infos[index].cluster as usize;
        if own != start {
            (end, start) = (start, own);
        }
        ends[index] = end;
    };
    match is_rtl {
        true => (0..infos.len()).for_each(&mut take),
        false => (0..infos.len()).rev().for_each(&mut take),
    }
    ends
}

fn direction(is_rtl: bool) -> Direction {
    if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight }
}

fn script_of(script: Script) -> Option<rustybuzz::Script> {
    let tag: &[u8; 4] = script.short_name().as_bytes().try_into().ok()?;
    rustybuzz::Script::from_iso15924_tag(Tag::from_bytes(tag))
}
