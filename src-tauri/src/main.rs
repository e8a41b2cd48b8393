//! The technician's app as a program.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

/// Records are many small texts, for which this allocator is made.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    feltbok_app::run();
}
