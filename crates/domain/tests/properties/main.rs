//! What holds for every input, tried on random ones.

mod calendar;
mod entitlement;
mod si;
mod stock;
