//! What the server has in the end, beside what the tablet said it had saved.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, Result, bail};
use feltbok_domain::ids::Id;
use feltbok_server::{Config, Server, clock::Clock, clock::SystemClock};
use feltbok_testkit::seed::DISPATCHER;
use jiff::SignedDuration;

/// What was found.
#[derive(Debug, Default)]
pub struct Findings {
    pub saved: usize,
    pub received: usize,
    pub lost: Vec<String>,
    pub doubled: Vec<String>,
    pub photographed: usize,
    /// Photos of the visit as the office sees them.
    pub photos: usize,
    pub files: usize,
    pub files_missing: usize,
}

impl Findings {
    pub fn violations(&self) -> usize {
        self.lost.len() + self.doubled.len() + self.files_missing + self.photographed.saturating_sub(self.photos)
    }
}

impl Findings {
    pub fn tell(&self, attention: &str) {
        println!(
            "{} entries were saved on the tablet, {} are at the server, {} lost, {} doubled; {} photos were taken, {} are \
             there; {} files, {} missing; {attention} need attention",
            self.saved,
            self.received,
            self.lost.len(),
            self.doubled.len(),
            self.photographed,
            self.photos,
            self.files,
            self.files_missing
        );
    }
}

/// Looks into the database of a server that has ended.
pub async fn audit(data: &Path, database: Option<&str>, jobs: &[Id], said: &[String]) -> Result<Findings> {
    let config = Config { database: database.map(str::to_owned), ..Config::local(data) };
    let store = Server::store(&config).await?;
    let now = SystemClock.now();
    let credentials = store.credentials(DISPATCHER.0).await?;
    let credential = credentials.first().context("the sample company has a dispatcher")?;
    let user = store.open_session(credential, [9; 32], now, now + SignedDuration::from_hours(1)).await?;
    let told =
        |what: &str| said.iter().filter_map(|line| line.strip_prefix(what)).map(str::to_owned).collect::<Vec<_>>();
    let (saved, photographed) = (told("saved "), told("photographed ").len());
    if saved.is_empty() {
        bail!("nothing was played");
    }
    let mut received: BTreeMap<String, usize> = BTreeMap::new();
    let mut findings = Findings { saved: saved.len(), photographed, ..Findings::default() };
    for job in jobs {
        let detail = store.job(&user, *job).await?;
        for entry in detail.visits.iter().flat_map(|visit| &visit.times) {
            if let Some(reason) = &entry.edit_reason {
                *received.entry(reason.clone()).or_default() += 1;
            }
        }
        findings.photos += detail.visits.iter().map(|visit| visit.photos.len()).sum::<usize>();
        findings.files += detail.files.len();
        findings.files_missing += detail.files.iter().filter(|file| !file.stored).count();
    }
    findings.received = received.len();
    findings.lost = saved.into_iter().filter(|entry| !received.contains_key(entry)).collect();
    findings.doubled = received.into_iter().filter(|(_, count)| *count > 1).map(|(entry, _)| entry).collect();
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::Findings;

    #[test]
    fn whatever_is_not_at_the_server_once_is_a_violation() {
        let sound = Findings { saved: 3, received: 4, photographed: 1, photos: 2, files: 2, ..Findings::default() };
        assert_eq!(sound.violations(), 0);
        for bad in [
            Findings { lost: vec!["entry 1".into()], ..Findings::default() },
            Findings { doubled: vec!["entry 1".into()], ..Findings::default() },
            Findings { photographed: 2, photos: 1, ..Findings::default() },
            Findings { files: 1, files_missing: 1, ..Findings::default() },
        ] {
            assert_eq!(bad.violations(), 1);
        }
    }
}
