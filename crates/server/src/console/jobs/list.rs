//! `GET /api/console/jobs`: one of the job lists, with the counts of those that somebody must look at.

use axum::{Json, extract::State};
use feltbok_domain::job_life::JobStatus;
use feltbok_server_store::{UserActor, api::JobSummary};

use crate::{
    AppState,
    console::{
        compose::rows,
        views::lists::{Counts, JobList, JobListQuery, Show},
    },
    error::{ApiError, ApiResult},
    identity::User,
    input::Query,
};

/// More jobs than a list is read for; the palette finds the rest.
const ROWS_MAX: u32 = 500;

/// Jobs of one list.
#[utoipa::path(
    get,
    path = "/api/console/jobs",
    operation_id = "list_jobs",
    tag = "jobs",
    params(JobListQuery),
    responses((status = OK, body = JobList), (status = UNAUTHORIZED, body = crate::console::views::Problem))
)]
pub async fn list(
    State(app): State<AppState>,
    user: User,
    Query(query): Query<JobListQuery>,
) -> ApiResult<Json<JobList>> {
    let now = app.now();
    let (conflicts, notices) = (app.store.conflicts(&user).await?, app.store.notices(&user).await?);
    let waiting = rows::waiting(&conflicts, &notices);
    let calendars = app.store.calendars(&user).await?;
    let unassigned = app.store.unassigned(&user).await?;
    let stuck = jobs_in(&app, &user, &STUCK).await?;
    let counts = Counts {
        unassigned: count(unassigned.len()),
        attention: count(waiting.len() + stuck.iter().filter(|job| !waiting.contains_key(&job.id)).count()),
    };
    let found = match query.show {
        Show::Unassigned => unassigned,
        Show::Planned => jobs_in(&app, &user, &[JobStatus::Dispatched, JobStatus::Accepted]).await?,
        Show::Field => jobs_in(&app, &user, &[JobStatus::Travelling, JobStatus::OnSite]).await?,
        Show::Finished => jobs_in(&app, &user, &FINISHED).await?,
        Show::All => jobs_in(&app, &user, &JobStatus::ALL).await?,
        Show::Attention => {
            let mut all = jobs_in(&app, &user, &JobStatus::ALL).await?;
            all.retain(|job| waiting.contains_key(&job.id) || STUCK.contains(&job.status));
            all
        }
    };
    let rows = found.into_iter().map(|job| rows::row(job, &calendars, &waiting, now)).collect();
    Ok(Json(JobList { server_time: now, show: query.show, rows, counts }))
}

/// A visit could not end the job: dispatch decides how it goes on.
const STUCK: [JobStatus; 3] = [JobStatus::WaitingParts, JobStatus::WaitingCustomer, JobStatus::NoAccess];
const FINISHED: [JobStatus; 4] = [JobStatus::Completed, JobStatus::Reviewed, JobStatus::Closed, JobStatus::Cancelled];

async fn jobs_in(app: &AppState, user: &UserActor, states: &[JobStatus]) -> Result<Vec<JobSummary>, ApiError> {
    Ok(app.store.jobs(user, states, ROWS_MAX, 0).await?)
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
