//! Making an invite: the signed text that enrols one tablet for one technician.

use feltbok_domain::ids::Id;
use feltbok_protocol::invite::Invite;
use feltbok_server_store::{StoreResult, UserActor, api::NewInvite};
use jiff::{SignedDuration, Timestamp};

use crate::{app::App, secret};

/// How long an invite is good for.
const LIFE: SignedDuration = SignedDuration::from_mins(10);

/// An invite, shown once.
#[derive(Debug, Clone, PartialEq)]
pub struct MadeInvite {
    /// For the QR and for typing.
    pub text: String,
    pub technician: String,
    pub expires_at: Timestamp,
}

/// Makes an invite for a technician of the user's company.
///
/// Errors: `NotFound` for a foreign or inactive technician; `Refused{role}`.
pub async fn make(app: &App, user: &UserActor, technician_id: Id) -> StoreResult<MadeInvite> {
    let now = app.now();
    let expires_at = now.checked_add(LIFE).unwrap_or(Timestamp::MAX);
    let secret = secret::invite_secret();
    let kept = NewInvite { id: app.ids.next_id(), secret_hash: secret::hash(&secret), technician_id, expires_at };
    let names = app.store.create_invite(user, kept, now).await?;
    let invite = Invite {
        url: app.public_url.clone(),
        company_id: user.company_id,
        company: names.company,
        technician: names.technician.clone(),
        secret,
        expires_at,
        server_key: app.server_key(),
        tls_pin: app.tls_pin.clone(),
    };
    Ok(MadeInvite { text: invite.seal(&app.key), technician: names.technician, expires_at })
}
