//! The allocator of Feltbok's programs, and how it takes memory from the system.

/// Records are many small texts, for which this allocator is made.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Takes memory in ordinary pages from here on; a program calls it first of all.
///
/// The allocator asks Linux for huge pages, and the system clears all two megabytes of one when its first byte is used. In
/// bursts of work after a rest that was up to 40 % of the processor's time, and a third of the memory held (ADR 16).
pub fn take_small_pages() {
    // Where the system does not know the wish, its own way is as good as before.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn small_pages_are_taken() {
        super::take_small_pages();
        assert!(rustix::thread::transparent_huge_pages_are_disabled().unwrap());
    }
}
