//! Reading an invite: what it says, for a person to confirm. Nothing is sent.

use feltbok_protocol::invite::{Invite, InviteError};

use crate::{
    error::Result,
    tablet::Tablet,
    views::{ErrorCode, InviteView, TabletError},
};

impl Tablet {
    /// What the invite in a QR or a pasted text says.
    ///
    /// Errors: `not_an_invite`, `invite_changed`, `invite_expired`, `invite_unsafe`.
    pub fn read_invite(&self, text: &str) -> Result<InviteView> {
        let invite = self.opened_invite(text)?;
        Ok(InviteView {
            host: super::host_of(&invite.url),
            company: invite.company,
            technician: invite.technician,
            expires_at: invite.expires_at,
            secure: invite.url.starts_with("https://"),
        })
    }

    pub(super) fn opened_invite(&self, text: &str) -> Result<Invite> {
        Invite::open(text, self.now()).map_err(|error| match error {
            InviteError::NotAnInvite => TabletError::new(ErrorCode::NotAnInvite),
            InviteError::BadSignature => TabletError::new(ErrorCode::InviteChanged),
            InviteError::Expired(at) => TabletError::with(ErrorCode::InviteExpired, [("expired_at", at.to_string())]),
            InviteError::UnsafeAddress(url) => TabletError::with(ErrorCode::InviteUnsafe, [("url", url)]),
        })
    }
}
