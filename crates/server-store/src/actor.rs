//! Who asks: made only by the store itself from a token or a session, so that no call can name another company.

use feltbok_domain::ids::Id;
use feltbok_protocol::feed::FeedId;
use serde::{Deserialize, Serialize};

/// A tablet and the technician it is enrolled for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TabletActor {
    pub company_id: Id,
    pub tablet_id: Id,
    pub tablet_code: String,
    pub technician_id: Id,
    pub technician_name: String,
    pub van_id: Id,
    /// Ed25519 key of its requests, base64url.
    pub auth_key: String,
    /// It was enrolled again, or a copy of it was: what it sends may be here already, under the other name.
    pub shares_work: bool,
    /// A user of the console answers for what comes in by its bundle: it may be revoked. Never of a tablet's own request.
    pub is_vouched_for: bool,
    /// What was known of it when it asked, so that noting it again needs no look.
    pub(crate) seen: Seen,
}

/// When and how a tablet was last noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub at_ms: i64,
    pub app_version: String,
    pub backlog: u32,
}

impl TabletActor {
    /// The feeds that this tablet may read.
    pub fn feeds(&self) -> Vec<FeedId> {
        vec![
            FeedId::Company,
            FeedId::Catalogue(self.company_id),
            FeedId::Stock(self.van_id),
            FeedId::Tech(self.technician_id),
        ]
    }

    /// Whether the tablet may read `feed`.
    pub fn may_read(&self, feed: &FeedId) -> bool {
        self.feeds().contains(feed)
    }
}

/// What a user of the console may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Jobs, schedule, customers.
    Dispatcher,
    /// Parts and stock.
    Clerk,
    /// Everything, people and tablets too.
    Admin,
    ReadOnly,
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Dispatcher, Role::Clerk, Role::Admin, Role::ReadOnly];

    /// The word in tables and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Dispatcher => "dispatcher",
            Role::Clerk => "clerk",
            Role::Admin => "admin",
            Role::ReadOnly => "read_only",
        }
    }

    /// The role of a word written by [`Role::as_str`].
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// Registers, schedules and answers for jobs.
    pub fn may_dispatch(self) -> bool {
        matches!(self, Role::Dispatcher | Role::Admin)
    }

    /// Users, tablets, invites.
    pub fn may_administer(self) -> bool {
        self == Role::Admin
    }
}

/// A signed-in user of the console.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserActor {
    pub company_id: Id,
    pub user_id: Id,
    pub name: String,
    pub email: String,
    pub role: Role,
}
