//! The sample company: one service provider with customers in five countries and languages, the same for every run.

mod agreements;
mod catalogue;
mod checklists;
mod codes;
mod company;
mod customers;
mod equipment;
mod jobs;
mod mix;
mod names;
mod passports;

use feltbok_domain::{
    ids::{Id, derived},
    model::{
        Agreement, Calendar, ChecklistTemplate, CodeEntry, Company, Contact, Customer, Equipment, Job, Part, Passport,
        Site, StockLevel, Technician,
    },
};
use jiff::Timestamp;
use uuid::uuid;

/// The sample company's own id.
pub const COMPANY_ID: Id = uuid!("0197a000-0000-7000-8000-00000000f01d");

/// How much of everything to make; the default is the demo's company.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub customers: usize,
    pub machines: usize,
    pub parts: usize,
    pub jobs: usize,
    /// Jobs that the first technician has open, of all jobs.
    pub first_technician_jobs: usize,
}

impl Default for Size {
    fn default() -> Self {
        Size { customers: 40, machines: 300, parts: 2_000, jobs: 120, first_technician_jobs: 12 }
    }
}

/// Everything a company starts with.
#[derive(Debug, Clone)]
pub struct Sample {
    pub company: Company,
    pub calendars: Vec<Calendar>,
    pub depots: Vec<(Id, String)>,
    pub technicians: Vec<Technician>,
    pub codes: Vec<CodeEntry>,
    pub checklists: Vec<ChecklistTemplate>,
    pub parts: Vec<Part>,
    pub stock_levels: Vec<StockLevel>,
    pub customers: Vec<Customer>,
    pub sites: Vec<Site>,
    pub contacts: Vec<Contact>,
    pub agreements: Vec<Agreement>,
    pub equipment: Vec<Equipment>,
    pub passports: Vec<Passport>,
    pub jobs: Vec<Job>,
}

/// The sample company as of `now`: its jobs lie in the fortnight around that day.
pub fn sample(size: Size, now: Timestamp) -> Sample {
    let calendars = company::calendars();
    let technicians = company::technicians();
    let customers = customers::customers(size.customers);
    let mut equipment = equipment::equipment(size.machines, &customers, now);
    let agreements = agreements::agreements(&customers, &mut equipment, &calendars, now);
    let parts = catalogue::parts(size.parts);
    let passports = passports::passports(&equipment, &parts, &technicians, now);
    let jobs = jobs::jobs(size, &customers, &equipment, &agreements, &calendars, &technicians, now);
    Sample {
        company: company::company(),
        stock_levels: catalogue::stock_levels(&parts, &technicians),
        depots: company::depots(),
        codes: codes::codes(),
        checklists: checklists::checklists(),
        sites: customers.iter().flat_map(|place| place.sites.clone()).collect(),
        contacts: customers.iter().flat_map(|place| place.contacts.clone()).collect(),
        customers: customers.into_iter().map(|place| place.customer).collect(),
        calendars,
        technicians,
        parts,
        agreements,
        equipment,
        passports,
        jobs,
    }
}

/// A stable id for a thing of the sample company, by what it is and its count.
fn id(what: &str, n: usize) -> Id {
    derived(COMPANY_ID, &format!("{what} {n}"))
}

/// The n-th technician of the sample company.
pub fn technician(n: usize) -> Option<Technician> {
    company::technicians().into_iter().nth(n)
}
