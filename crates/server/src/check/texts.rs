//! The words of the check page in five languages, and which one a visitor reads.

use std::sync::LazyLock;

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};
use feltbok_domain::lang::Lang;
use serde::Deserialize;

/// The words of one language.
#[derive(Deserialize)]
pub struct Texts {
    pub title: String,
    pub lead: String,
    pub genuine: String,
    pub genuine_text: String,
    pub superseded: String,
    pub superseded_text: String,
    pub altered: String,
    pub altered_text: String,
    pub unknown: String,
    pub unknown_text: String,
    pub number: String,
    pub revision: String,
    pub company: String,
    pub sealed: String,
    pub received: String,
    pub stamped: String,
    pub unsigned: String,
    pub not_received: String,
    pub download: String,
    pub hash_label: String,
    pub hash_hint: String,
    pub check: String,
    pub drop_title: String,
    pub drop_text: String,
    pub drop_busy: String,
    pub upload_title: String,
    pub upload_text: String,
    pub upload: String,
    pub too_many: String,
    pub checked_hash: String,
}

static ALL: LazyLock<[Texts; 5]> = LazyLock::new(|| {
    [
        include_str!("../../../../ui/customer/messages/en.json"),
        include_str!("../../../../ui/customer/messages/nb.json"),
        include_str!("../../../../ui/customer/messages/uk.json"),
        include_str!("../../../../ui/customer/messages/fa.json"),
        include_str!("../../../../ui/customer/messages/zh.json"),
    ]
    .map(|json| serde_json::from_str(json).expect("the files hold every word: a test reads them all"))
});

/// The words of a language.
pub fn texts(lang: Lang) -> &'static Texts {
    let [en, nb, uk, fa, zh] = &*ALL;
    match lang {
        Lang::English => en,
        Lang::NorwegianBokmal => nb,
        Lang::Ukrainian => uk,
        Lang::Persian => fa,
        Lang::ChineseSimplified => zh,
    }
}

/// The language asked for in the address, else the browser's first that we speak, else English.
pub fn lang_of(asked: Option<&str>, headers: &HeaderMap) -> Lang {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    asked.and_then(lang).or_else(|| wanted.split(',').find_map(lang)).unwrap_or(Lang::English)
}

fn lang(tag: &str) -> Option<Lang> {
    let first = tag.trim().split([';', '-', '_']).next()?.to_ascii_lowercase();
    match first.as_str() {
        "en" => Some(Lang::English),
        "nb" | "no" | "nn" => Some(Lang::NorwegianBokmal),
        "uk" => Some(Lang::Ukrainian),
        "fa" => Some(Lang::Persian),
        "zh" => Some(Lang::ChineseSimplified),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word_and_its_places() {
        for lang in Lang::ALL {
            let texts = texts(lang);
            assert!(texts.superseded_text.contains("{n}") && texts.checked_hash.contains("{hash}"), "{lang:?}");
        }
    }

    #[test]
    fn the_first_language_that_we_speak_is_taken() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, "de-AT, uk;q=0.8, en;q=0.5".parse().unwrap());
        assert_eq!(lang_of(None, &headers), Lang::Ukrainian);
        assert_eq!(lang_of(Some("fa"), &headers), Lang::Persian);
        assert_eq!(lang_of(Some("xx"), &HeaderMap::new()), Lang::English);
    }
}
