//! The sample company, for tests, benchmarks and the demo; no part of the product depends on it.

pub mod office;
pub mod sample;
pub mod seed;
