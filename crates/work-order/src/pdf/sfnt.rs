//! Takes out of a font file what a document has no use for.

/// Names and PostScript data: the document knows glyphs by number, and has the font's name of its own.
const UNUSED: [&[u8; 4]; 2] = [b"name", b"post"];

/// The font without its unused tables; unchanged where it is no font of tables.
pub(super) fn trimmed(data: &[u8]) -> Vec<u8> {
    without_unused(data).unwrap_or_else(|| data.to_vec())
}

fn without_unused(data: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| usize::try_from(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?)).ok();
    let count = usize::from(u16::from_be_bytes(data.get(4..6)?.try_into().ok()?));
    let records: Option<Vec<(usize, &[u8])>> =
        (0..count).map(|index| 12 + 16 * index).map(|at| Some((at, data.get(at..at + 16)?))).collect();
    let is_used = |record: &[u8]| !UNUSED.iter().any(|name| record.starts_with(&name[..]));
    let kept: Vec<usize> = records?.into_iter().filter(|(_, record)| is_used(record)).map(|(at, _)| at).collect();
    let mut out = data.get(..4)?.to_vec();
    let power = kept.len().checked_ilog2()?;
    let range = 16u16 << power;
    for value in [kept.len() as u16, range, power as u16, kept.len() as u16 * 16 - range] {
        out.extend(value.to_be_bytes());
    }
    let mut body: Vec<u8> = Vec::new();
    let start = 12 + 16 * kept.len();
    for at in kept {
        let (offset, length) = (number(at + 8)?, number(at + 12)?);
        out.extend(data.get(at..at + 8)?);
        out.extend(((start + body.len()) as u32).to_be_bytes());
        out.extend(data.get(at + 12..at + 16)?);
        body.extend(data.get(offset..offset + length)?);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    out.extend(body);
    Some(out)
}

#[cfg(test)]
mod tests {
    use rustybuzz::ttf_parser::{Face, RawFace, Tag};

    use super::*;
    use crate::text::faces;

    #[test]
    fn names_go_and_outlines_stay() {
        for face in faces() {
            let trimmed = trimmed(face.data);
            let raw = RawFace::parse(&trimmed, 0).unwrap();
            assert!(raw.table(Tag::from_bytes(b"name")).is_none());
            let whole = RawFace::parse(face.data, 0).unwrap();
            for name in [b"head", b"hmtx", b"maxp"] {
                assert_eq!(raw.table(Tag::from_bytes(name)), whole.table(Tag::from_bytes(name)), "{}", face.name);
            }
            assert_eq!(Face::parse(&trimmed, 0).unwrap().number_of_glyphs(), face.shaper.number_of_glyphs());
        }
    }

    #[test]
    fn what_is_no_font_stays_as_it_is() {
        assert_eq!(trimmed(b"no font"), b"no font");
    }
}
