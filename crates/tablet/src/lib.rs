//! Use cases of the technician's day, one file per verb.
