//! Everything that this tablet holds about one job, read once, so that views are made without the store.

use feltbok_domain::{
    calendar::WorkingCalendar,
    ids::Id,
    model::{Agreement, ChecklistTemplate, Company, Contact, Customer, Equipment, Job, Passport, Site, Visit},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::views::JobSync;

/// One job and what belongs to it; what is not on the tablet is missing.
pub struct Dossier {
    pub job: Job,
    pub company: Option<Company>,
    pub customer: Option<Customer>,
    pub site: Option<Site>,
    pub contacts: Vec<Contact>,
    pub equipment: Option<Equipment>,
    pub passport: Option<Passport>,
    pub agreement: Option<Agreement>,
    pub calendar: Option<WorkingCalendar>,
    pub checklist: Option<ChecklistTemplate>,
    /// This technician's visits, oldest first.
    pub visits: Vec<Visit>,
    pub sync: JobSync,
    /// When this tablet last heard from the office.
    pub as_of: Option<Timestamp>,
}

impl Dossier {
    /// The visit that is under way.
    pub fn open_visit(&self) -> Option<&Visit> {
        self.visits.iter().rev().find(|visit| visit.finished_at.is_none())
    }

    /// The visit under way, else the last one.
    pub fn visit(&self) -> Option<&Visit> {
        self.open_visit().or_else(|| self.visits.last())
    }

    /// The machine the visit is about, else the job's.
    pub fn equipment_id(&self) -> Option<Id> {
        self.visit().and_then(|visit| visit.equipment_id).or(self.job.equipment_id)
    }

    pub fn contact(&self) -> Option<&Contact> {
        let wanted = self.job.contact_id?;
        self.contacts.iter().find(|contact| contact.id == wanted)
    }

    /// The site's zone, else the company's, else UTC.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.zone_name()).unwrap_or(TimeZone::UTC)
    }

    /// IANA name of [`Dossier::zone`].
    pub fn zone_name(&self) -> String {
        let site = self.site.as_ref().map(|site| site.time_zone.clone());
        site.or_else(|| self.company.as_ref().map(|company| company.time_zone.clone())).unwrap_or_else(|| "UTC".into())
    }

    /// A time's date at the site.
    pub fn local_date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone()).date()
    }

    /// True for work that nobody travels for.
    pub fn is_remote(&self) -> bool {
        self.job.remote || self.job.work_type.is_remote()
    }
}
