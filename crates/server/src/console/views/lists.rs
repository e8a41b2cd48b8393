//! The job lists by name, with their counts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::job_row::JobRow;

/// Which jobs a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// Waiting for dispatch to give them to somebody, the most pressing first.
    Unassigned,
    /// On a tablet, not begun.
    Planned,
    /// Somebody is on the way or on site.
    Field,
    /// With a conflict or notice to decide, or stuck after a visit.
    Attention,
    Finished,
    All,
}

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct JobListQuery {
    #[param(inline)]
    pub show: Show,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct JobList {
    /// The moment that the rows' clocks were read at.
    #[schema(value_type = String, format = DateTime)]
    pub server_time: Timestamp,
    pub show: Show,
    pub rows: Vec<JobRow>,
    pub counts: Counts,
}

/// Lists whose length matters while another one is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    pub unassigned: u32,
    pub attention: u32,
}
