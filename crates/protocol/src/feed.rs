//! Feeds: ordered logs of the records that one tablet may hold, read by dense cursors.

use std::{fmt, str::FromStr};

use feltbok_domain::ids::Id;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};

use crate::record::RecordKind;

/// A feed's name on the wire: `tech:<id>`, `catalogue:<id>`, `company` or `stock:<location>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum FeedId {
    /// A technician's jobs with everything needed to do them.
    Tech(Id),
    /// Parts and prices.
    Catalogue(Id),
    /// Settings, calendars, codes, checklists, colleagues.
    Company,
    /// What one stock location holds.
    Stock(Id),
}

impl FeedId {
    /// Whether records of `kind` travel in this feed.
    pub fn carries(&self, kind: RecordKind) -> bool {
        use RecordKind as K;
        match kind {
            K::Job | K::Visit | K::Customer | K::Site | K::Contact | K::Equipment | K::Passport | K::Agreement => {
                matches!(self, FeedId::Tech(_))
            }
            K::Company | K::Calendar | K::Code | K::Checklist | K::Technician => matches!(self, FeedId::Company),
            K::Part => matches!(self, FeedId::Catalogue(_)),
            K::StockLevel => matches!(self, FeedId::Stock(_)),
        }
    }
}

impl fmt::Display for FeedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FeedId::Tech(id) => write!(f, "tech:{id}"),
            FeedId::Catalogue(id) => write!(f, "catalogue:{id}"),
            FeedId::Company => f.write_str("company"),
            FeedId::Stock(id) => write!(f, "stock:{id}"),
        }
    }
}

/// A text that names no feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no feed")]
pub struct NoFeed(pub String);

impl FromStr for FeedId {
    type Err = NoFeed;
    fn from_str(text: &str) -> Result<Self, NoFeed> {
        let no_feed = || NoFeed(text.to_owned());
        if text == "company" {
            return Ok(FeedId::Company);
        }
        let (kind, id) = text.split_once(':').ok_or_else(no_feed)?;
        let id = id.parse().map_err(|_| no_feed())?;
        match kind {
            "tech" => Ok(FeedId::Tech(id)),
            "catalogue" => Ok(FeedId::Catalogue(id)),
            "stock" => Ok(FeedId::Stock(id)),
            _ => Err(no_feed()),
        }
    }
}

impl TryFrom<String> for FeedId {
    type Error = NoFeed;
    fn try_from(text: String) -> Result<Self, NoFeed> {
        text.parse()
    }
}

impl From<FeedId> for String {
    fn from(feed: FeedId) -> String {
        feed.to_string()
    }
}

/// How far a tablet has read a feed: every change with `seq` up to and including this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub feed: FeedId,
    pub seq: u64,
}

/// One change of a feed: the record's latest version, or `body: null` when it left the feed (a revoke, R10).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub seq: u64,
    pub kind: RecordKind,
    pub id: Id,
    pub rev: u64,
    pub body: Option<Body>,
}

/// A record's JSON as it was written: who only passes it on never takes it apart.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Body(Box<RawValue>);

impl Body {
    /// Errors: a text that is no JSON.
    pub fn from_text(text: String) -> serde_json::Result<Self> {
        RawValue::from_string(text).map(Body)
    }

    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// The record read as what it should be. Errors: it is something else.
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.text())
    }

    pub fn value(&self) -> Value {
        self.read().expect("a body is JSON")
    }
}

impl From<&Value> for Body {
    fn from(value: &Value) -> Self {
        Body(serde_json::value::to_raw_value(value).expect("a JSON value can be written"))
    }
}

/// The same record, however it is spaced and in whatever order its fields stand.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text() || self.value() == other.value()
    }
}

/// A page of one feed: the changes after `from` up to `to`; `to == head` means there is no more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeedPage {
    pub feed: FeedId,
    pub from: u64,
    pub to: u64,
    pub head: u64,
    pub changes: Vec<Change>,
    /// Digest of the feed's live records at `head`, given when `to == head` (see `digest`).
    pub digest: Option<String>,
}
