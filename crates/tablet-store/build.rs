//! The migrations are read at compile time: a changed one must compile this crate again.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations/tablet");
}
