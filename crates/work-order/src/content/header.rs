//! The top of the document: company, facts, customer, site, contact, machine.

use feltbok_domain::model::Site;

use super::{Brand, Field, Machine, Party, build::Writer};
use crate::{
    messages::fill,
    text::clean::{clean_line, isolate, ltr},
};

impl Writer<'_> {
    pub(super) fn brand(&self) -> Brand {
        let company = &self.input.company;
        let reach = [&company.phone, &company.email].map(|value| ltr(&clean_line(value)));
        let organisation = match clean_line(&company.organisation_number) {
            number if number.is_empty() => number,
            number => format!("{} {}", self.messages.organisation_number, ltr(&number)),
        };
        let lines = [isolate(&clean_line(&company.address)), super::joined(&reach), organisation];
        Brand {
            name: clean_line(&company.name),
            lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
            logo: company.logo.clone().filter(|logo| !logo.is_empty()),
            colour: company.brand_colour.clone().filter(|colour| !colour.is_empty()),
            footer: clean_line(&company.legal_footer),
        }
    }

    pub(super) fn facts(&self) -> Vec<Field> {
        let (input, messages) = (self.input, self.messages);
        let job = &input.job;
        [
            Field::of(messages.date, self.format.day(input.visit.started_at)),
            Field::of(messages.technician, clean_line(&input.technician)),
            Field::of(messages.work_type_label, (messages.work_type)(job.work_type)),
            Field::of(messages.job, ltr(&clean_line(&job.number))),
            Field::of(messages.registered, self.format.day(job.registered_at)),
            self.revision(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn revision(&self) -> Option<Field> {
        let revision = self.input.revision;
        let words = fill(self.messages.revision, &[("n", &self.format.number(revision))]);
        (revision > 1).then(|| Field { label: self.messages.title.into(), value: words, detail: String::new() })
    }

    pub(super) fn parties(&self) -> Vec<Party> {
        let (input, messages) = (self.input, self.messages);
        let number = ltr(&clean_line(&input.customer.number));
        let numbered = if number.is_empty() { number } else { format!("{} {number}", messages.customer_number) };
        let party = |label: &str, name: &str, lines: Vec<String>| Party {
            label: label.to_owned(),
            name: isolate(&clean_line(name)),
            lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        };
        let mut parties = vec![
            party(messages.customer, &input.customer.name, vec![numbered]),
            party(messages.site, &input.site.name, self.address(&input.site)),
        ];
        if let Some(contact) = &input.contact {
            let reach = [&contact.phone, &contact.email].map(|value| ltr(&clean_line(value)));
            parties.push(party(messages.contact, &contact.name, reach.to_vec()));
        }
        parties
    }

    /// Street, postcode with city, floor.
    fn address(&self, site: &Site) -> Vec<String> {
        let city = [&site.postcode, &site.city].map(|value| clean_line(value)).join(" ");
        let floor = match clean_line(&site.floor) {
            floor if floor.is_empty() => floor,
            floor => format!("{} {}", self.messages.floor, isolate(&floor)),
        };
        vec![isolate(&clean_line(&site.street)), isolate(city.trim()), floor]
    }

    pub(super) fn machine(&self) -> Option<Machine> {
        let equipment = self.input.equipment.as_ref()?;
        let messages = self.messages;
        let name = format!("{} {}", clean_line(&equipment.make), clean_line(&equipment.model));
        let fields = [
            Field::of(messages.si, ltr(equipment.si.as_str())),
            Field::of(messages.serial, ltr(&clean_line(&equipment.serial))),
            Field::of(messages.place, isolate(&clean_line(&equipment.place))),
            Field::of(messages.user, isolate(&clean_line(&equipment.user))),
        ];
        Some(Machine {
            label: (messages.category)(equipment.category).into(),
            name: isolate(name.trim()),
            si: equipment.si.to_string(),
            fields: fields.into_iter().flatten().collect(),
            sticker: self.input.sticker_address.clone().filter(|address| !address.is_empty()),
            sticker_hint: messages.qr_hint.into(),
        })
    }
}
