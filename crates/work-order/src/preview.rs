//! The document's own pages as pictures: what the customer reads before signing is the very document.

use std::sync::Arc;

use hayro::{
    PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf,
    vello_cpu::color::palette::css::WHITE,
};

use crate::error::DocumentError;

/// Wider pictures than this are drawn this wide.
const WIDTH_MAX: u32 = 4096;

/// Page `page` (from 1) of a PDF as a PNG `width` pixels wide.
pub fn preview(pdf: &[u8], page: usize, width: u32) -> Result<Vec<u8>, DocumentError> {
    let file = Pdf::new(Arc::new(pdf.to_vec()))
        .map_err(|error| DocumentError::Pdf(format!("it cannot be read for the preview: {error:?}")))?;
    let pages = file.pages();
    let shown = page.checked_sub(1).and_then(|index| pages.get(index));
    let shown = shown.ok_or_else(|| DocumentError::Pdf(format!("it has {} pages, no page {page}", pages.len())))?;
    let scale = width.clamp(1, WIDTH_MAX) as f32 / shown.render_dimensions().0.max(1.0);
    // A hair more, so that rounding does not take a column of pixels.
    let scale = scale * (1.0 + 1e-5);
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let cache = RenderCache::new();
    let picture = hayro::render(shown, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    picture.into_png().map_err(|error| DocumentError::Pdf(format!("the preview cannot be written: {error}")))
}

/// How many pages a PDF has.
pub fn page_count(pdf: &[u8]) -> Result<usize, DocumentError> {
    let file = Pdf::new(Arc::new(pdf.to_vec()));
    file.map(|file| file.pages().len()).map_err(|error| DocumentError::Pdf(format!("it cannot be read: {error:?}")))
}
