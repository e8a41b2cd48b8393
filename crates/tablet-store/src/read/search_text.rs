//! Words for searching: lower case, scripts without spaces split into characters, part numbers also without their dashes.

use feltbok_domain::model::Part;

/// The word that stands for "fits any model".
pub(crate) const ANY_MODEL: &str = "anymodel";

/// The words of a text as they are searched for. A run of Chinese characters gives one word a character.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if is_unspaced(c) {
            flush(&mut words, &mut word);
            words.push(c.to_string());
        } else if c.is_alphanumeric() {
            word.push(c);
        } else if !is_joined(c) {
            flush(&mut words, &mut word);
        }
    }
    flush(&mut words, &mut word);
    words
}

/// Letters and digits only, lower case: `CE-505 A` becomes `ce505a`.
pub(crate) fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a part is found by: number (as words and in one piece), GTIN, and its name in every language.
pub(crate) fn of_part(part: &Part) -> String {
    let mut found_by = words(&part.number);
    found_by.push(compact(&part.number));
    found_by.extend(part.gtin.iter().map(|gtin| compact(gtin)));
    found_by.extend(part.name.0.values().flat_map(|name| words(name)));
    found_by.join(" ")
}

/// The models a part fits, one word each.
pub(crate) fn models_of_part(part: &Part) -> String {
    if part.models.is_empty() {
        return ANY_MODEL.to_owned();
    }
    part.models.iter().map(|model| compact(model)).collect::<Vec<_>>().join(" ")
}

fn flush(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// Scripts that write without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Marks inside a Persian word that are not its end: the zero-width non-joiner and vowel signs.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{064b}'..='\u{0652}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lower_case_and_chinese_is_split_by_character() {
        assert_eq!(words("Fuser KIT 220V"), ["fuser", "kit", "220v"]);
        assert_eq!(words("定影组件 A3"), ["定", "影", "组", "件", "a3"]);
        assert_eq!(words("می\u{200c}خواهم"), ["میخواهم"]);
        assert_eq!(compact("CE-505 A"), "ce505a");
    }
}
