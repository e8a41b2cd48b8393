//! A bundle: what is sealed and what the seal holds, from whoever has the code.

use feltbok_protocol::bundle;

pub fn check(bytes: &[u8]) {
    // Opening a sealed one costs a key of 64 MiB: what cannot be one must cost nothing.
    if !bytes.starts_with(b"FBB2") {
        assert!(bundle::open(bytes, "1").is_err());
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Some(code) = bundle::read_code(text)
    {
        assert_eq!(bundle::read_code(&code), Some(code));
    }
    let Ok(opened) = bundle::read(bytes) else { return };
    let numbers: Vec<u64> = opened.bundle.operations.iter().map(|operation| operation.dev_seq).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
}
