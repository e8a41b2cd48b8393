//! Cuts a text into stretches of one font, one script and one direction, and replaces what no font can show.

use std::{collections::BTreeSet, ops::Range};

use feltbok_domain::lang::Lang;
use unicode_bidi::Level;
use unicode_script::{Script, UnicodeScript};

use super::{
    Style,
    clean::{is_bidi_control, is_ignorable},
    face::{FaceId, faces, home, word_face},
};

/// What stands for a character that none of the fonts has.
const REPLACEMENT: char = '\u{fffd}';

/// One character of a text with the face and script it is set in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub at: usize,
    pub c: char,
    pub face: FaceId,
    pub script: Script,
}

/// A stretch that one call of the shaper sets.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub range: Range<usize>,
    pub face: FaceId,
    pub script: Script,
    pub level: Level,
}

/// The text with every character that no font has replaced visibly; those characters go to `missing`.
pub(super) fn replace_missing(text: &str, style: &Style, missing: &mut BTreeSet<char>) -> String {
    let has =
        |c: char| c == '\n' || is_bidi_control(c) || is_ignorable(c) || home(c, style.weight, style.lang).1.is_some();
    if text.chars().all(has) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut replaced = false;
    for c in text.chars() {
        // Joiners, selectors and skin tones belong to the emoji that has just been replaced.
        let follows = matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
        if replaced && follows {
            continue;
        }
        replaced = !has(c);
        if replaced {
            missing.insert(c);
            out.push(REPLACEMENT);
        } else {
            out.push(c);
        }
    }
    out
}

/// Face and script of each character. Neutral characters stay with the face before them, if it has them.
pub(super) fn itemise(text: &str, style: &Style) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::with_capacity(text.len());
    let mut before: Option<Item> = None;
    for (at, c) in text.char_indices() {
        let (own, known) = home(c, style.weight, style.lang);
        let is_weak = matches!(own, Script::Common | Script::Inherited | Script::Unknown);
        let script = match before {
            Some(before) if is_weak => before.script,
            _ => own,
        };
        // The dash of a code stands in the face of its letters.
        let in_code = c.is_ascii_punctuation() && before.is_some_and(|before| before.c.is_ascii_alphanumeric());
        let stays = is_ignorable(c) || own == Script::Inherited || c.is_whitespace() || in_code;
        let face = match before {
            Some(before) if stays && (is_ignorable(c) || faces()[before.face].has(c)) => before.face,
            _ => known.unwrap_or_default(),
        };
        let item = Item { at, c, face, script };
        items.push(item);
        before = Some(item);
    }
    if style.lang == Lang::ChineseSimplified {
        keep_words_whole(&mut items, word_face(style.weight));
    }
    // Leading neutrals take the first real script.
    if let Some(first) = items.iter().map(|item| item.script).find(|&script| script != Script::Common) {
        items.iter_mut().take_while(|item| item.script == Script::Common).for_each(|item| item.script = first);
    }
    items
}

/// A word that needs the Latin face for one of its letters is set in it as a whole.
fn keep_words_whole(items: &mut [Item], latin: FaceId) {
    let is_letter = |item: &Item| item.c.is_ascii_graphic() || item.c.script() == Script::Latin;
    for word in items.chunk_by_mut(|a, b| is_letter(a) && is_letter(b)) {
        if word.iter().any(|item| item.face == latin) {
            word.iter_mut().filter(|item| is_letter(item)).for_each(|item| item.face = latin);
        }
    }
}

/// The longest stretches of equal level, face and script inside `range`, in logical order, without bidi controls.
pub(super) fn segments(items: &[Item], levels: &[Level], range: Range<usize>) -> Vec<Segment> {
    let from = items.partition_point(|item| item.at < range.start);
    let until = items.partition_point(|item| item.at < range.end);
    let mut out: Vec<Segment> = Vec::new();
    let mut is_open = false;
    for (index, item) in items.iter().enumerate().take(until).skip(from) {
        if is_bidi_control(item.c) || item.c == '\n' {
            is_open = false;
            continue;
        }
        let end = items.get(index + 1).map_or(range.end, |next| next.at);
        let level = levels[item.at];
        match out.last_mut() {
            Some(last) if is_open && last.face == item.face && last.script == item.script && last.level == level => {
                last.range.end = end;
            }
            _ => out.push(Segment { range: item.at..end, face: item.face, script: item.script, level }),
        }
        is_open = true;
    }
    out
}
