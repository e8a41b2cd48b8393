//! `POST /api/console/tablets/bundle`: takes in what a tablet could not send, from the file that it made of it.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State},
    http::StatusCode,
};
use data_encoding::BASE64;
use feltbok_protocol::{
    PUSH_OPERATIONS_MAX,
    bundle::{self, Bundle, Opened},
    invite::verifying_key,
    operation::{Operation, OperationResult, Outcome},
};
use feltbok_server_store::{
    StoreError, TabletActor,
    api::{Revocation, StoredFile},
};
use jiff::Timestamp;

use crate::{
    App, AppState,
    console::views::{
        Problem,
        tablets::{BundleEntry, BundleForm, BundleQuestion, BundleTakenIn},
    },
    error::{ApiError, ApiResult},
    files::{FilesError, media_type},
    identity::User,
};

/// A bundle at most: some days of reports with their photos.
const BUNDLE_BYTES_MAX: usize = 192 * 1024 * 1024;
const CODE_LENGTH_MAX: usize = 1024;

/// The route's own limit, in place of the console's.
pub fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(BUNDLE_BYTES_MAX)
}

/// Takes a bundle in as if its tablet had sent it; for dispatchers and admins. What is known already counts once,
/// whichever way it came first. Of a tablet that was revoked nothing is taken in before `even_revoked` says so: the
/// answer tells who shut it out and when, and what the bundle holds.
#[utoipa::path(
    post,
    path = "/api/console/tablets/bundle",
    tag = "tablets",
    request_body(content = BundleForm, content_type = "multipart/form-data"),
    responses(
        (status = OK, body = BundleTakenIn),
        (status = BAD_REQUEST, body = Problem, description = "`malformed`, `bundle_code`"),
        (status = CONFLICT, body = Problem, description = "`bundle_foreign`, `bundle_gap`, `tablet_cloned`"),
        (status = PAYLOAD_TOO_LARGE, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Problem, description = "`bundle_closed`, `bundle_unreadable`"),
    )
)]
pub async fn take_in(State(app): State<AppState>, user: User, request: Request) -> ApiResult<Json<BundleTakenIn>> {
    let Form { code, file: sealed, even_revoked } = read_form(&app, request).await?;
    let code = bundle::read_code(&code).ok_or_else(|| {
        let text = format!("The code has {} digits.", bundle::CODE_DIGITS);
        ApiError::new(StatusCode::BAD_REQUEST, "bundle_code", text)
    })?;
    // Opening costs memory: one after the other.
    let _turn = app.importing.lock().await;
    let opened = tokio::task::spawn_blocking(move || bundle::open(&sealed, &code)).await;
    let opened = opened.map_err(|error| ApiError::internal(&error))?.map_err(|error| not_opened(&error))?;
    let (mut tablet, revocation) = signer(&app, &user, &opened).await?;
    let Bundle { made_at, operations, files, contents, .. } = opened.bundle;
    if let Some(revocation) = revocation {
        if !even_revoked {
            let mut question = question(&revocation, files.len());
            add_entries(&mut question, &operations);
            return Ok(Json(unanswered(&tablet, made_at, question)));
        }
        tablet = app.store.vouch_for_tablet(&user, tablet, (made_at, operations.len()), app.now()).await?;
    }
    let (known, results) = push(&app, &tablet, operations).await?;
    let files = keep(&app, &user, &tablet, files.len(), contents).await?;
    tracing::info!(tablet.id = %tablet.tablet_id, user.id = %user.user_id, "a bundle was taken in");
    Ok(Json(BundleTakenIn {
        tablet_code: tablet.tablet_code,
        technician: tablet.technician_name,
        made_at,
        question: None,
        taken_in: count(results.len()),
        known: count(known),
        attention: results.into_iter().filter_map(entry).collect(),
        files: files.new,
        files_known: files.known,
        files_refused: files.refused,
        is_whole: true,
    }))
}

/// What a person has to see before a revoked tablet's bundle is taken in.
/// Its entries are added as they are read.
pub(super) fn question(revocation: &Revocation, files: usize) -> BundleQuestion {
    BundleQuestion {
        revoked_at: revocation.at,
        revoked_by: revocation.by_name.clone(),
        entries: 0,
        entries_after: 0,
        last_entry_at: None,
        files: count(files),
    }
}

pub(super) fn add_entries(question: &mut BundleQuestion, operations: &[Operation]) {
    let times = || operations.iter().map(Operation::corrected_at);
    question.entries += count(operations.len());
    question.entries_after += count(times().filter(|at| *at > question.revoked_at).count());
    question.last_entry_at = question.last_entry_at.max(times().max());
}

/// Nothing was taken in: the question stands.
pub(super) fn unanswered(tablet: &TabletActor, made_at: Timestamp, question: BundleQuestion) -> BundleTakenIn {
    BundleTakenIn {
        tablet_code: tablet.tablet_code.clone(),
        technician: tablet.technician_name.clone(),
        made_at,
        question: Some(question),
        taken_in: 0,
        known: 0,
        attention: Vec::new(),
        files: 0,
        files_known: 0,
        files_refused: 0,
        is_whole: true,
    }
}

/// The form's fields, in any order.
struct Form {
    code: String,
    file: Vec<u8>,
    even_revoked: bool,
}

