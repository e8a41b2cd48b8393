//! Times of the visit: they run from the states; a correction says why.

mod edit;
mod remove;
mod show;
