//! What was reported, found and done: readings, symptom, diagnosis, actions, checklist, parts, times.

use feltbok_domain::{
    lang::LocalText,
    model::{CheckAnswer, FittedPart, TimeEntry, TimeKind},
};

use super::{Block, Cell, Column, Field, Row, Section, Table, build::Writer};
use crate::{
    messages::fill,
    text::clean::{clean, clean_line, fence_measures, isolate, ltr},
};

impl Writer<'_> {
    pub(super) fn work_sections(&self) -> Vec<Section> {
        [
            self.readings(),
            self.text_section(self.messages.reported, &self.input.job.reported_symptom),
            self.diagnosis(),
            self.text_section(self.messages.actions, &self.input.visit.diagnosis.actions),
            self.checklist(),
            self.parts(),
            self.times(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn table(&self, heading: &str, columns: Vec<Column>, rows: Vec<Row>) -> Option<Section> {
        let blocks = vec![Block::Table(Table { columns, rows })];
        let Block::Table(table) = &blocks[0] else { return None };
        (!table.rows.is_empty()).then(|| Section { heading: heading.to_owned(), blocks })
    }

    fn readings(&self) -> Option<Section> {
        let messages = self.messages;
        let columns = vec![
            Column::start(messages.meter, 30),
            Column::end(messages.value, 24),
            Column::start(messages.read_at, 46),
        ];
        let rows = self.input.visit.readings.iter().map(|reading| {
            let reset = reading.reset_reason.as_deref().map(|reason| self.with_reason(messages.reset, reason));
            Row::of(vec![
                Cell::of((messages.meter_kind)(reading.meter)),
                Cell::of(self.format.number(reading.value)),
                Cell::with(self.format.day_and_time(reading.at), &reset.into_iter().collect::<Vec<_>>()),
            ])
        });
        self.table(messages.readings, columns, rows.collect())
    }

    fn diagnosis(&self) -> Option<Section> {
        let (diagnosis, messages) = (&self.input.visit.diagnosis, self.messages);
        let codes = &self.input.codes;
        let named = [
            (messages.symptom, &diagnosis.symptom, &codes.symptom),
            (messages.cause, &diagnosis.cause, &codes.cause),
            (messages.remedy, &diagnosis.remedy, &codes.remedy),
        ];
        let mut fields: Vec<Field> = Vec::new();
        for (label, code, name) in named {
            fields.extend(self.code_field(label, code.as_deref(), name.as_ref()));
        }
        let attribution = diagnosis.attribution.map(|attribution| (messages.attribution)(attribution));
        fields.extend(Field::of(messages.attribution_label, attribution.unwrap_or_default()));
        let mut blocks = Vec::new();
        if !fields.is_empty() {
            blocks.push(Block::Fields { fields });
        }
        let note = fence_measures(clean(&diagnosis.note).trim());
        if !note.is_empty() {
            blocks.push(Block::Text { text: note });
        }
        (!blocks.is_empty()).then(|| Section { heading: messages.diagnosis.into(), blocks })
    }

    /// The name with its code under it; the code alone when it has no name.
    fn code_field(&self, label: &str, code: Option<&str>, name: Option<&LocalText>) -> Option<Field> {
        let code = ltr(&clean_line(code?));
        let name = clean_line(name.map_or("", |name| name.get(self.input.lang)));
        if name.is_empty() {
            return Field::of(label, code);
        }
        Some(Field { label: label.to_owned(), value: isolate(&name), detail: code })
    }

    fn checklist(&self) -> Option<Section> {
        let result = self.input.visit.checklist.as_ref()?;
        let messages = self.messages;
        let columns = vec![
            Column::start(messages.check_point, 50),
            Column::start(messages.result, 16),
            Column::start(messages.note, 34),
        ];
        let rows = result.answers.iter().map(|answer| {
            let verdict = match answer.ok {
                Some(true) => messages.ok,
                Some(false) => messages.not_ok,
                None => messages.unanswered,
            };
            Row {
                cells: vec![
                    Cell::of(self.check_text(answer)),
                    Cell::of(verdict),
                    Cell::of(isolate(&clean_line(&answer.note))),
                ],
                is_strong: false,
            }
        });
        let mut section = self.table(messages.checklist, columns, rows.collect())?;
        if let Some(template) = &self.input.checklist {
            let name = clean_line(template.name.get(self.input.lang));
            let version = fill(messages.checklist_version, &[("n", &self.format.number(result.version))]);
            section.heading = super::joined(&[section.heading, name, version]);
        }
        Some(section)
    }

    /// The item's words in the template; its key when the template does not have it.
    fn check_text(&self, answer: &CheckAnswer) -> String {
        let items = self.input.checklist.iter().flat_map(|template| &template.items);
        let text = items.filter(|item| item.key == answer.key).map(|item| item.text.get(self.input.lang)).next();
        isolate(&clean_line(text.filter(|text| !text.is_empty()).unwrap_or(&answer.key)))
    }

    fn parts(&self) -> Option<Section> {
        let messages = self.messages;
        let columns = vec![
            Column::start(messages.part_number, 22),
            Column::start(messages.part_name, 44),
            Column::end(messages.quantity, 9),
            Column::start(messages.warranty_until, 25),
        ];
        let rows = self.input.visit.parts.iter().map(|part| {
            Row::of(vec![
                Cell::of(ltr(&clean_line(&part.number))),
                Cell::with(isolate(&clean_line(part.name.get(self.input.lang))), &self.part_details(part)),
                Cell::of(self.format.number(part.quantity)),
                Cell::of(self.format.date(part.warranty_until)),
            ])
        });
        self.table(messages.parts, columns, rows.collect())
    }

    fn part_details(&self, part: &FittedPart) -> Vec<String> {
        let messages = self.messages;
        let labelled = |label: &str, value: Option<&str>| match clean_line(value.unwrap_or_default()) {
            value if value.is_empty() => value,
            value => format!("{label} {}", ltr(&value)),
        };
        let position = match clean_line(&part.position) {
            position if position.is_empty() => position,
            position => format!("{} {}", messages.position, isolate(&position)),
        };
        let removed = clean_line(part.removed_serial.as_deref().unwrap_or_default());
        let removed =
            if removed.is_empty() { removed } else { fill(messages.removed_serial, &[("serial", &ltr(&removed))]) };
        let told = if part.compatibility_told { messages.compatibility_told.to_owned() } else { String::new() };
        vec![
            labelled(messages.serial, part.serial.as_deref()),
            labelled(messages.lot, part.lot.as_deref()),
            position,
            removed,
            told,
        ]
    }

    fn times(&self) -> Option<Section> {
        let messages = self.messages;
        let columns = vec![
            Column::start(messages.activity, 20),
            Column::start(messages.from, 42),
            Column::start(messages.until, 17),
            Column::end(messages.length, 21),
        ];
        let mut entries: Vec<&TimeEntry> = self.input.visit.times.iter().collect();
        entries.sort_by_key(|entry| (entry.from, entry.id));
        let mut rows: Vec<Row> = entries.iter().map(|entry| self.time_row(entry)).collect();
        for kind in [TimeKind::Travel, TimeKind::Work, TimeKind::Waiting] {
            let of_kind: Vec<&&TimeEntry> = entries.iter().filter(|entry| entry.kind == kind).collect();
            if of_kind.len() > 1 {
                let minutes = of_kind.iter().filter_map(|entry| minutes(entry)).fold(0, i64::saturating_add);
                let label = format!("{}: {}", messages.total, (messages.time_kind)(kind));
                let cells =
                    vec![Cell::of(label), Cell::default(), Cell::default(), Cell::of(self.format.duration(minutes))];
                rows.push(Row { cells, is_strong: true });
            }
        }
        self.table(messages.times, columns, rows)
    }

    fn time_row(&self, entry: &TimeEntry) -> Row {
        let messages = self.messages;
        let edited = entry.edit_reason.as_deref().map(|reason| self.with_reason(messages.edited, reason));
        let until = match entry.until {
            // The day is said again only when it is another one.
            Some(until) if self.format.day(until) != self.format.day(entry.from) => self.format.day_and_time(until),
            Some(until) => self.format.time(until),
            None => messages.still_open.to_owned(),
        };
        Row::of(vec![
            Cell::with((messages.time_kind)(entry.kind), &edited.into_iter().collect::<Vec<_>>()),
            Cell::of(self.format.day_and_time(entry.from)),
            Cell::of(until),
            Cell::of(minutes(entry).map(|minutes| self.format.duration(minutes)).unwrap_or_default()),
        ])
    }

    fn with_reason(&self, message: &str, reason: &str) -> String {
        fill(message, &[("reason", &isolate(&clean_line(reason)))])
    }
}

/// Whole minutes of an entry that has ended; an end before the start counts as none.
fn minutes(entry: &TimeEntry) -> Option<i64> {
    Some((entry.until?.as_second() - entry.from.as_second()).max(0) / 60)
}
