//! Enrolment: an invite, confirmed by a person, becomes a tablet of that company.

mod again;
mod join;
mod progress;
mod read_invite;

use std::fs;

use feltbok_domain::{ids::Id, lang::Lang};
use feltbok_protocol::{enrol::EnrolResponse, invite::Invite};
use feltbok_tablet_store::disk;
use serde::{Deserialize, Serialize};

use crate::{
    error::Result,
    net::{Client, Identity},
    tablet::Tablet,
    views::{ErrorCode, TabletError},
};

/// The setting that holds the [`Enrolment`], inside the encrypted store.
pub(crate) const SETTING: &str = "enrolment";
/// The file that holds the [`Doorplate`].
const DOORPLATE: &str = "doorplate.json";

/// Whose tablet this is, and how it speaks to its server. The token stays inside the encrypted store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Enrolment {
    pub url: String,
    pub server_key: String,
    pub tls_pin: Option<String>,
    pub token: String,
    pub tablet_id: Id,
    pub tablet_code: String,
    pub company_id: Id,
    pub company: String,
    pub technician_id: Id,
    pub technician: String,
}

/// What the locked screen shows before the store is open; nothing in it opens anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Doorplate {
    pub company: String,
    pub technician: String,
    pub technician_id: Id,
    pub tablet_code: String,
    pub lang: Lang,
}

impl Enrolment {
    fn new(invite: Invite, answer: &EnrolResponse) -> Self {
        Enrolment {
            url: invite.url,
            server_key: invite.server_key,
            tls_pin: invite.tls_pin,
            token: answer.token.clone(),
            tablet_id: answer.tablet_id,
            tablet_code: answer.tablet_code.clone(),
            company_id: answer.company_id,
            company: answer.company_name.clone(),
            technician_id: answer.technician_id,
            technician: answer.technician_name.clone(),
        }
    }

    fn doorplate(&self, lang: Lang) -> Doorplate {
        Doorplate {
            company: self.company.clone(),
            technician: self.technician.clone(),
            technician_id: self.technician_id,
            tablet_code: self.tablet_code.clone(),
            lang,
        }
    }

    /// The client that speaks for this tablet.
    pub(crate) fn client(&self, tablet: &Tablet) -> Result<Client> {
        let server_key = feltbok_protocol::invite::verifying_key(&self.server_key)
            .ok_or_else(|| TabletError::internal("the enrolment's server key is not readable"))?;
        let identity = Identity { token: self.token.clone(), key: tablet.keys()?.auth.clone() };
        let clock = tablet.options.clock.clone();
        Client::new(&self.url, server_key, self.tls_pin.as_deref(), Some(identity), clock)
            .map_err(|failure| TabletError::internal(format!("{failure:?}")))
    }

    /// Host and port of the server.
    pub(crate) fn host(&self) -> String {
        host_of(&self.url)
    }
}

/// Host and port of an address.
pub(crate) fn host_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest).to_owned()
}

impl Tablet {
    /// Whether this tablet belongs to a company.
    pub(crate) fn is_enrolled(&self) -> bool {
        self.location().key_file().exists() && self.folder().join(DOORPLATE).exists()
    }

    pub(crate) fn doorplate(&self) -> Option<Doorplate> {
        serde_json::from_slice(&fs::read(self.folder().join(DOORPLATE)).ok()?).ok()
    }

    pub(crate) fn put_doorplate(&self, doorplate: &Doorplate) -> Result<()> {
        let json = serde_json::to_vec(doorplate).map_err(TabletError::internal)?;
        // Waited for: without it a tablet whose battery goes flat belongs to nobody, and its work to no server.
        disk::replace(&self.folder().join(DOORPLATE), &json).map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull => TabletError::new(ErrorCode::DiskFull),
            _ => TabletError::internal(error),
        })
    }
}
