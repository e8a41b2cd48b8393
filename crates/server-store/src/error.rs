//! Why the store did not do something, in words of the domain.

/// What every call may end with.
pub type StoreResult<T> = Result<T, StoreError>;

/// An error of the store. Nothing was changed when one is returned.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such thing in this company, or it is not this actor's to see: both look the same from outside.
    #[error("there is no such record")]
    NotFound,
    /// The rules do not allow it; `code` is for programs.
    #[error("{message}")]
    Refused { code: &'static str, message: String },
    /// The record moved on since it was read: read again and decide again.
    #[error("the record was changed by somebody else; its revision is {rev}")]
    Stale { rev: u64 },
    /// The same `dev_seq` came with another content: the tablet was cloned or restored.
    #[error("operation {dev_seq} was already received with another content")]
    TabletCloned { dev_seq: u64 },
    /// A newer program has changed the schema: this one would damage it.
    #[error("the database belongs to a newer version of this program ({0}); start that version")]
    NewerSchema(String),
    /// The database has no room left; the same will succeed when there is some.
    #[error("the database's disk is full")]
    Full,
    /// The database refuses a row that contradicts the others; the same will never succeed.
    #[error("the row contradicts others: {0}")]
    Contradiction(String),
    /// The database could not be read or written; the text is for the operator's log.
    #[error("the database failed: {0}")]
    Database(String),
    /// A stored body is not readable; names the record.
    #[error("stored {what} is not readable: {why}")]
    Corrupt { what: String, why: String },
}

impl StoreError {
    /// Shorthand for a rule's refusal.
    pub fn refused(code: &'static str, message: impl Into<String>) -> Self {
        StoreError::Refused { code, message: message.into() }
    }
}
