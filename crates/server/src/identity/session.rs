//! Extractors: the signed-in user of a request, and the address it came from.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    ops::Deref,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Method, StatusCode, request::Parts},
};
use axum_extra::extract::CookieJar;
use feltbok_server_store::{StoreError, UserActor};

use super::{COOKIE, csrf};
use crate::{app::AppState, error::ApiError, secret};

/// The signed-in user; a handler that takes it answers 401 to everybody else, and 403 to a request that changes
/// something without the session's CSRF value.
#[derive(Debug, Clone)]
pub struct User {
    pub actor: UserActor,
    /// What the page sends back in [`super::CSRF_HEADER`].
    pub csrf: String,
    pub(super) token: String,
}

impl Deref for User {
    type Target = UserActor;
    fn deref(&self) -> &UserActor {
        &self.actor
    }
}

impl FromRequestParts<AppState> for User {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<User, ApiError> {
        let jar = CookieJar::from_headers(&parts.headers);
        let token = jar.get(COOKIE).map(|cookie| cookie.value().to_owned()).ok_or_else(signed_out)?;
        let (company_id, hash) = secret::read_token(&token).ok_or_else(signed_out)?;
        let actor = match app.store.session(company_id, hash, app.now()).await {
            Ok(actor) => actor,
            Err(StoreError::NotFound) => return Err(signed_out()),
            Err(error) => return Err(error.into()),
        };
        let changes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        let sent = parts.headers.get(csrf::CSRF_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if changes && !csrf::fits(&token, sent) {
            return Err(ApiError::new(StatusCode::FORBIDDEN, "csrf", "This page is out of date; load it again."));
        }
        Ok(User { csrf: csrf::value_of(&token), actor, token })
    }
}

fn signed_out() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "signed_out", "Sign in to go on.")
}

/// The address a request came from, for limits only; never logged.
#[derive(Debug, Clone, Copy)]
pub struct Client(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Client, Infallible> {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Client(info.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip())))
    }
}
