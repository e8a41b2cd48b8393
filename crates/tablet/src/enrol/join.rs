//! Joining: the invite is used up, the store is made under the PIN, the first fill begins.

use std::sync::Arc;

use feltbok_domain::lang::Lang;
use feltbok_protocol::{
    PROTOCOL,
    enrol::{EnrolRequest, EnrolResponse, Follows},
    invite::Invite,
    wire_error::code,
};
use feltbok_sync::Failure;
use feltbok_tablet_store::{KeyWrap, TabletStore, Work};
use jiff::tz::TimeZone;

use super::{Enrolment, SETTING};
use crate::{
    error::Result,
    lock::{check_pin, key_error},
    net::{self, Client},
    settings,
    sign::DocumentChain,
    tablet::Tablet,
    views::{AppState, ErrorCode, Settings, TabletError},
};

impl Tablet {
    /// Exchanges the invite for this tablet's token and makes the encrypted store; the first fill starts by itself.
    ///
    /// Errors: as [`Tablet::read_invite`]; `already_enrolled`, `pin_form`, `unreachable`, `timeout`, `wrong_server`,
    /// `invite_used`, `invite_expired`, `invite_foreign`, `server_refused`. After any of them nothing has changed.
    pub async fn enrol(&self, text: &str, pin: &str, lang: Lang) -> Result<AppState> {
        self.lost.refuse_while_erasing()?;
        if self.is_enrolled() {
            return Err(TabletError::new(ErrorCode::AlreadyEnrolled));
        }
        check_pin(pin)?;
        let invite = self.opened_invite(text)?;
        let answer = self.exchange(&invite, text, None).await?;
        self.move_in(invite, answer, pin, lang)?;
        self.app_state()
    }

    /// Uses the invite up; `follows` says who the tablet was before.
    pub(super) async fn exchange(
        &self,
        invite: &Invite,
        text: &str,
        follows: Option<Follows>,
    ) -> Result<EnrolResponse> {
        let key = feltbok_protocol::invite::verifying_key(&invite.server_key)
            .ok_or_else(|| TabletError::new(ErrorCode::NotAnInvite))?;
        let host = super::host_of(&invite.url);
        let client = Client::new(&invite.url, key, invite.tls_pin.as_deref(), None, self.options.clock.clone())
            .map_err(|failure| network_error(&host, failure))?;
        let request = EnrolRequest {
            protocol: PROTOCOL,
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            invite: text.trim().to_owned(),
            tablet_name: tablet_name(),
            auth_key: self.keys()?.auth_public(),
            document_key: self.keys()?.document_public(),
            follows,
        };
        net::enrol(&client, &request).await.map_err(|failure| network_error(&host, failure))
    }

    fn move_in(&self, invite: Invite, answer: EnrolResponse, pin: &str, lang: Lang) -> Result<()> {
        let location = self.location();
        let (_, key) = KeyWrap::create(&location.key_file(), pin, self.keys()?.device.as_ref()).map_err(key_error)?;
        let opened = TabletStore::open(location, key, self.options.clock.clone(), self.ids.clone())?;
        let enrolment = Enrolment::new(invite, &answer);
        opened.store.try_write::<_, TabletError>(|work| {
            work.put_setting(settings::SETTING, &Settings { lang, ..Settings::default() })?;
            self.keep_enrolment(work, &enrolment, &answer)
        })?;
        feltbok_sync::Store::grant_feeds(&opened.store, &answer.feeds)?;
        feltbok_sync::Store::change_epoch(&opened.store, answer.epoch)?;
        self.put_doorplate(&enrolment.doorplate(lang))?;
        self.begin(Arc::new(opened.store), enrolment)
    }

    /// Writes down who the tablet is from now on.
    pub(super) fn keep_enrolment(
        &self,
        work: &mut Work<'_>,
        enrolment: &Enrolment,
        answer: &EnrolResponse,
    ) -> Result<()> {
        let document_key = p256::ecdsa::SigningKey::from(&self.keys()?.document);
        let chain = DocumentChain::read(answer.document_chain.clone(), answer.evidence_key.clone(), &document_key);
        let year = self.now().to_zoned(TimeZone::UTC).year().unsigned_abs();
        work.put_setting(SETTING, enrolment)?;
        work.continue_work_orders(year, answer.next_work_order)?;
        if let Some(chain) = chain {
            chain.keep(work)?;
        }
        Ok(())
    }
}

/// What the person is told when the server could not be asked.
pub(crate) fn network_error(host: &str, failure: Failure) -> TabletError {
    let at = |code| TabletError::with(code, [("host", host.to_owned())]);
    match failure {
        Failure::Unreachable => at(ErrorCode::Unreachable),
        Failure::TimedOut => at(ErrorCode::Timeout),
        Failure::NotTheServer | Failure::WrongServer | Failure::Unreadable(_) => at(ErrorCode::WrongServer),
        Failure::Refused { status, error, .. } => match error.code.as_str() {
            code::INVITE_EXPIRED => TabletError::with(ErrorCode::InviteExpired, [("expired_at", String::new())]),
            code::INVITE_USED => TabletError::new(ErrorCode::InviteUsed),
            code::INVITE_OTHER_TECHNICIAN => TabletError::new(ErrorCode::InviteOtherTechnician),
            code::INVITE_FOREIGN => TabletError::new(ErrorCode::InviteForeign),
            code::TABLET_REVOKED | code::TABLET_LOST => TabletError::new(ErrorCode::Revoked),
            code::PROTOCOL_TOO_OLD => TabletError::with(ErrorCode::UpdateNeeded, [("needed", error.message)]),
            _ => TabletError::with(ErrorCode::ServerRefused, [("status", status.to_string()), ("code", error.code)]),
        },
    }
}

/// The name that dispatch sees beside the code: the machine's own.
fn tablet_name() -> String {
    let from_file = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let name = std::env::var("COMPUTERNAME").unwrap_or(from_file);
    let name = name.trim();
    if name.is_empty() { "Tablet".to_owned() } else { name.chars().take(60).collect() }
}
