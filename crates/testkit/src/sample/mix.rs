//! Numbers that look like chance and are the same every time.

/// A number below `below` for the `n`-th thing of a kind.
pub fn mix(kind: &str, n: usize, below: usize) -> usize {
    let mut state = kind.bytes().fold(n as u64, |state, byte| state.wrapping_mul(31).wrapping_add(u64::from(byte)));
    state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from((state ^ (state >> 31)) % below.max(1) as u64).expect("it is below a usize")
}

/// One of a list, for the `n`-th thing of a kind.
pub fn pick<'a, T>(kind: &str, n: usize, list: &'a [T]) -> &'a T {
    &list[mix(kind, n, list.len())]
}
