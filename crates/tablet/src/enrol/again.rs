//! Joining again: after a revoke or a clone the tablet takes a new name, and its unsent work goes under it.

use feltbok_protocol::{enrol::Follows, invite::Invite};
use feltbok_sync::Store;

use super::Enrolment;
use crate::{
    error::Result,
    settings,
    tablet::{Open, Tablet},
    views::{AppState, ErrorCode, SyncTrouble, TabletError},
};

impl Tablet {
    /// Exchanges a new invite of the same company for a new name of this tablet. PIN, keys and work stay; what is unsent
    /// is numbered anew and goes out at once. Only once the server has said that the old name is good no more.
    ///
    /// Errors: as [`Tablet::read_invite`]; `already_enrolled`, `invite_foreign` for another company or server,
    /// `invite_other_technician`, and those of [`Tablet::enrol`]. After any of them nothing has changed.
    pub async fn enrol_again(&self, text: &str) -> Result<AppState> {
        let open = self.open()?;
        if !matches!(open.driver.status()?.trouble, Some(SyncTrouble::Revoked | SyncTrouble::Cloned)) {
            return Err(TabletError::new(ErrorCode::AlreadyEnrolled));
        }
        let invite = self.opened_invite(text)?;
        let known = &open.enrolment;
        if invite.company_id != known.company_id || invite.server_key != known.server_key {
            return Err(TabletError::new(ErrorCode::InviteForeign));
        }
        let follows = Follows { tablet_id: known.tablet_id, technician_id: known.technician_id };
        let answer = self.exchange(&invite, text, Some(follows)).await?;
        self.move_on(&open, invite, &answer)?;
        self.app_state()
    }

    fn move_on(&self, open: &Open, invite: Invite, answer: &feltbok_protocol::enrol::EnrolResponse) -> Result<()> {
        let enrolment = Enrolment::new(invite, answer);
        open.driver.stop();
        open.store.try_write::<_, TabletError>(|work| {
            self.keep_enrolment(work, &enrolment, answer)?;
            Ok(work.renumber_outbox(answer.follows_last_dev_seq)?)
        })?;
        open.store.grant_feeds(&answer.feeds)?;
        if open.store.position()?.epoch != Some(answer.epoch) {
            open.store.change_epoch(answer.epoch)?;
        }
        self.put_doorplate(&enrolment.doorplate(settings::read(open)?.lang))?;
        self.begin(open.store.clone(), enrolment)
    }
}