async fn read_form(app: &AppState, request: Request) -> ApiResult<Form> {
    let no_form = || ApiError::malformed("A form with the fields code and file is expected.");
    let mut form = Multipart::from_request(request, app).await.map_err(|_| no_form())?;
    let (mut code, mut file, mut even_revoked) = (None, None, false);
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        match field.name() {
            Some("code") => {
                let text = field.text().await.map_err(|error| unreadable(&error))?;
                code = Some(text.chars().take(CODE_LENGTH_MAX).collect());
            }
            Some("even_revoked") => {
                even_revoked = field.text().await.map_err(|error| unreadable(&error))? == "true";
            }
            Some("file") => file = Some(field.bytes().await.map_err(|error| unreadable(&error))?.to_vec()),
            _ => {}
        }
    }
    let (code, file) = code.zip(file).ok_or_else(no_form)?;
    Ok(Form { code, file, even_revoked })
}

fn unreadable(error: &axum::extract::multipart::MultipartError) -> ApiError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return ApiError::too_large(format!("A bundle has at most {BUNDLE_BYTES_MAX} bytes."));
    }
    ApiError::malformed("The form ended before its end.")
}

fn not_opened(error: &bundle::BundleError) -> ApiError {
    let code = match error {
        bundle::BundleError::Closed => "bundle_closed",
        bundle::BundleError::Unreadable(_) => "bundle_unreadable",
    };
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, error.to_string())
}

/// The tablet that the bundle names, once it is sure that it made it. A foreign company's is not there at all.
async fn signer(app: &App, user: &User, opened: &Opened) -> ApiResult<(TabletActor, Option<Revocation>)> {
    let foreign = || {
        let text = "The bundle is of a tablet that this company does not know.";
        ApiError::new(StatusCode::CONFLICT, "bundle_foreign", text)
    };
    let (tablet, revocation) = match app.store.tablet_to_take_in(user, opened.bundle.tablet_id).await {
        Err(StoreError::NotFound) => return Err(foreign()),
        found => found?,
    };
    if has_signed(&tablet, opened) { Ok((tablet, revocation)) } else { Err(foreign()) }
}

/// Whether the tablet is the one that the bundle names, and has signed it.
pub(super) fn has_signed(tablet: &TabletActor, opened: &Opened) -> bool {
    opened.bundle.tablet_id == tablet.tablet_id
        && verifying_key(&tablet.auth_key).is_some_and(|key| opened.is_signed_by(&key))
}

/// The refusal of operations that do not follow on what the server has received.
pub(super) const GAP: &str = "bundle_gap";

/// Applies what is new, and says how many were known.
pub(super) async fn push(
    app: &App,
    tablet: &TabletActor,
    operations: Vec<Operation>,
) -> ApiResult<(usize, Vec<(String, OperationResult)>)> {
    let last = app.store.push(tablet, Vec::new(), app.now()).await?.last_dev_seq;
    if operations.first().is_some_and(|first| first.dev_seq > last + 1) {
        let text = format!("The server has received up to {last} and lacks what came before this bundle.");
        return Err(ApiError::new(StatusCode::CONFLICT, GAP, text));
    }
    let (mut known, mut new) = (0, Vec::new());
    for batch in operations.chunks(PUSH_OPERATIONS_MAX) {
        let pushed = app.store.push(tablet, batch.to_vec(), app.now()).await?;
        app.publish(pushed.company_id, &pushed.moved);
        for (operation, result) in batch.iter().zip(pushed.results) {
            if result.dev_seq <= last {
                known += 1;
            } else {
                new.push((operation.kind.clone(), result));
            }
        }
    }
    Ok((known, new))
}

#[derive(Default)]
pub(super) struct Kept {
    pub new: u32,
    pub known: u32,
    pub refused: u32,
}

/// Keeps the files; one that is not what its name says, or of a kind that is not kept, is refused alone.
async fn keep(
    app: &App,
    user: &User,
    tablet: &TabletActor,
    named: usize,
    contents: BTreeMap<String, String>,
) -> ApiResult<Kept> {
    let mut kept = Kept { refused: count(named.saturating_sub(contents.len())), ..Kept::default() };
    for (sha256, text) in contents {
        let bytes = BASE64.decode(text.as_bytes()).unwrap_or_default();
        keep_one(app, user, tablet, (sha256, bytes), &mut kept).await?;
    }
    Ok(kept)
}

/// Keeps one file unless it is there.
pub(super) async fn keep_one(
    app: &App,
    user: &User,
    tablet: &TabletActor,
    (sha256, bytes): (String, Vec<u8>),
    kept: &mut Kept,
) -> ApiResult<()> {
    match app.store.file_for_user(user, &sha256).await {
        Ok(_) => {
            kept.known += 1;
            return Ok(());
        }
        Err(StoreError::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    let Some(kind) = media_type(&bytes) else {
        kept.refused += 1;
        return Ok(());
    };
    let file = StoredFile { sha256: sha256.clone(), bytes: bytes.len() as u64, media_type: kind.to_owned() };
    match app.files.write(tablet.company_id, &sha256, bytes.into()).await {
        Ok(()) => {}
        Err(FilesError::NotItsName { .. }) => {
            kept.refused += 1;
            return Ok(());
        }
        Err(error) => return Err(ApiError::files(&error)),
    }
    // It ends no upload of the tablet's: that one finds the file there and stops by itself.
    app.store.finish_upload(tablet, app.ids.next_id(), file, app.now()).await?;
    kept.new += 1;
    Ok(())
}

/// What somebody should look at.
pub(super) fn entry((kind, result): (String, OperationResult)) -> Option<BundleEntry> {
    matches!(result.outcome, Outcome::Conflict | Outcome::Rejected).then(|| BundleEntry {
        kind,
        is_rejected: result.outcome == Outcome::Rejected,
        code: result.code.unwrap_or_default(),
        message: result.message.unwrap_or_default(),
    })
}

pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
