//! Programs of two versions side by side: today's, and one that comes after it. The later one says everything in more
//! fields, and its operations have another form; between them stand the rules of DESIGN §3: a server reads every version
//! before its own, a tablet that is ahead of its server waits.

use std::collections::BTreeSet;

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    PROTOCOL,
    operation::Operation,
    sync::{SyncRequest, SyncResponse},
};
use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    Today,
    Next,
}

/// A field that today's programs do not know.
const ADDED: &str = "since_next";
/// The version of operations that only the later program makes.
const NEXT_OPERATION: u16 = 2;

impl Version {
    pub fn protocol(self) -> u16 {
        match self {
            Version::Today => PROTOCOL,
            Version::Next => PROTOCOL + 1,
        }
    }
}

/// What a tablet of that version puts on the wire. Operations that were sent once never change, so those of before the
/// update keep their form.
pub fn speak(version: Version, request: &mut SyncRequest, sent_before: &mut BTreeSet<Id>) {
    request.protocol = version.protocol();
    for operation in &mut request.operations {
        match version {
            Version::Today => {
                sent_before.insert(operation.op_id);
            }
            Version::Next if sent_before.contains(&operation.op_id) => {}
            Version::Next => {
                operation.v = NEXT_OPERATION;
                operation.fields = json!({ "form": 2, "was": operation.fields.take() });
            }
        }
    }
}

/// The operation as the store knows it: a later server reads its own form and every one before.
pub fn upcast(version: Version, operation: &Operation) -> Operation {
    let mut known = operation.clone();
    if version == Version::Next && known.v == NEXT_OPERATION {
        known.v = 1;
        known.fields = known.fields["was"].take();
    }
    known
}

/// What a server of that version answers, as it comes over the wire to a program of today.
pub fn answered(version: Version, response: SyncResponse) -> SyncResponse {
    if version == Version::Today {
        return response;
    }
    let mut wire = serde_json::to_value(&response).unwrap();
    add(&mut wire);
    for result in wire["results"].as_array_mut().unwrap() {
        add(result);
    }
    for page in wire["pages"].as_array_mut().unwrap() {
        add(page);
        for change in page["changes"].as_array_mut().unwrap() {
            add(change);
            add(&mut change["body"]);
        }
    }
    serde_json::from_str(&wire.to_string()).unwrap()
}

fn add(to: &mut Value) {
    if let Value::Object(fields) = to {
        fields.insert(ADDED.to_owned(), json!({ "nested": [1, 2] }));
    }
}

/// A record without what only a later server says of it.
pub fn of_today(mut body: Value) -> Value {
    if let Value::Object(fields) = &mut body {
        fields.remove(ADDED);
    }
    body
}
