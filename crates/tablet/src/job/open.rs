//! The job screen: everything a technician wants to know before opening a cover.

use feltbok_domain::{
    ids::Id,
    model::{Contact, Equipment, MachineState, Site},
};
use jiff::Timestamp;

use super::{Dossier, agreement::agreement_view, loaner_proposal, passport_view, progress::visit_progress};
use crate::{
    error::Result,
    money::{verdict_in_advance, verdict_view},
    tablet::{Open, Tablet},
    today::card,
    views::{ContactView, HistoryLine, JobView, LoanerProposal, MapLinks, PauseView},
};

impl Tablet {
    /// One job with its customer, machine, agreement, passport and visit.
    ///
    /// Errors: `not_found`, `locked`.
    pub fn open_job(&self, job_id: Id) -> Result<JobView> {
        let open = self.open()?;
        open.job_view(job_id, self.now())
    }
}

impl Open {
    /// The job screen after whatever was just done.
    pub(crate) fn job_view(&self, job_id: Id, now: Timestamp) -> Result<JobView> {
        let dossier = self.dossier(job_id)?;
        let readiness = self.readiness_of(&dossier.job)?;
        let loaner = self.loaner(&dossier, now)?;
        let today = dossier.local_date(now);
        Ok(JobView {
            card: card(&dossier, readiness, now),
            registered_at: dossier.job.registered_at,
            dispatch_note: dossier.job.dispatch_note.clone(),
            contact: dossier.contact().map(contact_view),
            contacts: dossier.contacts.iter().map(contact_view).collect(),
            map: dossier.site.as_ref().map(map_links),
            site: dossier.site.clone(),
            equipment: dossier.equipment.clone(),
            agreement: agreement_view(&dossier, today),
            foreseen: verdict_in_advance(&dossier).as_ref().map(verdict_view),
            passport: dossier.passport.as_ref().map(|passport| passport_view(passport, today)),
            loaner,
            visit: visit_progress(&dossier, now),
            history: history(&dossier),
            pauses: pauses(&dossier),
        })
    }

    fn loaner(&self, dossier: &Dossier, now: Timestamp) -> Result<Option<LoanerProposal>> {
        let recorded = dossier.visit().and_then(|visit| visit.close_out.machine_state);
        let state = recorded.or(dossier.equipment.as_ref().map(|machine: &Equipment| machine.state));
        let state = state.unwrap_or(MachineState::Working);
        let today = dossier.local_date(now);
        self.store.try_read(|reader| loaner_proposal(reader, dossier, state, today))
    }
}

pub(super) fn contact_view(contact: &Contact) -> ContactView {
    ContactView {
        contact_id: contact.id,
        name: contact.name.clone(),
        role: contact.role,
        phone: contact.phone.clone(),
        email: contact.email.clone(),
        lang: contact.lang,
    }
}

/// By coordinates where they are known, else by address.
fn map_links(site: &Site) -> MapLinks {
    let address = percent_encode(&format!("{}, {} {}, {}", site.street, site.postcode, site.city, site.country));
    match (site.latitude, site.longitude) {
        (Some(latitude), Some(longitude)) => MapLinks {
            geo: format!("geo:{latitude},{longitude}?q={address}"),
            web: format!(
                "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
            ),
        },
        _ => MapLinks {
            geo: format!("geo:0,0?q={address}"),
            web: format!("https://www.openstreetmap.org/search?query={address}"),
        },
    }
}

fn percent_encode(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

fn history(dossier: &Dossier) -> Vec<HistoryLine> {
    let lines = dossier.job.history.iter().rev().map(|change| HistoryLine {
        from: change.from,
        to: change.to,
        at: change.at,
        by_name: change.by_name.clone(),
        reason: change.reason.clone(),
    });
    lines.collect()
}

fn pauses(dossier: &Dossier) -> Vec<PauseView> {
    let lines = dossier.job.pauses.iter().map(|pause| PauseView {
        reason: pause.reason,
        from: pause.from,
        until: pause.until,
        note: pause.note.clone(),
    });
    lines.collect()
}
