//! The use cases together: a whole visit without network, and every bad input with its code.

mod bad_input;
mod enrolment;
mod house;
mod lost;
mod office;
mod part_boxes;
mod records;
mod signing_time;
mod sync_now;
mod tus;
mod visit;
