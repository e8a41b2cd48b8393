//! What can be said of operations without the database, so that the one transaction that writes does not wait for it.

use feltbok_protocol::operation::{Edit, Operation, UnknownOperation};

/// An operation with its hash and the edit inside.
pub(crate) struct Received {
    pub operation: Operation,
    pub hash: String,
    pub edit: Result<Edit, UnknownOperation>,
}

impl Received {
    /// Reads operations, in their order.
    pub fn all(operations: Vec<Operation>) -> Vec<Received> {
        operations.into_iter().map(Received::of).collect()
    }

    fn of(operation: Operation) -> Received {
        Received { hash: operation.hash(), edit: operation.edit(), operation }
    }
}
