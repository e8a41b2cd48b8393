//! `POST /api/console/tablets/{id}/sealed`: takes in what a lost tablet has sealed, as its bundle would be.

use axum::{Json, extract::State, http::StatusCode};
use data_encoding::HEXLOWER;
use feltbok_domain::ids::Id;
use feltbok_protocol::{bundle::Bundle, lost::Part, operation::OperationResult};
use feltbok_server_store::{
    TabletActor,
    api::{Revocation, SealedPart},
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::take_in::{GAP, Kept, add_entries, count, entry, has_signed, keep_one, push, question, unanswered};
use crate::{
    App, AppState,
    authority::open_sealed,
    console::views::{
        Problem,
        tablets::{BundleQuestion, BundleTakenIn, SealedRequest},
    },
    error::{ApiError, ApiResult},
    identity::User,
    input::{Given, Path},
};

/// Takes in what a tablet sealed that was given for lost; for dispatchers and admins. Nothing is taken in before
/// `even_lost` says so: the answer tells how much was recorded after the tablet was lost. What is here already counts
/// once, also when this is asked again, or was broken off; parts that are still on their way are taken in by asking again.
#[utoipa::path(
    post,
    path = "/api/console/tablets/{id}/sealed",
    operation_id = "take_in_sealed",
    tag = "tablets",
    params(("id" = uuid::Uuid, Path)),
    request_body = SealedRequest,
    responses(
        (status = OK, body = BundleTakenIn),
        (status = FORBIDDEN, body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, body = Problem, description = "`nothing_sealed`, `bundle_gap`, `tablet_cloned`"),
    )
)]
pub async fn take_in_sealed(
    State(app): State<AppState>,
    user: User,
    Path(id): Path<Id>,
    Given(request): Given<SealedRequest>,
) -> ApiResult<Json<BundleTakenIn>> {
    // Opening costs memory: one after the other.
    let _turn = app.importing.lock().await;
    let (tablet, revocation) = app.store.tablet_to_take_in(&user, id).await?;
    let sealed = app.store.sealed(&user, id).await?;
    let (Some(revocation), false) = (revocation, sealed.parts.is_empty()) else {
        let text = "Nothing that this tablet has sealed is here.";
        return Err(ApiError::new(StatusCode::CONFLICT, "nothing_sealed", text));
    };
    let (files, works): (Vec<_>, Vec<_>) = sealed.parts.into_iter().partition(|part| !part.is_work);
    let (works, question) = look(&app, &tablet, &revocation, works, files.len()).await?;
    let made_at = works.iter().map(|work| work.made_at).max().unwrap_or(revocation.at);
    if !request.even_lost {
        return Ok(Json(BundleTakenIn { is_whole: sealed.is_whole, ..unanswered(&tablet, made_at, question) }));
    }
    let entries = works.iter().map(|work| work.operations).sum();
    let tablet = app.store.vouch_for_tablet(&user, tablet, (made_at, entries), app.now()).await?;
    let mut taken = take_works(&app, &tablet, works, sealed.is_whole).await?;
    let files = take_files(&app, &user, &tablet, files, &mut taken.parts).await?;
    app.store.note_taken_in(&user, id, taken.parts, app.now()).await?;
    app.publish(user.company_id, &Vec::new());
    tracing::info!(tablet.id = %id, user.id = %user.user_id, "what a lost tablet sealed was taken in");
    Ok(Json(BundleTakenIn {
        tablet_code: tablet.tablet_code,
        technician: tablet.technician_name,
        made_at,
        question: None,
        taken_in: count(taken.new.len()),
        known: count(taken.known),
        attention: taken.new.into_iter().filter_map(entry).collect(),
        files: files.new,
        files_known: files.known,
        files_refused: files.refused,
        is_whole: sealed.is_whole,
    }))
}

/// A part with operations that the tablet has signed, without its content.
struct Work {
    sha256: String,
    first_dev_seq: u64,
    operations: usize,
    made_at: Timestamp,
}

