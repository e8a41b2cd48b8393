//! `feltbok-server verify FILE`: what a PDF is, for people and for scripts.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use feltbok_server::{
    Config, Server,
    check::{Checked, Outcome, check_file},
};
use feltbok_work_order::{Authenticity, SignedBy, verify};

/// Examines the file and says it; the exit code says it too.
pub async fn run(file: &Path, data: Option<&Path>, roots: &[PathBuf]) -> ExitCode {
    match examine(file, data, roots).await {
        Ok(outcome) => ExitCode::from(match outcome {
            Outcome::Genuine => 0,
            Outcome::Superseded => 2,
            Outcome::Altered => 3,
            Outcome::Unknown => 4,
        }),
        Err(error) => {
            eprintln!("feltbok-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn examine(file: &Path, data: Option<&Path>, roots: &[PathBuf]) -> anyhow::Result<Outcome> {
    let bytes = std::fs::read(file)?;
    let mut trusted = roots.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>()?;
    let mut checked = None;
    if let Some(data) = data {
        // A folder without data must not become one by being asked.
        anyhow::ensure!(data.is_dir(), "{} is no folder", data.display());
        let store = Server::store(&Config::local(data)).await?;
        for (company_id, _) in store.companies().await? {
            trusted.extend(store.authority(company_id).await?.map(|kept| kept.root));
        }
        checked = Some(check_file(store.as_ref(), bytes.clone()).await?);
    }
    let signatures = verify(&bytes, &trusted);
    let outcome = checked.as_ref().map_or_else(|| outcome_of(&signatures), |checked| checked.outcome);
    println!("{}: {}", file.display(), word(outcome));
    if let Some(checked) = &checked {
        print_known(checked);
    }
    print_signatures(&signatures);
    Ok(outcome)
}

fn outcome_of(signatures: &Authenticity) -> Outcome {
    match signatures {
        Authenticity::Genuine { .. } => Outcome::Genuine,
        Authenticity::Altered { .. } => Outcome::Altered,
        Authenticity::UnknownSigner { .. } | Authenticity::NotSigned => Outcome::Unknown,
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Genuine => "genuine",
        Outcome::Superseded => "superseded",
        Outcome::Altered => "altered after signing",
        Outcome::Unknown => "unknown",
    }
}

fn print_known(checked: &Checked) {
    println!("  SHA-256     {}", checked.sha256);
    if let (Some(number), Some(revision)) = (&checked.number, checked.revision) {
        println!("  work order  {number}, revision {revision}");
    }
    if let Some(newest) = checked.superseded_by {
        println!("  superseded  by revision {newest}");
    }
    let times = [("received", checked.received_at), ("time stamp", checked.stamped_at)];
    for (label, at) in times {
        if let Some(at) = at {
            println!("  {label:<11} {at}");
        }
    }
    if !checked.why.is_empty() {
        println!("  note        {}", checked.why);
    }
}

fn print_signatures(found: &Authenticity) {
    let signed: &[SignedBy] = match found {
        Authenticity::NotSigned => {
            println!("  signatures  none");
            return;
        }
        Authenticity::Altered { why } => {
            println!("  signatures  {why}");
            return;
        }
        Authenticity::UnknownSigner { signed } => {
            println!("  signatures  sound, of a signer whom no given root certifies");
            signed
        }
        Authenticity::Genuine { signed } => signed,
    };
    for by in signed {
        let at = by.at.map(|at| at.to_string()).unwrap_or_default();
        println!("  signed by   {} at {at}", by.name);
        if let Some(stamp) = &by.stamp {
            println!("  stamped by  {} at {}", stamp.by, stamp.at);
        }
    }
}
