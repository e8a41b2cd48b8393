//! The technician's app as a program.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    feltbok_memory::take_small_pages();
    feltbok_app::run();
}
