//! The technician's app as a program.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

/// Records are many small texts: the allocator is a fifth of a first fill with the system's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    feltbok_app::run();
}
