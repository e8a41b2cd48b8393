//! Content and seal become the document: the customer's paper.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{
    content::{Block, Content, canonical_json, content_hash, hex},
    error::{DocumentError, Warning},
    layout::{
        Paper,
        signature::Seal,
        work_order::{Headmark, Look, lay_out},
    },
    logo::Logo,
    pdf::{self, Attachment, Meta, Shelf, picture::Picture},
    text::clean::clean,
};

/// How a document is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RenderOptions {
    pub paper: Paper,
    pub archive: Archive,
}

/// Which archive standard the file follows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Archive {
    /// PDF/A-2u, the usual one: every glyph says which letters it stands for.
    #[default]
    A2u,
    /// PDF/A-3u: the same with the content attached as JSON, the very bytes that the content hash is taken from.
    A3u,
    /// PDF/A-1b: larger, for archives that take nothing newer.
    A1b,
}

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub pdf: Vec<u8>,
    pub pages: usize,
    /// SHA-256 of `pdf`, lower-case hex.
    pub sha256: String,
    pub warnings: Vec<Warning>,
}

/// Sets `content` with its seal on paper. The same input gives the same bytes.
///
/// Errors name the field: a photo that is no picture or is missing, ink that is blank or no drawing, a sticker address
/// too long for a QR code. Characters that no font has are replaced visibly and warned of.
pub fn render(content: &Content, seal: &Seal, options: RenderOptions) -> Result<Document, DocumentError> {
    let mut pictures = Vec::new();
    let mut by_hash: BTreeMap<&str, usize> = BTreeMap::new();
    let mut warnings = Vec::new();
    for (index, sha256) in photos(content).enumerate() {
        if by_hash.contains_key(sha256) {
            continue;
        }
        let field = format!("photo {}", index + 1);
        let bytes = content.pictures.get(sha256);
        let bytes = bytes.ok_or_else(|| DocumentError::PictureMissing { field: field.clone() })?;
        if hex(&Sha256::digest(bytes)) != sha256 {
            warnings.push(Warning::PhotoChanged { field: field.clone() });
        }
        by_hash.insert(sha256, pictures.len());
        pictures.push(Picture::of(bytes, &field)?);
    }
    let logo = content.brand.logo.as_deref().map(Logo::of).transpose()?;
    let size = logo.as_ref().map(Logo::size);
    let drawing = match logo {
        Some(Logo::Drawing(drawing)) => Some(drawing),
        Some(Logo::Picture(picture)) => {
            pictures.push(picture);
            None
        }
        None => None,
    };
    let look = drawing
        .as_ref()
        .map_or(Look::Picture(pictures.len().saturating_sub(1)), |drawing| Look::Shapes(&drawing.shapes));
    let logo = size.map(|(width, height)| Headmark { width, height, look });
    let find = |sha256: &str| {
        let index = *by_hash.get(sha256)?;
        let (width, height) = pictures[index].upright();
        Some((index, width, height))
    };
    let hash = content_hash(content);
    let (sheets, missing) = lay_out(content, seal, options.paper, &find, logo.as_ref(), &hash)?;
    warnings.extend(missing);
    let identity = format!("{hash} {seal:?} {options:?}");
    let data = (options.archive == Archive::A3u).then(|| canonical_json(content));
    let meta = Meta {
        title: clean(&format!("{} {}", content.title, content.number)),
        author: &content.brand.name,
        lang: content.lang,
        at: seal.at().unwrap_or(content.at),
        identity: &identity,
        content_sha256: Some(&hash),
    };
    let attachment = data.as_deref().map(|json| Attachment { name: format!("{}.json", content.number), json });
    let shelf = Shelf { archive: options.archive, attachment };
    let pdf = pdf::write_for(&sheets, pictures, &meta, &shelf)?;
    let sha256 = hex(&Sha256::digest(&pdf));
    Ok(Document { pdf, pages: sheets.pages.len(), sha256, warnings })
}

/// Hashes of the photos in the order they are printed.
fn photos(content: &Content) -> impl Iterator<Item = &str> {
    content.sections.iter().flat_map(|section| &section.blocks).flat_map(|block| match block {
        Block::Photos { photos } => photos.iter().map(|photo| photo.sha256.as_str()).collect(),
        _ => Vec::new(),
    })
}
