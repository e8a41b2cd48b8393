//! What is taken out of a text before it is set, and how values are fenced off inside a sentence.

/// First strong isolate: the value's own letters decide its direction.
const FSI: char = '\u{2068}';
/// Left-to-right isolate: codes, phones, numbers with units.
const LRI: char = '\u{2066}';
/// Ends both.
const PDI: char = '\u{2069}';

/// Fences a value whose direction its letters decide (a name inside a Persian sentence).
pub(crate) fn isolate(value: &str) -> String {
    fence(FSI, &fence_measures(value))
}

/// A text with each number and the Latin unit behind it kept together where letters run from the right: else
/// `2.5 bar` would be printed `bar 2.5`.
pub(crate) fn fence_measures(text: &str) -> String {
    if !text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}')) {
        return text.to_owned();
    }
    let mut words = text.split(' ').peekable();
    let mut out: Vec<String> = Vec::new();
    while let Some(word) = words.next() {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit()) && !word.ends_with('\n');
        match words.next_if(|next| is_number && next.starts_with(|c: char| c.is_ascii_alphabetic())) {
            Some(unit) => {
                let end = unit.find(|c: char| !c.is_ascii_alphanumeric() && c != '/').unwrap_or(unit.len());
                out.push(format!("{}{}", ltr(&format!("{word} {}", &unit[..end])), &unit[end..]));
            }
            None => out.push(word.to_owned()),
        }
    }
    out.join(" ")
}

/// Fences a value that always reads from left to right (a serial number, `2.5 bar`).
pub(crate) fn ltr(value: &str) -> String {
    fence(LRI, value)
}

fn fence(start: char, value: &str) -> String {
    match value {
        "" => String::new(),
        value => format!("{start}{value}{PDI}"),
    }
}

/// A text that somebody typed, without what could harm the page: control characters, bidi overrides and marks that
/// would reorder the words around them, tags and other invisible characters. Line ends become `\n`, joiners stay.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\n' if after_return => {}
            '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => out.push('\n'),
            '\t' => out.push(' '),
            c if c.is_control() || is_bidi_control(c) || is_invisible(c) => {}
            c => out.push(c),
        }
        after_return = c == '\r';
    }
    out
}

/// A cleaned text on one line, without outer space.
pub(crate) fn clean_line(text: &str) -> String {
    let cleaned = clean(text);
    cleaned.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Bidi controls have done their work once the levels are known, and get no glyph.
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Zero width: kept for shaping (joiners) or for breaking (U+200B), never drawn.
pub(crate) fn is_ignorable(c: char) -> bool {
    is_bidi_control(c)
        || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overrides_controls_and_tags_are_taken_out() {
        assert_eq!(clean("a\u{202e}b\u{0}c\u{2066}d\u{e0041}\u{feff}e\u{7}"), "abcde");
    }

    #[test]
    fn line_ends_are_one_kind_and_joiners_stay() {
        assert_eq!(clean("a\r\nb\rc\u{2028}d"), "a\nb\nc\nd");
        assert_eq!(clean("می\u{200c}شود"), "می\u{200c}شود");
    }

    #[test]
    fn a_number_keeps_its_unit_among_persian_words_only() {
        assert_eq!(fence_measures("فشار 2.5 bar، دما 60 C"), "فشار \u{2066}2.5 bar\u{2069}، دما \u{2066}60 C\u{2069}");
        assert_eq!(fence_measures("۵۰ صفحه 3 بار"), "۵۰ صفحه 3 بار");
        assert_eq!(fence_measures("about 2.5 bar"), "about 2.5 bar");
    }

    #[test]
    fn an_empty_value_needs_no_fence() {
        assert_eq!(isolate(""), "");
        assert_eq!(ltr("2.5 bar"), "\u{2066}2.5 bar\u{2069}");
    }
}
