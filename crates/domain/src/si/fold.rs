//! Folding of typed and scanned text: the digits and letters that a person meant, in ASCII.

/// Folds full-width forms, Arabic-Indic and Persian digits and every kind of dash to ASCII capitals, and drops
/// invisible marks that copied text carries. Spaces stay, as ASCII spaces; what is unknown stays as it is.
pub(crate) fn fold(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).map(fold_char).collect()
}

fn fold_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => shifted(c, 0xFF01, '!').to_ascii_uppercase(),
        '\u{0660}'..='\u{0669}' => shifted(c, 0x0660, '0'),
        '\u{06F0}'..='\u{06F9}' => shifted(c, 0x06F0, '0'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{30FC}' => '-',
        c if c.is_whitespace() => ' ',
        c => c.to_ascii_uppercase(),
    }
}

/// The character as far behind the ASCII character `to` as `c` is behind `from`.
fn shifted(c: char, from: u32, to: char) -> char {
    char::from_u32(u32::from(c) - from + u32::from(to)).unwrap_or(c)
}

/// Zero-width and direction marks, soft hyphen, byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
