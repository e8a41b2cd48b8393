//! Machines scanned lately, newest first.

use feltbok_domain::ids::Id;
use feltbok_tablet_store::Work;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{error::Result, tablet::Tablet, today::machine_line, views::RecentScan};

const DRAFT: &str = "recent_scans";
const SCANS_MAX: usize = 10;

#[derive(Serialize, Deserialize)]
struct Scan {
    equipment_id: Id,
    at: Timestamp,
}

impl Tablet {
    /// The machines that were scanned lately on this tablet and are still on it.
    pub fn recent_scans(&self) -> Result<Vec<RecentScan>> {
        self.open()?.store.try_read(|reader| {
            let scans: Vec<Scan> = reader.draft(DRAFT)?.unwrap_or_default();
            let mut known = Vec::new();
            for scan in scans {
                let machine = reader.equipment(scan.equipment_id)?;
                known.extend(machine.map(|machine| RecentScan { machine: machine_line(&machine), at: scan.at }));
            }
            Ok(known)
        })
    }
}

pub(super) fn note(work: &mut Work<'_>, equipment_id: Id) -> Result<()> {
    let mut scans: Vec<Scan> = work.draft(DRAFT)?.unwrap_or_default();
    scans.retain(|scan| scan.equipment_id != equipment_id);
    scans.insert(0, Scan { equipment_id, at: work.now() });
    scans.truncate(SCANS_MAX);
    Ok(work.put_draft(DRAFT, None, &scans)?)
}
