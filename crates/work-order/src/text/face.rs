//! The five embedded fonts, and which of them a character is set in.

use std::sync::OnceLock;

use feltbok_domain::lang::Lang;
use rustybuzz::Face as Shaper;
use unicode_script::{Script, UnicodeScript};

/// Index of a face in [`faces`].
pub(crate) type FaceId = usize;

const SANS: FaceId = 0;
const SANS_BOLD: FaceId = 1;
const PERSIAN: FaceId = 2;
const PERSIAN_BOLD: FaceId = 3;
const CHINESE: FaceId = 4;

/// How heavy a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) enum Weight {
    #[default]
    Regular,
    Bold,
}

/// A font file with its parsed tables.
pub(crate) struct Face {
    /// PostScript name, as it stands in the document.
    pub name: &'static str,
    pub data: &'static [u8],
    pub shaper: Shaper<'static>,
    pub units_per_em: f32,
}

impl Face {
    fn load(name: &'static str, data: &'static [u8]) -> Face {
        let shaper = Shaper::from_slice(data, 0).expect("the embedded fonts are whole: a test reads each of them");
        let units_per_em = shaper.units_per_em() as f32;
        Face { name, data, shaper, units_per_em }
    }

    pub fn has(&self, c: char) -> bool {
        self.shaper.glyph_index(c).is_some()
    }
}

/// The embedded fonts, parsed once a process.
pub(crate) fn faces() -> &'static [Face] {
    static FACES: OnceLock<Vec<Face>> = OnceLock::new();
    FACES.get_or_init(|| {
        vec![
            Face::load("NotoSans-Regular", include_bytes!("../../fonts/NotoSans-Regular.ttf")),
            Face::load("NotoSans-Bold", include_bytes!("../../fonts/NotoSans-Bold.ttf")),
            Face::load("Vazirmatn-Regular", include_bytes!("../../fonts/Vazirmatn-Regular.ttf")),
            Face::load("Vazirmatn-Bold", include_bytes!("../../fonts/Vazirmatn-Bold.ttf")),
            Face::load("NotoSansSC-Regular", include_bytes!("../../fonts/NotoSansSC-GBK.otf")),
        ]
    })
}

/// True when the face has no bold of its own and is set with a thin stroke instead.
pub(crate) fn needs_stroke(face: FaceId, weight: Weight) -> bool {
    face == CHINESE && weight == Weight::Bold
}

/// The characters below this one are looked up once a process: all of Latin, Greek, Cyrillic and Arabic.
const KNOWN: usize = 0x700;

/// The script of `c` and its face; `None` when no font has it.
pub(crate) fn home(c: char, weight: Weight, lang: Lang) -> (Script, Option<FaceId>) {
    type Known = OnceLock<Vec<(Script, Option<FaceId>)>>;
    static ALL: [[Known; 2]; Lang::ALL.len()] = [const { [const { OnceLock::new() }; 2] }; Lang::ALL.len()];
    let find = |c: char| (c.script(), face_for(c, c.script(), weight, lang));
    if c as usize >= KNOWN {
        return find(c);
    }
    let known = ALL[lang as usize][weight as usize]
        .get_or_init(|| (0..KNOWN as u32).map(|c| char::from_u32(c).map_or((Script::Unknown, None), find)).collect());
    known[c as usize]
}

/// The face of `c`: the one made for its script, else the first that has it; `None` when none has.
fn face_for(c: char, script: Script, weight: Weight, lang: Lang) -> Option<FaceId> {
    let home = match script {
        // One font for both where it can: its Latin is drawn for its Han, and a second file is a tenth of the document.
        _ if c.is_ascii_graphic() && lang == Lang::ChineseSimplified => CHINESE,
        Script::Latin | Script::Cyrillic | Script::Greek | Script::Devanagari => SANS,
        Script::Arabic => PERSIAN,
        Script::Han | Script::Bopomofo | Script::Hiragana | Script::Katakana => CHINESE,
        // Latin digits in a Persian document are codes and phones.
        _ if c.is_ascii_digit() || (c.is_ascii() && lang != Lang::Persian) => SANS,
        _ => home_of(lang),
    };
    [home, SANS, PERSIAN, CHINESE].into_iter().map(|face| weigh(face, weight)).find(|&face| faces()[face].has(c))
}

/// The face that a whole Latin word is set in when one letter of it (ø, č) is not in the Chinese one.
pub(crate) fn word_face(weight: Weight) -> FaceId {
    weigh(SANS, weight)
}

fn home_of(lang: Lang) -> FaceId {
    match lang {
        Lang::Persian => PERSIAN,
        Lang::ChineseSimplified => CHINESE,
        _ => SANS,
    }
}

fn weigh(face: FaceId, weight: Weight) -> FaceId {
    match (face, weight) {
        (SANS, Weight::Bold) => SANS_BOLD,
        (PERSIAN, Weight::Bold) => PERSIAN_BOLD,
        _ => face,
    }
}
