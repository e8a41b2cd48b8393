//! An operation as a stranger may send it: it decodes or is refused, and what decodes keeps its bytes' meaning.

use feltbok_protocol::operation::{Edit, Operation};

pub fn check(bytes: &[u8]) {
    let Ok(operation) = serde_json::from_slice::<Operation>(bytes) else { return };
    let again: Operation = serde_json::from_slice(&serde_json::to_vec(&operation).unwrap()).unwrap();
    assert_eq!(again.hash(), operation.hash(), "its hash depends on how it was written");
    let _ = operation.corrected_at();
    let Ok(edit) = operation.edit() else { return };
    assert_eq!(edit.kind(), operation.kind);
    let _ = edit.coalescing_key();
    let written = Operation { fields: edit.fields(), v: edit.version(), ..operation };
    let same = |read: Edit| assert_eq!(read, edit, "an edit changes when it is written and read");
    written.edit().map(same).expect("what was written is readable");
}
