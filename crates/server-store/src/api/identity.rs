//! Users, sessions, invites and tablets.

use async_trait::async_trait;
use feltbok_domain::ids::Id;
pub use feltbok_protocol::enrol::Follows;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::LostSummary;
use crate::{Role, StoreResult, TabletActor, UserActor};

/// SHA-256 of a secret; the secret itself is never stored.
pub type SecretHash = [u8; 32];

/// A user to be made. `password_hash` is a PHC string (Argon2id).
#[derive(Debug, Clone, PartialEq)]
pub struct NewUser {
    pub id: Id,
    pub email: String,
    pub name: String,
    pub role: Role,
    pub password_hash: String,
}

/// What a password is checked against; several companies may know the same address.
#[derive(Debug, Clone, PartialEq)]
pub struct Credential {
    pub company_id: Id,
    pub user_id: Id,
    pub password_hash: String,
}

/// A user as an admin sees them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserSummary {
    pub id: Id,
    pub email: String,
    pub name: String,
    pub role: Role,
    pub active: bool,
}

/// An invite to be kept; the secret goes into the QR only.
#[derive(Debug, Clone, PartialEq)]
pub struct NewInvite {
    pub id: Id,
    pub secret_hash: SecretHash,
    pub technician_id: Id,
    pub expires_at: Timestamp,
}

/// What an invite's text must say, as the store knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct InviteNames {
    pub company: String,
    pub technician: String,
}

/// A tablet that wants in.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTablet {
    pub tablet_id: Id,
    pub name: String,
    pub token_hash: SecretHash,
    pub auth_key: String,
    pub document_key: String,
    pub app_version: String,
    /// Who it was before, when it is enrolled again.
    pub follows: Option<Follows>,
}

/// A tablet that was let in.
#[derive(Debug, Clone, PartialEq)]
pub struct Enrolled {
    pub tablet: TabletActor,
    pub company_name: String,
    pub epoch: Id,
    /// First free number of the work order counter (R30).
    pub next_work_order: u32,
    /// How far the server had received from the tablet that this one follows; 0 when it knows of none.
    pub follows_last_dev_seq: u64,
}

/// A tablet as the console lists it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TabletSummary {
    pub id: Id,
    pub code: String,
    pub name: String,
    pub technician_id: Id,
    pub technician_name: String,
    pub app_version: String,
    pub enrolled_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// Operations and files that wait on the tablet, as it last said.
    pub backlog: u32,
    /// Server minus tablet; over five minutes is shown as a fault of its clock.
    pub clock_offset_ms: i64,
    /// The code that this tablet had before it was enrolled again.
    pub follows_code: Option<String>,
    pub revoked_at: Option<Timestamp>,
    pub lost: Option<LostSummary>,
}

/// Who shut a tablet out, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Revocation {
    pub at: Timestamp,
    pub by_name: String,
}

/// What a request tells about its tablet beside its content.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighting {
    pub at: Timestamp,
    pub app_version: String,
    pub backlog: u32,
    pub clock_offset_ms: i64,
}

/// Who is who.
#[async_trait]
pub trait IdentityStore: Send + Sync {
    /// Companies of this server with their names.
    async fn companies(&self) -> StoreResult<Vec<(Id, String)>>;

    /// Whether anybody can sign in for the company yet.
    async fn has_users(&self, company_id: Id) -> StoreResult<bool>;

    /// Makes a user by the operator's hand (first start, `create-user`). Errors: `Refused{email_taken}`.
    async fn create_user(&self, company_id: Id, user: NewUser, at: Timestamp) -> StoreResult<()>;

    /// Active users with this address, compared without regard to case.
    async fn credentials(&self, email: &str) -> StoreResult<Vec<Credential>>;

    /// Starts a session for a user whose password was right.
    async fn open_session(
        &self,
        of: &Credential,
        token_hash: SecretHash,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> StoreResult<UserActor>;

    /// The user of a live session. Errors: `NotFound` for unknown, ended or inactive.
    async fn session(&self, company_id: Id, token_hash: SecretHash, at: Timestamp) -> StoreResult<UserActor>;

    async fn close_session(&self, company_id: Id, token_hash: SecretHash) -> StoreResult<()>;

    /// Users of the company; admins only.
    async fn users(&self, user: &UserActor) -> StoreResult<Vec<UserSummary>>;

    /// Keeps an invite for a technician and gives the names for its text; dispatchers and admins.
    async fn create_invite(&self, user: &UserActor, invite: NewInvite, at: Timestamp) -> StoreResult<InviteNames>;

    /// Uses up an invite and makes the tablet, in one transaction.
    ///
    /// Errors: `Refused` with `invite_foreign`, `invite_used`, `invite_expired` or `invite_other_technician`.
    async fn enrol(
        &self,
        company_id: Id,
        secret_hash: SecretHash,
        tablet: NewTablet,
        at: Timestamp,
    ) -> StoreResult<Enrolled>;

    /// The tablet of a token. Errors: `NotFound` for unknown and revoked; `Refused{tablet_lost}` for one that was given
    /// for lost and has not delivered everything yet.
    async fn tablet(&self, company_id: Id, token_hash: SecretHash) -> StoreResult<TabletActor>;

    /// Notes that a tablet was here; writes at most once a minute unless something but the time changed.
    async fn sighted(&self, tablet: &TabletActor, sighting: Sighting) -> StoreResult<()>;

    async fn tablets(&self, user: &UserActor) -> StoreResult<Vec<TabletSummary>>;

    /// A tablet of the company, whose bundle is to be taken in; dispatchers and admins.
    /// With its revocation, if it was revoked: then nothing comes in before [`IdentityStore::vouch_for_tablet`].
    /// Errors: `NotFound`.
    async fn tablet_to_take_in(
        &self,
        user: &UserActor,
        tablet_id: Id,
    ) -> StoreResult<(TabletActor, Option<Revocation>)>;

    /// The user answers for the bundle of a revoked tablet, made then, with so many operations; it is in the audit log.
    async fn vouch_for_tablet(
        &self,
        user: &UserActor,
        tablet: TabletActor,
        bundle: (Timestamp, usize),
        at: Timestamp,
    ) -> StoreResult<TabletActor>;

    /// Shuts a tablet out at once; what it already sent stays.
    async fn revoke_tablet(&self, user: &UserActor, tablet_id: Id, at: Timestamp) -> StoreResult<()>;
}
