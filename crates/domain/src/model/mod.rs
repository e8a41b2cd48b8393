//! The aggregates as plain data: the wire form of a record's body, and the edits that change it.

pub mod agreement;
pub mod catalogue;
pub mod company;
pub mod customer;
pub mod equipment;
pub mod job;
pub mod passport;
pub mod technician;
pub mod visit;
pub mod visit_edit;

pub use agreement::{Agreement, PrepaidLot};
pub use catalogue::{ChecklistItem, ChecklistTemplate, CodeEntry, CodeList, Part, PartKind, StockLevel};
pub use company::{Calendar, Company, ConsentText};
pub use customer::{Contact, ContactEdit, ContactRole, Customer, Site};
pub use equipment::{Category, Equipment, Functions, MachineState, MeterKind, NetworkPlace, Owner};
pub use job::{Job, JobEdit, ScheduledSlot, StatusChange, Targets};
pub use passport::{LoanEntry, Passport, PassportPart, PassportReading, PassportVisit};
pub use technician::Technician;
pub use visit::{
    CheckAnswer, ChecklistResult, CloseOut, Consent, Diagnosis, FittedPart, Outcome, Photo, PhotoKind, Reading,
    Satisfaction, SignatureRecord, SignedWorkOrder, TimeEntry, TimeKind, UnsignedReason, Visit,
};
pub use visit_edit::{EditError, VisitEdit};
