//! The tablet's sync engine, sans-I/O: plans and integrates; traits Clock, Transport and Store.
