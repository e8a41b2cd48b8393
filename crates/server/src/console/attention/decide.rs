//! `POST /api/console/attention/{id}`: ends a conflict with one side's value, or a notice as dealt with.

use axum::{Json, extract::State};
use feltbok_domain::ids::Id;

use crate::{
    AppState,
    console::views::{
        Problem,
        attention::{Choice, Decided, Decision},
    },
    error::ApiResult,
    identity::User,
    input::{Given, Path},
};

/// Decides. The value that does not count stays in the log.
#[utoipa::path(
    post,
    path = "/api/console/attention/{id}",
    tag = "attention",
    params(("id" = uuid::Uuid, Path)),
    request_body = Decision,
    responses((status = OK, body = Decided), (status = NOT_FOUND, body = Problem))
)]
pub async fn decide(
    State(app): State<AppState>,
    user: User,
    Path(id): Path<Id>,
    Given(decision): Given<Decision>,
) -> ApiResult<Json<Decided>> {
    let now = app.now();
    let moved = match decision.choice {
        Choice::KeepField => app.store.resolve_conflict(&user, id, true, now).await?,
        Choice::KeepOffice => app.store.resolve_conflict(&user, id, false, now).await?,
        Choice::Done => {
            app.store.resolve_notice(&user, id, now).await?;
            Vec::new()
        }
    };
    app.publish(user.company_id, &moved);
    Ok(Json(Decided { choice: decision.choice }))
}
