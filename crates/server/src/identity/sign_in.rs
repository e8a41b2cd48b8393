//! Signing in and out: the same time and the same answer for an unknown address and a wrong password.

use axum::http::StatusCode;
use axum_extra::extract::cookie::{Cookie, SameSite};
use feltbok_server_store::{UserActor, api::Credential};
use jiff::SignedDuration;

use super::{COOKIE, Client, SESSION_HOURS, User, csrf};
use crate::{
    app::App,
    error::{ApiError, ApiResult},
    password, secret,
};

/// A session that began.
pub struct SignedIn {
    pub user: UserActor,
    pub csrf: String,
    /// To be set in the answer.
    pub cookie: Cookie<'static>,
}

/// Checks address and password and begins a session.
///
/// Errors: 401 `sign_in_failed`; 429 `rate_limited` by network address and by e-mail address.
pub async fn sign_in(app: &App, client: Client, email: &str, given: &str) -> ApiResult<SignedIn> {
    let now = app.now();
    let email = email.trim().to_lowercase();
    for key in [client.0.to_string(), email.clone()] {
        app.sign_in_limit.attempt(&key, now).map_err(ApiError::rate_limited)?;
    }
    if given.len() > password::PASSWORD_LENGTH_MAX {
        return Err(failed());
    }
    let known = app.store.credentials(&email).await?;
    let given = given.to_owned();
    let fitting = tokio::task::spawn_blocking(move || first_that_fits(known, &given)).await;
    let credential = fitting.map_err(|error| ApiError::internal(&error))?.ok_or_else(failed)?;
    let token = secret::token(credential.company_id);
    let expires_at = now + SignedDuration::from_hours(SESSION_HOURS);
    let user = app.store.open_session(&credential, secret::hash(&token), now, expires_at).await?;
    Ok(SignedIn { user, csrf: csrf::value_of(&token), cookie: cookie(app, token) })
}

/// Ends the session; the cookie given is to be removed in the answer.
pub async fn sign_out(app: &App, user: &User) -> ApiResult<Cookie<'static>> {
    app.store.close_session(user.company_id, secret::hash(&user.token)).await?;
    let mut cookie = cookie(app, String::new());
    cookie.make_removal();
    Ok(cookie)
}

fn first_that_fits(known: Vec<Credential>, given: &str) -> Option<Credential> {
    if known.is_empty() {
        password::waste_time(given);
    }
    known.into_iter().find(|credential| password::verify(given, &credential.password_hash))
}

fn cookie(app: &App, token: String) -> Cookie<'static> {
    Cookie::build((COOKIE, token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.public_url.starts_with("https://"))
        .build()
}

fn failed() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "sign_in_failed", "Address or password are not right.")
}
