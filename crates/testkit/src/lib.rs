//! Builders and the sample company, for tests, benchmarks and the demo; no part of the product depends on it.

pub mod sample;
