//! Records: the latest version of one aggregate, as it travels in feeds.

use feltbok_domain::{
    ids::Id,
    model::{
        Agreement, Calendar, ChecklistTemplate, CodeEntry, Company, Contact, Customer, Equipment, Job, Part, Passport,
        Site, StockLevel, Technician, Visit,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What kind of aggregate a record is; each kind travels in one kind of feed only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    Job,
    Visit,
    Customer,
    Site,
    Contact,
    Equipment,
    Passport,
    Agreement,
    Company,
    Calendar,
    Code,
    Checklist,
    Technician,
    Part,
    StockLevel,
}

impl RecordKind {
    pub const ALL: [RecordKind; 15] = [
        RecordKind::Job,
        RecordKind::Visit,
        RecordKind::Customer,
        RecordKind::Site,
        RecordKind::Contact,
        RecordKind::Equipment,
        RecordKind::Passport,
        RecordKind::Agreement,
        RecordKind::Company,
        RecordKind::Calendar,
        RecordKind::Code,
        RecordKind::Checklist,
        RecordKind::Technician,
        RecordKind::Part,
        RecordKind::StockLevel,
    ];

    /// The word on the wire and in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            RecordKind::Job => "job",
            RecordKind::Visit => "visit",
            RecordKind::Customer => "customer",
            RecordKind::Site => "site",
            RecordKind::Contact => "contact",
            RecordKind::Equipment => "equipment",
            RecordKind::Passport => "passport",
            RecordKind::Agreement => "agreement",
            RecordKind::Company => "company",
            RecordKind::Calendar => "calendar",
            RecordKind::Code => "code",
            RecordKind::Checklist => "checklist",
            RecordKind::Technician => "technician",
            RecordKind::Part => "part",
            RecordKind::StockLevel => "stock_level",
        }
    }

    /// The kind of a word written by [`RecordKind::as_str`].
    pub fn from_word(word: &str) -> Option<RecordKind> {
        RecordKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// The latest version of one aggregate. `rev` grows by one with every change on the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub kind: RecordKind,
    pub id: Id,
    pub rev: u64,
    pub body: Value,
}

/// An aggregate that travels as a record.
pub trait Recorded: Clone + Serialize + serde::de::DeserializeOwned + 'static {
    const KIND: RecordKind;
    fn record_id(&self) -> Id;
}

macro_rules! recorded {
    ($($type:ty => $kind:ident by $($id:ident).+;)*) => {$(
        impl Recorded for $type {
            const KIND: RecordKind = RecordKind::$kind;
            fn record_id(&self) -> Id {
                self.$($id).+
            }
        }
    )*};
}

recorded! {
    Job => Job by id;
    Visit => Visit by id;
    Customer => Customer by id;
    Site => Site by id;
    Contact => Contact by id;
    Equipment => Equipment by id;
    Passport => Passport by equipment_id;
    Agreement => Agreement by id;
    Company => Company by id;
    Calendar => Calendar by id;
    CodeEntry => Code by id;
    ChecklistTemplate => Checklist by id;
    Technician => Technician by id;
    Part => Part by id;
    StockLevel => StockLevel by id;
}
