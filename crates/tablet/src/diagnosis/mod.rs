//! What was found and done, by codes and in words, and whose fault it was.

mod codes;
mod save;
mod show;
