//! The five languages that documents, messages and code lists are written in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language of people and documents (R33); the tag is BCP 47.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Lang {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "nb")]
    NorwegianBokmal,
    #[serde(rename = "uk")]
    Ukrainian,
    #[serde(rename = "fa")]
    Persian,
    #[serde(rename = "zh-Hans")]
    ChineseSimplified,
}

impl Lang {
    pub const ALL: [Lang; 5] =
        [Lang::English, Lang::NorwegianBokmal, Lang::Ukrainian, Lang::Persian, Lang::ChineseSimplified];

    /// The BCP 47 tag, as it stands on the wire and in a document's `/Lang`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::English => "en",
            Lang::NorwegianBokmal => "nb",
            Lang::Ukrainian => "uk",
            Lang::Persian => "fa",
            Lang::ChineseSimplified => "zh-Hans",
        }
    }

    /// The language of a BCP 47 tag, by its first part; `None` for one we do not write.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Lang::English),
            "nb" | "no" | "nn" => Some(Lang::NorwegianBokmal),
            "uk" => Some(Lang::Ukrainian),
            "fa" => Some(Lang::Persian),
            "zh" => Some(Lang::ChineseSimplified),
            _ => None,
        }
    }

    /// True for a script that is written from right to left.
    pub fn is_rtl(self) -> bool {
        self == Lang::Persian
    }
}

/// A text in several languages, with English as what everybody falls back to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LocalText(pub BTreeMap<Lang, String>);

impl LocalText {
    /// The same text in one language only.
    pub fn of(lang: Lang, text: impl Into<String>) -> Self {
        LocalText(BTreeMap::from([(lang, text.into())]))
    }

    /// The text in `lang`, else in English, else in any language; empty when there is none.
    pub fn get(&self, lang: Lang) -> &str {
        self.0.get(&lang).or_else(|| self.0.get(&Lang::English)).or_else(|| self.0.values().next()).map_or("", |s| s)
    }
}

impl<const N: usize> From<[(Lang, &str); N]> for LocalText {
    fn from(pairs: [(Lang, &str); N]) -> Self {
        LocalText(pairs.into_iter().map(|(lang, text)| (lang, text.to_owned())).collect())
    }
}
