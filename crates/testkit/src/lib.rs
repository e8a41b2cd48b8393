//! Builders, fake clock, faulty transport, test server and the sample company.