/// Looks into the parts with operations, one after the other, and gives them in the order of their operations.
async fn look(
    app: &App,
    tablet: &TabletActor,
    revocation: &Revocation,
    parts: Vec<SealedPart>,
    files: usize,
) -> ApiResult<(Vec<Work>, BundleQuestion)> {
    let mut works = Vec::new();
    let mut question = question(revocation, files);
    for SealedPart { sha256, .. } in parts {
        let Some(Bundle { operations, made_at, .. }) = open_work(app, tablet, &sha256).await? else { continue };
        add_entries(&mut question, &operations);
        let first_dev_seq = operations.first().map_or(0, |first| first.dev_seq);
        works.push(Work { sha256, first_dev_seq, operations: operations.len(), made_at });
    }
    works.sort_by_key(|work| work.first_dev_seq);
    Ok((works, question))
}

/// What came of the operations.
#[derive(Default)]
struct Taken {
    known: usize,
    new: Vec<(String, OperationResult)>,
    /// Parts that are in.
    parts: Vec<String>,
}

/// Pushes part by part, up to one that does not follow: what lies between is still on its way.
async fn take_works(app: &App, tablet: &TabletActor, works: Vec<Work>, is_whole: bool) -> ApiResult<Taken> {
    let mut taken = Taken::default();
    for work in works {
        let Some(bundle) = open_work(app, tablet, &work.sha256).await? else { continue };
        match push(app, tablet, bundle.operations).await {
            Ok((known, new)) => {
                taken.known += known;
                taken.new.extend(new);
                taken.parts.push(work.sha256);
            }
            Err(error) if error.code == GAP && !is_whole => break,
            Err(error) => return Err(error),
        }
    }
    Ok(taken)
}

async fn take_files(
    app: &App,
    user: &User,
    tablet: &TabletActor,
    parts: Vec<SealedPart>,
    taken: &mut Vec<String>,
) -> ApiResult<Kept> {
    let mut kept = Kept::default();
    for SealedPart { sha256, .. } in parts {
        match open(app, tablet, &sha256).await? {
            Some(Part::File(bytes)) => {
                // An operation names it by this hash; nothing else says what it is.
                let name = HEXLOWER.encode(&Sha256::digest(&bytes));
                keep_one(app, user, tablet, (name, bytes), &mut kept).await?;
                taken.push(sha256);
            }
            _ => kept.refused += 1,
        }
    }
    Ok(kept)
}

/// The operations of a part, if this tablet has signed them.
async fn open_work(app: &App, tablet: &TabletActor, sha256: &str) -> ApiResult<Option<Bundle>> {
    let Some(Part::Work(opened)) = open(app, tablet, sha256).await? else { return Ok(None) };
    let is_its_own = has_signed(tablet, &opened);
    if !is_its_own {
        tracing::warn!(tablet.id = %tablet.tablet_id, "a sealed part is not the tablet's own");
    }
    Ok(is_its_own.then_some(opened.bundle))
}

/// A part, opened with the company's key. `None` when it does not open: it is somebody else's, or damaged.
async fn open(app: &App, tablet: &TabletActor, sha256: &str) -> ApiResult<Option<Part>> {
    let bytes = app.files.read_sealed(tablet.company_id, sha256).await.map_err(|error| ApiError::files(&error))?;
    let Some(bytes) = bytes else {
        return Err(ApiError::internal(&format!("the sealed part {sha256} is not where it was kept")));
    };
    let open = open_sealed(app, tablet.company_id);
    let opened = tokio::task::spawn_blocking(move || open(&bytes)).await.map_err(|error| ApiError::internal(&error))?;
    match opened {
        Ok(part) => Ok(Some(part)),
        Err(error) => {
            tracing::warn!(tablet.id = %tablet.tablet_id, %error, "a sealed part does not open");
            Ok(None)
        }
    }
}
