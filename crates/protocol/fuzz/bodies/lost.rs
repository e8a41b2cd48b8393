//! A lost tablet's forms: the order, its last word and the sealed parts, from whoever has the tablet by now.

use std::{fmt::Debug, sync::LazyLock};

use feltbok_protocol::{
    lost::{Erased, ErasedReply, LostOrder, Part, open_part, says_work, seal_file},
    tus::is_sha256,
};
use p256::SecretKey;
use serde::{Serialize, de::DeserializeOwned};

/// The one that the corpus is sealed to.
static COMPANY: LazyLock<SecretKey> = LazyLock::new(|| SecretKey::from_slice(&[3; 32]).unwrap());

pub fn check(bytes: &[u8]) {
    if let Some(order) = same::<LostOrder>(bytes)
        && let Ok(sealed) = seal_file(bytes, &order.seal_to)
    {
        assert!(!says_work(&sealed), "a file says that it is work");
    }
    if let Some(erased) = same::<Erased>(bytes) {
        erased.parts.iter().for_each(|name| assert!(!is_sha256(name) || name.len() == 64));
    }
    same::<ErasedReply>(bytes);
    match open_part(bytes, &COMPANY) {
        Ok(Part::Work(opened)) => {
            assert!(says_work(bytes));
            let mut numbers = opened.bundle.operations.iter().map(|operation| operation.dev_seq);
            assert!(numbers.next().is_none_or(|first| first > 0));
        }
        Ok(Part::File(plain)) => assert!(!says_work(bytes) && plain.len() < bytes.len()),
        Err(_) => {}
    }
}

/// What was read and is the same when it is written and read again.
fn same<T: Serialize + DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) -> Option<T> {
    let read: T = serde_json::from_slice(bytes).ok()?;
    assert_eq!(serde_json::from_slice::<T>(&serde_json::to_vec(&read).unwrap()).unwrap(), read);
    Some(read)
}
