//! The borrowed readers behind a fence: none may take the program down or hold it up.

mod first;
mod lines;
mod second;

pub(crate) use first::look;
pub(crate) use lines::{look_for_data_matrix, look_for_lines};
pub(crate) use second::read_bitmap;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs a borrowed reader; a panic inside it counts as nothing seen. Both readers index and assert on what a
/// picture tells them, and a camera shows everything sooner or later.
pub(crate) fn fenced<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}
