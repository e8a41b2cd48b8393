//! The delivery: the list of the sealed parts, and what it takes to bring them to the server.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use feltbok_domain::{ids::Id, lang::Lang};
use feltbok_protocol::lost::Erased;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{DELIVERY, FOLDER};
use crate::disk;

/// The way to the server under the name that the tablet had.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    pub url: String,
    pub server_key: String,
    pub tls_pin: Option<String>,
    pub token: String,
    /// Signs the requests: the 32 bytes of the Ed25519 key, base64.
    pub request_key: String,
}

/// What the screen says when all else is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub company: String,
    pub tablet_code: String,
    pub lang: Lang,
    pub lost_at: Timestamp,
}

/// What is in one part: operations, or else one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartNote {
    /// Of the sealed bytes, lower-case hex; the part's name.
    pub sha256: String,
    pub operations: u32,
    pub is_photo: bool,
}

/// Everything that is left of an erased tablet, beside the parts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub tablet_id: Id,
    pub way: Way,
    pub about: About,
    pub erased: Erased,
    pub parts: Vec<PartNote>,
    /// Whether erasing came to its end: what is in the tablet's folder now is of a new enrolment.
    pub is_erased: bool,
}

/// A delivery in its folder.
pub struct Pending {
    folder: PathBuf,
    pub delivery: Delivery,
}

/// Deliveries that are not done; what was begun and never listed is taken away: nothing had been erased for it.
///
/// Errors: those of the folder. A list that cannot be read is left where it is.
pub fn pending(dir: &Path) -> io::Result<Vec<Pending>> {
    let folders = match fs::read_dir(dir.join(FOLDER)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        folders => folders?,
    };
    let mut found = Vec::new();
    for folder in folders {
        let folder = folder?.path();
        match fs::read(folder.join(DELIVERY)) {
            Ok(json) => match serde_json::from_slice(&json) {
                Ok(delivery) => found.push(Pending { folder, delivery }),
                Err(error) => tracing::error!(%error, "the list of what a lost tablet has to deliver is not readable"),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::remove_dir_all(&folder)?,
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

impl Pending {
    /// Writes the list: from here on the tablet is erased, whatever happens.
    pub(super) fn write(folder: PathBuf, delivery: Delivery) -> io::Result<Self> {
        let pending = Pending { folder, delivery };
        pending.save()?;
        Ok(pending)
    }

    /// The sealed bytes of a part.
    pub fn part(&self, sha256: &str) -> io::Result<Vec<u8>> {
        // Names that also come from the server lead to nowhere but the parts.
        if !self.delivery.parts.iter().any(|part| part.sha256 == sha256) {
            return Err(io::ErrorKind::NotFound.into());
        }
        fs::read(self.folder.join(sha256))
    }

    /// Notes that erasing came to its end.
    pub fn set_erased(&mut self) -> io::Result<()> {
        self.delivery.is_erased = true;
        self.save().inspect_err(|_| self.delivery.is_erased = false)
    }

    /// The server has everything: the rest goes, first what speaks to it.
    pub fn finish(&self) -> io::Result<()> {
        fs::remove_file(self.folder.join(DELIVERY))?;
        fs::remove_dir_all(&self.folder)?;
        if let Some(above) = self.folder.parent()
            && fs::remove_dir(above).is_ok()
        {
            return disk::sync_name(above);
        }
        disk::sync_name(&self.folder)
    }

    fn save(&self) -> io::Result<()> {
        disk::replace(&self.folder.join(DELIVERY), &serde_json::to_vec(&self.delivery)?)
    }
}
