//! Parts of the visit and of the van.

mod by_label;
mod change;
mod choice;
mod fit;
mod order;
mod remove;
mod search;
pub(crate) mod show;
mod van_stock;

pub(crate) use choice::{choice, van_id};
