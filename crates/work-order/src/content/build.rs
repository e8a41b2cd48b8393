//! Puts the records of a visit together into the content of its work order (DOMAIN §11).

use std::collections::BTreeMap;

use feltbok_domain::{lang::Lang, model::MachineState};
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::{
    Block, CONTENT_FORM, ConsentWords, Content, Fact, Field, PhotoCell, Section, Tone, WorkOrderInput, hash::hex,
};
use crate::{
    error::DocumentError,
    format::Format,
    messages::{Messages, fill, messages},
    text::clean::{clean, clean_line, fence_measures, isolate, ltr},
};

/// Photos ready to be placed, by their hash.
type PhotoBytes = BTreeMap<String, Vec<u8>>;

/// What every part of the content is written with.
pub(super) struct Writer<'a> {
    pub input: &'a WorkOrderInput,
    pub messages: &'static Messages,
    pub format: Format,
}

/// Everything that the work order of `input` prints. Pure: the same input gives the same content.
///
/// Errors when the time zone is unknown or a photo's bytes are missing.
pub fn content(input: &WorkOrderInput) -> Result<Content, DocumentError> {
    let zone = TimeZone::get(&input.time_zone)
        .map_err(|_| DocumentError::TimeZone { field: "time_zone", zone: clean_line(&input.time_zone) })?;
    let writer = Writer { input, messages: messages(input.lang), format: Format { lang: input.lang, zone } };
    let (photos, pictures) = writer.photos()?;
    let messages = writer.messages;
    let mut sections = writer.work_sections();
    sections.extend(writer.cost_sections());
    sections.extend(writer.after_sections());
    if !photos.is_empty() {
        sections.push(Section { heading: messages.photos.into(), blocks: vec![Block::Photos { photos }] });
    }
    sections.extend(writer.satisfaction());
    Ok(Content {
        form: CONTENT_FORM,
        lang: input.lang,
        number: clean_line(&input.number),
        revision: input.revision,
        at: input.at,
        time_zone: input.time_zone.clone(),
        title: messages.title.into(),
        brand: writer.brand(),
        correction: writer.correction(),
        facts: writer.facts(),
        parties: writer.parties(),
        machine: writer.machine(),
        summary: writer.summary(),
        sections,
        place: clean_line(&input.site.city),
        technician: clean_line(&input.technician),
        consent: writer.consent_words(),
        check_address: input.check_address.as_deref().map(clean_line).filter(|address| !address.is_empty()),
        pictures,
    })
}

impl Writer<'_> {
    /// A section of one typed text; none when nothing was typed.
    pub(super) fn text_section(&self, heading: &str, text: &str) -> Option<Section> {
        let text = fence_measures(clean(text).trim());
        (!text.is_empty()).then(|| Section { heading: heading.to_owned(), blocks: vec![Block::Text { text }] })
    }

    fn summary(&self) -> Vec<Fact> {
        let close_out = &self.input.visit.close_out;
        let outcome = close_out.outcome.map(|outcome| Fact {
            label: self.messages.outcome_label.into(),
            value: (self.messages.outcome)(outcome).into(),
            tone: if outcome == feltbok_domain::model::Outcome::Fixed { Tone::Good } else { Tone::Attention },
        });
        let state = close_out.machine_state.map(|state| Fact {
            label: self.messages.machine_state_label.into(),
            value: (self.messages.machine_state)(state).into(),
            tone: match state {
                MachineState::Working => Tone::Good,
                MachineState::Limited => Tone::Attention,
                MachineState::Down => Tone::Bad,
            },
        });
        outcome.into_iter().chain(state).chain(self.to_pay()).collect()
    }

    fn correction(&self) -> Option<String> {
        let corrects = self.input.corrects.as_ref()?;
        let before = self.format.number(corrects.revision);
        let signed = if corrects.signed_again { self.messages.signed_again } else { self.messages.not_signed_again };
        let words = [
            fill(self.messages.supersedes, &[("n", &before)]),
            isolate(&self.sentence(&corrects.reason)),
            signed.into(),
        ];
        Some(words.iter().filter(|word| !word.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" "))
    }

    /// A typed text that another sentence follows, with the full stop that people leave out.
    fn sentence(&self, typed: &str) -> String {
        let mut text = clean_line(typed);
        if text.ends_with(char::is_alphanumeric) {
            text.push(if self.input.lang == Lang::ChineseSimplified { '。' } else { '.' });
        }
        text
    }

    /// What is left to do or to bear with, recommendations, the notice about data. Outcome and state stand on top.
    fn after_sections(&self) -> Vec<Section> {
        let close_out = &self.input.visit.close_out;
        let mut blocks = Vec::new();
        let texts =
            [(self.messages.close_reason, &close_out.reason), (self.messages.workaround, &close_out.workaround)];
        for (label, text) in texts {
            blocks.extend(
                Field::of(label, fence_measures(clean(text).trim())).map(|field| Block::Fields { fields: vec![field] }),
            );
        }
        if close_out.loaner_offered {
            blocks.push(Block::Text { text: self.messages.loaner_offered.into() });
        }
        let left = (!blocks.is_empty()).then(|| Section { heading: self.messages.state_after.into(), blocks });
        let notice = self.input.company.data_notice.get(self.input.lang);
        [
            left,
            self.text_section(self.messages.recommendations, &self.input.visit.diagnosis.recommendations),
            self.text_section(self.messages.data_notice, notice),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn satisfaction(&self) -> Option<Section> {
        let given = self.input.visit.satisfaction.as_ref()?;
        let mark = given.mark.clamp(1, 5);
        let words = fill(self.messages.marks, &[("n", &self.format.number(mark))]);
        let mut blocks = vec![Block::Rating { mark, of: 5, words }];
        let comment = fence_measures(clean(&given.comment).trim());
        if !comment.is_empty() {
            blocks.push(Block::Text { text: comment });
        }
        Some(Section { heading: self.messages.satisfaction.into(), blocks })
    }

    fn consent_words(&self) -> Option<ConsentWords> {
        let newest = self.input.company.consent_texts.iter().max_by_key(|text| text.version)?;
        let text = clean(newest.text.get(self.input.lang)).trim().to_owned();
        (!text.is_empty()).then_some(ConsentWords { version: newest.version, text })
    }

    /// The photos that go on the document with their bytes by hash.
    fn photos(&self) -> Result<(Vec<PhotoCell>, PhotoBytes), DocumentError> {
        let mut cells = Vec::new();
        let mut pictures = BTreeMap::new();
        for (index, photo) in self.input.visit.photos.iter().filter(|photo| photo.on_document).enumerate() {
            let bytes = self.input.photos.get(&photo.id);
            let bytes = bytes.ok_or_else(|| DocumentError::PictureMissing { field: format!("photo {}", index + 1) })?;
            let sha256 = hex(&Sha256::digest(bytes));
            let taken = self.format.time(photo.taken_at);
            let caption = match clean_line(&photo.caption) {
                caption if caption.is_empty() => taken,
                caption => format!("{} · {}", isolate(&caption), ltr(&taken)),
            };
            cells.push(PhotoCell { sha256: sha256.clone(), caption });
            pictures.entry(sha256).or_insert_with(|| bytes.clone());
        }
        Ok((cells, pictures))
    }
}
