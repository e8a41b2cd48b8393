//! The checklist of the visit: all OK, then the exceptions.

mod answer;
mod show;
