//! Tablets given for lost, and what they sealed before they erased themselves (ADR 15).

use async_trait::async_trait;
use feltbok_domain::ids::Id;
use feltbok_protocol::lost::Erased;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::SecretHash;
use crate::{StoreResult, TabletActor, UserActor};

/// Sealed parts of one tablet at most.
pub const PARTS_MAX: usize = 10_000;

/// Whether a tablet is lost that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    pub tablet: TabletActor,
    pub is_lost: bool,
    /// It was erased and everything that it sealed is here.
    pub is_delivered: bool,
}

/// A lost tablet as the console lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostSummary {
    pub at: Timestamp,
    pub by_name: String,
    /// When the order was first handed out to it.
    pub heard_at: Option<Timestamp>,
    pub erased: Option<ErasedSummary>,
    /// Sealed parts that the server knows of, those that are here, and those that were taken in.
    pub parts: u32,
    pub parts_received: u32,
    pub parts_taken_in: u32,
    pub taken_in_at: Option<Timestamp>,
}

/// What a tablet said of its own end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedSummary {
    /// By the tablet's clock, but not before it was lost nor after it said so.
    pub at: Timestamp,
    pub operations: u32,
    pub files: u32,
    pub unreadable: u32,
}

/// A sealed part that is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedPart {
    pub sha256: String,
    /// It holds operations, otherwise a file.
    pub is_work: bool,
}

/// What is here of a lost tablet's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// In the tablet's order.
    pub parts: Vec<SealedPart>,
    /// The tablet said what there is, and nothing of it is missing.
    pub is_whole: bool,
}

/// Lost tablets of a company.
#[async_trait]
pub trait LostStore: Send + Sync {
    /// Gives a tablet for lost, which revokes it; dispatchers and admins.
    /// Errors: `NotFound`; `Refused{lost_already}`.
    async fn give_for_lost(&self, user: &UserActor, tablet_id: Id, at: Timestamp) -> StoreResult<()>;

    /// Withdraws the order; the tablet stays revoked. Dispatchers and admins.
    /// Errors: `NotFound`; `Refused` with `not_lost`, or `tablet_heard` once the order was handed out.
    async fn found(&self, user: &UserActor, tablet_id: Id, at: Timestamp) -> StoreResult<()>;

    /// The tablet of a token, however it stands. Errors: `NotFound`.
    async fn loss(&self, company_id: Id, token_hash: SecretHash) -> StoreResult<Loss>;

    /// Since when the tablet is lost, for its order: from now on nothing calls it back. Errors: `NotFound` when it is
    /// not given for lost.
    async fn hand_out_order(&self, tablet: &TabletActor, at: Timestamp) -> StoreResult<Timestamp>;

    /// Whether the part is here.
    async fn has_part(&self, tablet: &TabletActor, sha256: &str) -> StoreResult<bool>;

    /// Notes that a part's bytes are safely stored.
    /// Errors: `NotFound` when the tablet is not given for lost or has delivered all; `Refused{too_large}` beyond
    /// [`PARTS_MAX`].
    async fn keep_part(&self, tablet: &TabletActor, part: SealedPart, at: Timestamp) -> StoreResult<()>;

    /// Notes that the tablet is erased, and gives the parts that are not here. Once there are none, its token opens
    /// nothing any more; the same notice is still answered. Errors: `NotFound` when it is not given for lost.
    async fn note_erased(&self, tablet: &TabletActor, erased: Erased, at: Timestamp) -> StoreResult<Vec<String>>;

    /// What is here of a tablet's sealed work; dispatchers and admins. Errors: `NotFound`.
    async fn sealed(&self, user: &UserActor, tablet_id: Id) -> StoreResult<Sealed>;

    /// Notes that parts were taken in.
    async fn note_taken_in(
        &self,
        user: &UserActor,
        tablet_id: Id,
        parts: Vec<String>,
        at: Timestamp,
    ) -> StoreResult<()>;
}
